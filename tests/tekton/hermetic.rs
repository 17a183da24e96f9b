//! `TEKTON_HERMETIC=1`: no network, no processes and no mounts of this machine.

use tests::{Finished, Posted, Tools, able, root};

/// Runs `command` cut off; `None` where that is not allowed. Without a user namespace around it: the ids in one are not
/// all there to be handed on.
fn run(tools: &Tools, command: &[&str], hermetic: &'static [(&str, &str)]) -> Option<Finished> {
    let spaces = ["unshare", "--user", "--net", "--pid", "--fork", "--mount", "true"];
    if !root() || !able("namespaces", &spaces) {
        return None;
    }
    let termination = format!("-termination_path={}", tools.path("termination").display());
    let step = tools.step(0).args([termination]).runs(command).with(|command| {
        command.envs(hermetic.iter().copied());
    });
    Some(step.finish())
}

const HERMETIC: &[(&str, &str)] = &[("TEKTON_HERMETIC", "1")];

#[test]
fn the_step_sees_no_network() {
    let tools = Tools::new();
    // The second line of a route table would be a route.
    let script = "wc -l < /proc/self/net/dev; id -u; echo $$; exit 3";
    let Some(end) = run(&tools, &["sh", "-c", script], HERMETIC) else { return };
    // Two lines of heads, and the loopback device.
    assert_eq!((end.code, end.text().as_str()), (Some(3), "3\n0\n1"), "{}", end.stderr);
    assert_eq!(tools.posted("0"), Posted::Failed);
}

#[test]
fn one_that_cannot_start_is_told() {
    let tools = Tools::new();
    let Some(end) = run(&tools, &["/no/such"], HERMETIC) else { return };
    assert_eq!((end.code, tools.posted("0")), (Some(1), Posted::Failed));
    let line = "Error executing command: fork/exec /no/such: no such file or directory";
    assert!(end.stderr.contains(line), "{}", end.stderr);
}

#[test]
fn nothing_leaks_into_it() {
    let tools = Tools::new();
    let script = "cd /proc/self/fd && echo *; readlink 0; grep SigBlk /proc/self/status";
    let Some(end) = run(&tools, &["sh", "-c", script], HERMETIC) else { return };
    let Some(plain) = run(&Tools::new(), &["sh", "-c", script], &[]) else { return };
    assert_eq!(end.text(), plain.text());
}

#[test]
fn a_resources_own_step_is_not_cut_off() {
    for environment in
        [&[("TEKTON_HERMETIC", "1"), ("TEKTON_RESOURCE_NAME", "source")][..], &[("TEKTON_HERMETIC", "true")]]
    {
        let tools = Tools::new();
        let Some(end) = run(&tools, &["sh", "-c", "[ $$ != 1 ]"], environment) else { return };
        assert_eq!((end.code, tools.posted("0")), (Some(0), Posted::Done), "{}", end.stderr);
    }
}
