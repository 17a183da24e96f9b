//! How the kubelet looks after a step: probes, and hooks around it.

use k8s_openapi::api::core::v1::{
    Container, ExecAction, HTTPGetAction, LifecycleHandler, Probe, TCPSocketAction,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::form::{HEADER, PORT, PORTS, one_of, within};

/// The seconds that a Pod has to end, of which a hook may sleep: the API server's default.
const GRACE: i64 = 30;

/// Checks the probes and hooks of the step at `path`.
pub(super) fn check(step: &Container, path: &FieldPath, problems: &mut Problems<'_>) {
    let probes = [
        ("livenessProbe", &step.liveness_probe),
        ("readinessProbe", &step.readiness_probe),
        ("startupProbe", &step.startup_probe),
    ];
    for (key, one) in probes {
        if let Some(one) = one {
            probe(one, key == "readinessProbe", &path.key(key), problems);
        }
    }
    let Some(hooks) = &step.lifecycle else { return };
    for (key, hook) in [("postStart", &hooks.post_start), ("preStop", &hooks.pre_stop)] {
        if let Some(hook) = hook {
            handler(hook, &path.key("lifecycle").key(key), problems);
        }
    }
}

fn probe(probe: &Probe, is_readiness: bool, path: &FieldPath, problems: &mut Problems<'_>) {
    let Probe { exec, grpc, http_get, tcp_socket, .. } = probe;
    exactly_one([exec.is_some(), grpc.is_some(), http_get.is_some(), tcp_socket.is_some()], path, problems);
    actions(exec.as_ref(), http_get.as_ref(), tcp_socket.as_ref(), path, problems);
    if let Some(grpc) = grpc {
        within(Some(grpc.port), &PORTS, &path.key("grpc"), "port", problems);
    }
    let numbers = [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("failureThreshold", probe.failure_threshold),
        ("successThreshold", probe.success_threshold),
    ];
    for (key, number) in numbers {
        within(number, &(0..=i64::MAX), path, key, problems);
    }
    if !is_readiness && probe.success_threshold.is_some_and(|times| times > 1) {
        problems.wrong(path.key("successThreshold"), "only a readinessProbe may have more than 1");
    }
    let grace = probe.termination_grace_period_seconds;
    within(grace, &(1..=i64::MAX), path, "terminationGracePeriodSeconds", problems);
    if is_readiness && grace.is_some() {
        problems.wrong(path.key("terminationGracePeriodSeconds"), "a readinessProbe ends nothing");
    }
}

fn handler(hook: &LifecycleHandler, path: &FieldPath, problems: &mut Problems<'_>) {
    let LifecycleHandler { exec, http_get, sleep, tcp_socket } = hook;
    exactly_one([exec.is_some(), http_get.is_some(), sleep.is_some(), tcp_socket.is_some()], path, problems);
    actions(exec.as_ref(), http_get.as_ref(), tcp_socket.as_ref(), path, problems);
    if let Some(sleep) = sleep {
        within(Some(sleep.seconds), &(0..=GRACE), &path.key("sleep"), "seconds", problems);
    }
}

fn exactly_one(given: [bool; 4], path: &FieldPath, problems: &mut Problems<'_>) {
    if given.into_iter().filter(|given| *given).count() != 1 {
        problems.wrong(path.clone(), "expected one thing to do, such as exec or httpGet, and no other");
    }
}

fn actions(
    exec: Option<&ExecAction>,
    http_get: Option<&HTTPGetAction>,
    tcp_socket: Option<&TCPSocketAction>,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    if exec.is_some_and(|exec| exec.command.iter().flatten().next().is_none()) {
        problems.wrong(path.key("exec").key("command"), "missing: what is to be run?");
    }
    if let Some(get) = http_get {
        let path = path.key("httpGet");
        port(&get.port, &path, problems);
        one_of(get.scheme.as_ref(), &["HTTP", "HTTPS"], &path, "scheme", problems);
        for (index, header) in get.http_headers.iter().flatten().enumerate() {
            HEADER.check_at(&header.name, || path.key("httpHeaders").index(index).key("name"), problems);
        }
    }
    if let Some(socket) = tcp_socket {
        port(&socket.port, &path.key("tcpSocket"), problems);
    }
}

fn port(port: &IntOrString, path: &FieldPath, problems: &mut Problems<'_>) {
    match port {
        IntOrString::Int(number) => within(Some(*number), &PORTS, path, "port", problems),
        IntOrString::String(name) => PORT.check(name, path, "port", problems),
    }
}
