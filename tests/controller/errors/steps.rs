//! Fields of a step that the API server refuses, and those near them that it takes.

use super::{expect, run, task};
use crate::controller::emit;

/// A run whose step has these further fields.
fn step(fields: &str) -> String {
    run(&format!("{{taskSpec: {{steps: [{{image: i, command: [c], {fields}}}]}}}}"))
}

fn taken(fields: &str) {
    super::taken(&step(fields));
}

#[test]
fn variables_have_names_and_one_source() {
    for name in ["A=B", "ü", "A\\tB", ""] {
        expect(
            &step(&format!("env: [{{name: §\"{name}\", value: x}}]")),
            &["expected the name of a variable"],
        );
    }
    taken("env: [{name: a.b, value: x}, {name: 1A-$/ B, value: x}, {name: a.b, value: y}]");
    let from = |source: &str| {
        step(&format!("env: [{{name: A, valueFrom: {source}}}]")).replace("valueFrom: §", "§valueFrom: ")
    };
    expect(&from("§{}"), &["valueFrom: expected one of configMapKeyRef, secretKeyRef, fieldRef"]);
    expect(
        &from("§{fieldRef: {fieldPath: metadata.name}, secretKeyRef: {name: s, key: k}}"),
        &["valueFrom: expected one of"],
    );
    expect(
        &step("env: [{name: A, value: x, §valueFrom: {secretKeyRef: {name: s, key: k}}}]"),
        &["must not be given together with value"],
    );
    expect(&from("{§secretKeyRef: {name: s}}"), &["secretKeyRef.key: invalid value \"\""]);
    expect(&from("{secretKeyRef: {name: §S_x, key: k}}"), &["secretKeyRef.name: invalid value \"S_x\""]);
    for key in ["a/b", "..", "..x", "a b", &"a".repeat(254)] {
        expect(
            &from(&format!("{{configMapKeyRef: {{name: c, key: §\"{key}\"}}}}")),
            &["configMapKeyRef.key: invalid value"],
        );
    }
    for field in ["metadata.foo", "''", "metadata.labels", "status.phase", "\"metadata.labels['a b']\""] {
        expect(
            &from(&format!("{{fieldRef: {{fieldPath: §{field}}}}}")),
            &["fieldRef.fieldPath: invalid value"],
        );
    }
    expect(&from("{fieldRef: {apiVersion: §v2, fieldPath: metadata.name}}"), &["expected v1"]);
    expect(
        &from("{resourceFieldRef: {resource: §cpu}}"),
        &["resource: invalid value \"cpu\": expected limits."],
    );
    expect(&from("{resourceFieldRef: {resource: limits.cpu, divisor: §'2'}}"), &["expected 1 or 1m"]);
    expect(&from("{resourceFieldRef: {resource: limits.memory, divisor: §1m}}"), &["expected 1 of a unit"]);
    for source in [
        "{secretKeyRef: {name: a.b, key: .x_Y-1}}",
        "{fieldRef: {fieldPath: \"metadata.annotations['x.y/Z']\"}}",
        "{fieldRef: {apiVersion: v1, fieldPath: status.hostIPs}}",
        "{resourceFieldRef: {resource: limits.cpu, divisor: 1m}}",
        "{resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}",
    ] {
        taken(&format!("env: [{{name: A, value: '', valueFrom: {source}}}]"));
    }
}

#[test]
fn whole_objects_of_variables_are_named() {
    expect(&step("envFrom: [§{}]"), &["envFrom[0]: expected a configMapRef or a secretRef"]);
    expect(&step("envFrom: [§{configMapRef: {name: c}, secretRef: {name: s}}]"), &["one of them alone"]);
    expect(
        &step("envFrom: [{configMapRef: {name: §C}}]"),
        &["envFrom[0].configMapRef.name: invalid value \"C\""],
    );
    expect(&step("envFrom: [{prefix: §a=b, secretRef: {name: s}}]"), &["envFrom[0].prefix: invalid value"]);
    taken("envFrom: [{prefix: P_, secretRef: {name: s}}, {configMapRef: {name: c}}]");
}

