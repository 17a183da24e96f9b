//! What a run asks for, and what its Pod would be refused for.

use serde_json::json;

use super::{expect, run, task};
use crate::controller::{controller, emit};

#[test]
fn a_run_has_one_source_of_steps() {
    for nothing in ["{}", "{taskRef: {name: \"\"}}"] {
        expect(&run(nothing).replace("spec", "§spec"), &["spec: missing taskRef.name or taskSpec"]);
    }
    expect(
        &run("{taskRef: {name: t}, §taskSpec: {§steps: []}, timeout: §-1s}"),
        &["spec.taskSpec: must not be given together with taskRef", "at least one step", "longer than 0"],
    );
    expect(
        &run("{taskRef: {name: §t, kind: §Tusk}}"),
        &["not found", "spec.taskRef.kind: invalid value \"Tusk\""],
    );
    expect(
        &run("{taskRef: {name: §t, kind: ClusterTask}}"),
        &["spec.taskRef.name: ClusterTask \"t\" not found"],
    );
}

#[test]
fn tasks_are_found_in_the_runs_namespace_alone() {
    let task = task("{steps: [{name: a, image: i, command: [c]}]}");
    let run = run("{taskRef: {name: §t}}");
    assert_eq!(emit(&format!("{task}---\n{run}").replace('§', "")).pods().len(), 1);
    let elsewhere = task.replace("{name: t}", "{name: t, namespace: other}");
    expect(&format!("{elsewhere}---\n{run}"), &["Task \"t\" not found in namespace \"default\""]);
}

#[test]
fn params_are_those_that_the_task_declares() {
    let params = "{name: a}, {name: b, default: \"\"}, {name: c, default: x}";
    let task =
        task(&format!("{{inputs: {{params: [{params}]}}, steps: [{{name: s, image: i, command: [c]}}]}}"));
    let with =
        |inputs: &str| format!("{task}---\n{}", run(&format!("{{taskRef: {{name: t}}, inputs: {inputs}}}")));
    let ab = "{name: a, value: x}, {name: b, value: x}";
    expect(&with("{§params: []}"), &["missing values for these params which have no default values: [a b]"]);
    expect(
        &with(&format!("{{params: [{ab}, {{name: §z, value: x}}]}}")),
        &["didn't need these params but they were provided anyway: [z]"],
    );
    expect(
        &with(&format!("{{params: [{ab}, {{name: §b, value: x}}]}}")),
        &["spec.inputs.params[2].name: expected exactly one parameter \"b\""],
    );
    expect(
        &with(&format!("{{params: [{{name: a, value: §[1]}}, {ab}]}}")),
        &["spec.inputs.params[0].value: invalid type: sequence"],
    );
    assert_eq!(emit(&with("{params: [{name: a, value: x}, {name: b, value: \"\"}]}")).pods().len(), 1);
}

#[test]
fn triggers_results_timeouts_and_states_are_known_ones() {
    let with = |field: &str| run(&format!("{{taskSpec: {{steps: [{{image: i, command: [c]}}]}}, {field}}}"));
    expect(&with("trigger: {type: §cron}"), &["spec.trigger.type: invalid value \"cron\""]);
    expect(&with("§trigger: {type: pipelineRun}"), &["spec.trigger.name: missing"]);
    expect(&with("results: {type: §s3, url: u://x}"), &["spec.results.type: invalid value \"s3\""]);
    expect(&with("§results: {type: gcs}"), &["spec.results.url: missing"]);
    expect(&with("timeout: §forever"), &["spec.timeout: invalid value \"forever\""]);
    expect(&with("status: §Paused"), &["spec.status: invalid value \"Paused\""]);
    assert_eq!(emit(&with("trigger: {type: Manual}, timeout: 1h")).pods().len(), 1);
}

#[test]
fn a_step_without_a_command_names_both_remedies_for_each_such_step() {
    let text = run(
        "{taskSpec: {steps: [§{name: a, image: \"git:1\"}, §{image: ubuntu}, {name: c, image: i, §command: []}]}}",
    );
    let remedies = "runs is not known: give the step a command, or pass --image-entrypoint";
    expect(
        &text,
        &[
            &format!("step \"a\" has no command, and what image \"git:1\" {remedies} git:1=CMD[,ARG...]"),
            &format!("step 2 has no command, and what image \"ubuntu\" {remedies} ubuntu=CMD[,ARG...]"),
            "step \"c\" has no command",
        ],
    );
    let told = ["git:1=git,-x", "ubuntu=bash", "i=c"].map(|told| format!("--image-entrypoint={told}"));
    let args: Vec<&str> =
        ["emit", "-o", "json", "-f", "-"].into_iter().chain(told.iter().map(String::as_str)).collect();
    let pods = controller(&args, &text.replace('§', "")).pods();
    let words = json!(["-wait_file", "", "-post_file", "/builder/tools/0", "-entrypoint", "git", "--", "-x"]);
    assert_eq!(pods[0]["spec"]["containers"][0]["args"], words);
}

#[test]
fn what_the_api_server_would_refuse_is_refused_here() {
    let steps = |steps: &str| run(&format!("{{taskSpec: {{steps: [{steps}]}}}}"));
    let step = |fields: &str| steps(&format!("{{image: i, command: [c], {fields}}}"));
    expect(&step("name: §A_b"), &["the container's name would be \"build-step-A_b\""]);
    expect(
        &steps("{image: i, command: [c]}, {name: §unnamed-1, image: i, command: [c]}"),
        &["which another one has"],
    );
    let long = "a".repeat(52);
    expect(
        &steps(&format!(
            "{{name: {long}b, image: i, command: [c]}}, {{name: §{long}c, image: i, command: [c]}}"
        )),
        &["which another one has"],
    );
    expect(
        &step("volumeMounts: [{name: §x, mountPath: /x}]"),
        &["volumeMounts[0].name: no volume is called \"x\""],
    );
    expect(
        &step("§volumeMounts: [{name: home, mountPath: /builder/tools/}]"),
        &["something else is mounted at /builder/tools"],
    );
    expect(&step("env: [§{value: x}]"), &["env[0].name: invalid value \"\""]);
    expect(&step("restartPolicy: §Always"), &["restartPolicy: only init containers may have one"]);
    expect(&steps("{image: §\"i \", command: [c]}"), &["image: invalid value \"i \""]);
}
