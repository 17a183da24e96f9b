//! Pods as today's Tekton builds them: its init containers from our image alone, scripts, results between steps, and
//! all that a cluster may ask of a container.

mod ends; // on_error, timeout, cancellation
mod rights; // other users, read-only roots, no shell, little processor time
mod run; // a TaskRun as a Pod
mod sidecar; // and what becomes of it in the end

use serde_json::Value;
use tests::Podman;

use run::{Step, TaskRun};

#[test]
fn scripts_and_results_go_from_step_to_step() {
    let Some(podman) = Podman::get() else { return };
    let first =
        Step::script("a", "#!/bin/sh\nset -e\npwd\nprintf made-here > /tekton/steps/0/results/digest\n")
            .flags(&["-step_results", "digest"]);
    let second =
        Step::script("b", "#!/bin/sh\nset -e\necho \"$1 $VALUE\"; printf all > /tekton/results/task\n")
            .flags(&["-results", "task"])
            .arguments(&["$(steps.a.results.digest)"])
            .environment(&[("VALUE", "<$(steps.a.results.digest)>")]);
    let mut run = TaskRun::new("tekton", &[first, second]);
    let pod = run.play(podman);
    for (step, said) in [("step-a", "/workspace/src\n"), ("step-b", "made-here <made-here>\n")] {
        assert_eq!(pod.exit_code(step), 0, "{step}: {:?}", pod.logs(step));
        assert_eq!(pod.logs(step), (said.to_owned(), String::new()), "{step}");
    }
    assert_eq!(told(&run, 0), ["digest=made-here (4)"]);
    assert_eq!(told(&run, 1), ["task=all (1)"]);
    assert_eq!(run.read("run-1/status/exitCode"), "0");
}

/// What step `number` has told besides its start, which it has to tell.
fn told(run: &TaskRun, number: usize) -> Vec<String> {
    let message = run.read(&format!("run-{number}/termination"));
    let entries: Vec<Value> =
        serde_json::from_str(&message).unwrap_or_else(|error| panic!("{error}: {message}"));
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    assert!(entries.iter().any(|entry| entry["key"] == "StartedAt"), "{message}");
    entries
        .iter()
        .filter(|entry| entry["key"] != "StartedAt")
        .map(|entry| format!("{}={} ({})", text(entry, "key"), text(entry, "value"), entry["type"]))
        .collect()
}