#[test]
fn amounts_are_quantities_and_fit_together() {
    let with = |fields: &str| step(&format!("resources: {{{fields}}}"));
    for amount in ["1K", "-1", "''", "abc", "1mi", "0x1g", "1:30", "1Mi2"] {
        expect(&with(&format!("requests: {{cpu: §{amount}}}")), &["requests.cpu: invalid value"]);
    }
    for amount in ["1e3", "0.5", ".5", "'1.'", "100m", "1Gi", "2Ei", "1E", "0", "+1", "'1 '", "1n"] {
        taken(&format!("resources: {{limits: {{memory: {amount}}}}}"));
    }
    expect(&with("requests: {cpu: §2}, limits: {cpu: 1}"), &["requests.cpu: 2 is more than the limit of 1"]);
    expect(&with("requests: {memory: §1Gi}, limits: {memory: 1G}"), &["1Gi is more than the limit of 1G"]);
    taken("resources: {requests: {cpu: 1000m}, limits: {cpu: 1}}");
    for name in ["foo", "storage", "pods", "requests.cpu", "a b", "A.com/x", "requests.example.com/x"] {
        expect(&with(&format!("limits: {{\"{name}\": §1}}")), &["expected cpu, memory, ephemeral-storage"]);
    }
    let gpu = "example.com/gpu";
    expect(&with(&format!("requests: {{{gpu}: §1}}")), &["missing limit: example.com/gpu cannot be shared"]);
    expect(
        &with(&format!("requests: {{{gpu}: §1}}, limits: {{{gpu}: 2}}")),
        &["1 must be equal to the limit of 2"],
    );
    expect(&with(&format!("limits: {{{gpu}: §500m}}")), &["expected a whole number"]);
    expect(&step("§resources: {limits: {hugepages-2Mi: 2Mi}}"), &["huge pages need"]);
    expect(&with("limits: {hugepages-2Mi: §3Mi, cpu: 1}"), &["expected a multiple of the page's size"]);
    expect(&with("§claims: [{name: x}]"), &["the Pods of runs have no resourceClaims"]);
    taken(
        "resources: {limits: {example.com/gpu: 1, hugepages-2Mi: 4Mi, memory: 1Gi, ephemeral-storage: 1Gi}}",
    );
}

#[test]
fn ports_are_numbers_with_names() {
    let with = |ports: &str| step(&format!("ports: [{ports}]"));
    for number in ["0", "65536", "-1"] {
        expect(&with(&format!("{{containerPort: §{number}}}")), &["expected a number from 1 to 65535"]);
    }
    expect(&with("{containerPort: 80, hostPort: §70000}"), &["ports[0].hostPort: invalid value 70000"]);
    expect(
        &with("{containerPort: 80, protocol: §tcp}"),
        &["protocol: invalid value \"tcp\": expected TCP, UDP, SCTP"],
    );
    for name in ["HTTP", "'1'", "a--b", "aaaaaaaaaaaaaaaa"] {
        expect(&with(&format!("{{containerPort: 80, name: §{name}}}")), &["ports[0].name: invalid value"]);
    }
    expect(
        &with("{containerPort: 80, name: a}, {containerPort: 81, name: §a}"),
        &["ports[1].name: another port"],
    );
    expect(
        &with("{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: §80}"),
        &["has 80 of the host"],
    );
    taken(
        "ports: [{containerPort: 80, name: http-1, hostPort: 80}, {containerPort: 80, hostPort: 80, protocol: UDP}]",
    );
}

