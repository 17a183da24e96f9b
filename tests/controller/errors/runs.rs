//! What a run asks for, and what its Pod would be refused for.

use super::{expect, run, task};
use crate::controller::{controller, emit};

#[test]
fn a_run_has_one_source_of_steps() {
    expect(&run("{}"), &["3:1: TaskRun default/r: spec: missing taskRef.name or taskSpec"]);
    expect(
        &run("{taskRef: {name: \"\"}}"),
        &["3:1: TaskRun default/r: spec: missing taskRef.name or taskSpec"],
    );
    expect(
        &run("{taskRef: {name: t}, taskSpec: {steps: []}}"),
        &["3:28: TaskRun default/r: spec.taskSpec: must not be given together with taskRef"],
    );
    expect(
        &run("{taskRef: {name: t, kind: Tusk}}"),
        &["3:24: ", "3:33: TaskRun default/r: spec.taskRef.kind: invalid value \"Tusk\""],
    );
    expect(
        &run("{taskRef: {name: t, kind: ClusterTask}}"),
        &["3:24: TaskRun default/r: spec.taskRef.name: ClusterTask \"t\" not found"],
    );
}

#[test]
fn tasks_are_found_in_the_runs_namespace_alone() {
    let task = task("{steps: [{name: a, image: i, command: [c]}]}");
    let elsewhere = task.replace("{name: t}", "{name: t, namespace: other}");
    let run = run("{taskRef: {name: t}}");
    assert_eq!(emit(&format!("{task}---\n{run}")).pods().len(), 1);
    expect(
        &format!("{elsewhere}---\n{run}"),
        &["7:24: TaskRun default/r: spec.taskRef.name: Task \"t\" not found in namespace \"default\""],
    );
}

#[test]
fn params_are_those_that_the_task_declares() {
    let task = task(
        "{inputs: {params: [{name: a}, {name: b, default: \"\"}, {name: c, default: x}]}, steps: [{name: s, image: i, command: [c]}]}",
    );
    let with = |params: &str| {
        format!("{task}---\n{}", run(&format!("{{taskRef: {{name: t}}, inputs: {{params: [{params}]}}}}")))
    };
    expect(
        &with(""),
        &[
            "7:37: TaskRun default/r: spec.inputs.params: missing values for these params which have no default values: [a b]",
        ],
    );
    expect(
        &with("{name: a, value: x}, {name: b, value: x}, {name: z, value: x}"),
        &[
            "7:94: TaskRun default/r: spec.inputs.params[2].name: didn't need these params but they were provided anyway: [z]",
        ],
    );
    expect(
        &with("{name: a, value: x}, {name: b, value: x}, {name: b, value: y}"),
        &[
            "7:94: TaskRun default/r: spec.inputs.params[2].name: expected exactly one parameter \"b\", got both",
        ],
    );
    expect(&with("{name: a, value: 1}, {name: b, value: x}"), &["7:64: "]);
    assert_eq!(emit(&with("{name: a, value: x}, {name: b, value: \"\"}")).pods().len(), 1);
}

#[test]
fn triggers_results_timeouts_and_states_are_known_ones() {
    let with = |field: &str| run(&format!("{{taskSpec: {{steps: [{{image: i, command: [c]}}]}}, {field}}}"));
    expect(
        &with("trigger: {type: cron}"),
        &["3:71: TaskRun default/r: spec.trigger.type: invalid value \"cron\""],
    );
    expect(&with("trigger: {type: pipelineRun}"), &["3:55: TaskRun default/r: spec.trigger.name: missing"]);
    expect(
        &with("results: {type: s3, url: u://x}"),
        &["3:71: TaskRun default/r: spec.results.type: invalid value \"s3\""],
    );
    expect(&with("timeout: forever"), &["3:64: TaskRun default/r: spec.timeout: invalid value \"forever\""]);
    expect(&with("status: Paused"), &["3:63: TaskRun default/r: spec.status: invalid value \"Paused\""]);
    assert_eq!(emit(&with("trigger: {type: Manual}, timeout: 1h")).pods().len(), 1);
}

#[test]
fn a_step_without_a_command_names_both_remedies_for_each_such_step() {
    let text = run(
        "{taskSpec: {steps: [{name: a, image: \"git:1\"}, {image: ubuntu}, {name: c, image: i, command: []}]}}",
    );
    let unknown = "runs is not known: give the step a command, or pass --image-entrypoint";
    expect(
        &text,
        &[
            &format!(
                "3:27: TaskRun default/r: spec.taskSpec.steps[0].command: step \"a\" has no command, and what image \"git:1\" {unknown} git:1=CMD[,ARG...]"
            ),
            &format!(
                "3:54: TaskRun default/r: spec.taskSpec.steps[1].command: step 2 has no command, and what image \"ubuntu\" {unknown} ubuntu=CMD"
            ),
            "3:91: TaskRun default/r: spec.taskSpec.steps[2].command: step \"c\" has no command",
        ],
    );
    let told = ["git:1=git,-x", "ubuntu=bash", "i=c"].map(|told| format!("--image-entrypoint={told}"));
    let mut args = ["emit", "-o", "json", "-f", "-"].map(str::to_owned).to_vec();
    args.extend(told);
    let pods = controller(&args, &text).pods();
    let words = serde_json::json!([
        "-wait_file",
        "",
        "-post_file",
        "/builder/tools/0",
        "-entrypoint",
        "git",
        "--",
        "-x"
    ]);
    assert_eq!(pods[0]["spec"]["containers"][0]["args"], words);
}

#[test]
fn what_the_api_server_would_refuse_is_refused_here() {
    let steps = |steps: &str| run(&format!("{{taskSpec: {{steps: [{steps}]}}}}"));
    expect(
        &steps("{name: A_b, image: i, command: [c]}"),
        &[
            "3:34: TaskRun default/r: spec.taskSpec.steps[0].name: the container's name would be \"build-step-A_b\"",
        ],
    );
    expect(&steps("{image: i, command: [c]}, {name: unnamed-1, image: i, command: [c]}"), &["3:60: "]);
    let long = "a".repeat(52);
    expect(
        &steps(&format!(
            "{{name: {long}b, image: i, command: [c]}}, {{name: {long}c, image: i, command: [c]}}"
        )),
        &["3:122: "],
    );
    expect(
        &steps("{image: i, command: [c], volumeMounts: [{name: x, mountPath: /x}]}"),
        &["3:74: TaskRun default/r: spec.taskSpec.steps[0].volumeMounts[0].name: no volume is called \"x\""],
    );
    expect(
        &steps("{image: i, command: [c], volumeMounts: [{name: home, mountPath: /builder/tools/}]}"),
        &[
            "3:52: TaskRun default/r: spec.taskSpec.steps[0].volumeMounts[1].mountPath: something else is mounted",
        ],
    );
    expect(
        &steps("{image: i, command: [c], env: [{value: x}]}"),
        &["3:58: TaskRun default/r: spec.taskSpec.steps[0].env[0].name: invalid value \"\""],
    );
    expect(&steps("{image: i, command: [c], restartPolicy: Always}"), &["3:67: "]);
}