#[test]
fn probes_and_hooks_do_one_thing() {
    expect(&step("§livenessProbe: {}"), &["livenessProbe: expected one thing to do"]);
    expect(&step("readinessProbe: {§exec: {}}"), &["exec.command: missing"]);
    expect(&step("startupProbe: {httpGet: {port: §0}}"), &["httpGet.port: invalid value 0"]);
    expect(&step("startupProbe: {tcpSocket: {port: §HTTP_}}"), &["tcpSocket.port: invalid value \"HTTP_\""]);
    expect(
        &step("livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: §a b, value: x}]}}"),
        &["httpHeaders[0].name"],
    );
    let probe = |fields: &str| step(&format!("livenessProbe: {{grpc: {{port: 1}}, {fields}}}"));
    expect(&probe("periodSeconds: §-1"), &["periodSeconds: invalid value -1: expected 0 or more"]);
    expect(&probe("successThreshold: §2"), &["only a readinessProbe may have more than 1"]);
    expect(&probe("terminationGracePeriodSeconds: §0"), &["expected 1 or more"]);
    expect(&step("lifecycle: {preStop: {sleep: {seconds: §31}}}"), &["expected a number from 0 to 30"]);
    expect(&step("lifecycle: {§postStart: {exec: {command: [x]}, httpGet: {port: 80}}}"), &["and no other"]);
    taken("readinessProbe: {httpGet: {port: http, scheme: HTTPS}, successThreshold: 2, timeoutSeconds: 0}");
}

#[test]
fn who_a_step_runs_as_and_what_it_may() {
    let with = |fields: &str| step(&format!("securityContext: {{{fields}}}"));
    expect(&with("runAsUser: §-1"), &["runAsUser: invalid value -1: expected a number from 0 to 2147483647"]);
    expect(&with("runAsGroup: §2147483648"), &["runAsGroup: invalid value 2147483648"]);
    expect(
        &with("privileged: true, allowPrivilegeEscalation: §false"),
        &["must not be false for a privileged step"],
    );
    expect(&with("procMount: §Unmasked"), &["Unmasked needs a Pod with users of its own"]);
    expect(&with("§seccompProfile: {}"), &["seccompProfile.type: missing"]);
    expect(&with("seccompProfile: {type: §x}"), &["type: invalid value \"x\": expected RuntimeDefault"]);
    expect(&with("§seccompProfile: {type: Localhost}"), &["localhostProfile: missing"]);
    expect(
        &with("seccompProfile: {type: Localhost, localhostProfile: §../p}"),
        &["a relative path without .."],
    );
    expect(
        &with("appArmorProfile: {type: Unconfined, localhostProfile: §p}"),
        &["only the type Localhost has one"],
    );
    taken(
        "securityContext: {runAsUser: 2147483647, privileged: true, seccompProfile: {type: Localhost, localhostProfile: p}}",
    );
}

#[test]
fn policies_are_known_ones() {
    expect(
        &step("imagePullPolicy: §always"),
        &["imagePullPolicy: invalid value \"always\": expected Always, IfNotPresent"],
    );
    expect(&step("terminationMessagePolicy: §x"), &["expected File, FallbackToLogsOnError"]);
    expect(
        &step("resizePolicy: [{resourceName: §disk, restartPolicy: §RestartContainer}]"),
        &["resizePolicy[0].resourceName", "resizePolicy[0].restartPolicy"],
    );
    taken("imagePullPolicy: Never, terminationMessagePolicy: File");
}

#[test]
fn a_task_that_no_run_uses_is_looked_at_too() {
    expect(
        &task(
            "{steps: [{name: a, image: i, ports: [{containerPort: §0}]}], volumes: [{name: v, hostPath: {path: §''}}]}",
        ),
        &["steps[0].ports[0].containerPort", "volumes[0].hostPath.path"],
    );
}

#[test]
fn a_pod_fits_into_the_store() {
    let with = |size: usize| step(&format!("args: [{}]", "x".repeat(size)));
    assert_eq!(
        emit(&with(3 << 19).replace("taskSpec: {steps", "taskSpec: {§steps").replace('§', "")).code,
        1
    );
    expect(
        &with(3 << 19).replace("steps: [", "§steps: ["),
        &["spec.taskSpec.steps: the commands, args and variables of the Pod come to 1572"],
    );
    assert_eq!(emit(&with((3 << 19) - 4096)).pods().len(), 1);
}
