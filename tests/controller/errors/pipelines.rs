//! Pipelines: what the founding version's admission never looks at, and their runs.

use super::{expect, task};
use crate::controller::emit;

/// A Pipeline `p` with this spec in flow style.
fn pipeline(spec: &str) -> String {
    format!("{{kind: Pipeline, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: p}},\nspec: {spec}}}\n")
}

/// A PipelineRun `r` with this spec in flow style.
fn run(spec: &str) -> String {
    format!("{{kind: PipelineRun, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: r}},\nspec: {spec}}}\n")
}

fn tasks(tasks: &str) -> String {
    pipeline(&format!("{{tasks: [{tasks}]}}"))
}

#[test]
fn tasks_have_names_of_their_own_and_run_a_task() {
    expect(&pipeline("{}").replace("spec", "§spec"), &["spec.tasks: missing"]);
    expect(&tasks("§{taskRef: {name: t}}"), &["spec.tasks[0].name: missing"]);
    expect(&tasks("{name: §A.b, taskRef: {name: t}}"), &["expected a DNS label"]);
    expect(
        &tasks("{name: a, taskRef: {name: t}}, {name: §a, taskRef: {name: t}}"),
        &["another task has this name"],
    );
    expect(&pipeline("{§tasks: [§{name: a}]}"), &["spec.tasks: missing", "missing taskRef.name"]);
    expect(&tasks("{name: a, taskRef: {name: t}, retries: §-1}"), &["spec.tasks[0].retries: invalid value"]);
}

#[test]
fn the_graph_has_no_ends_missing_and_no_circle() {
    let waiting = |one: &str, other: &str| {
        tasks(&format!(
            "{{name: a, taskRef: {{name: t}}, runAfter: [{one}]}}, {{name: b, taskRef: {{name: t}}, runAfter: [{other}]}}"
        ))
    };
    expect(&waiting("§zz", "a"), &["spec.tasks[0].runAfter[0]: a depends on \"zz\", which is no task"]);
    expect(&waiting("§a", ""), &["task \"a\" depends on itself"]);
    expect(&waiting("§b", "a"), &["spec.tasks[0].runAfter[0]: cycle: a -> b -> a"]);
    assert_eq!(emit(&waiting("", "a")).code, 0);
}

#[test]
fn resources_are_declared_used_and_made_before_they_are_taken() {
    let with = |declared: &str, input: &str, output: &str| {
        pipeline(&format!(
            "{{resources: [{declared}], tasks: [\
               {{name: a, taskRef: {{name: t}}, resources: {{outputs: [{output}]}}}}, \
               {{name: b, taskRef: {{name: t}}, resources: {{inputs: [{input}]}}}}]}}"
        ))
    };
    let r = "{name: r, type: git}";
    let (input, output) = ("{name: x, resource: r, from: [a]}", "{name: o, resource: r}");
    assert_eq!(emit(&with(r, input, output)).code, 0);
    expect(
        &with(r, "{name: x, resource: §z}", output),
        &["no spec.resources of this Pipeline is called \"z\""],
    );
    expect(
        &with(&format!("{r}, {{name: §s, type: git}}"), input, output),
        &["\"s\" is declared, and no task uses it"],
    );
    expect(
        &with(r, "{name: x, resource: r, from: [§a]}", ""),
        &["the resource \"r\" from a must be an output of a"],
    );
}

#[test]
fn variables_of_a_pipeline_are_declared() {
    let with = |value: &str| {
        pipeline(&format!(
            "{{params: [{{name: a}}], tasks: [{{name: t, taskRef: {{name: t}}, params: [{{name: p, value: {value}}}]}}]}}"
        ))
    };
    expect(&with("§\"${params.zz}\""), &["non-existent variable in \"${params.zz}\""]);
    assert_eq!(emit(&with("\"${params.a} ${inputs.params.zz}\"")).code, 0);
}

#[test]
fn a_run_says_which_pipeline_and_binds_what_it_declares() {
    expect(&run("{}").replace("spec", "§spec"), &["missing pipelineRef.name"]);
    expect(&run("{pipelineRef: {name: §p}}"), &["Pipeline \"p\" not found in namespace \"default\""]);
    expect(
        &run("{pipelineRef: {name: §p}, trigger: {type: §cron}, timeout: §0s, status: §Gone}"),
        &[
            "not found",
            "spec.trigger.type: invalid value \"cron\"",
            "spec.timeout: invalid value",
            "spec.status: invalid value",
        ],
    );
    let task = task("{inputs: {params: [{name: v}]}, steps: [{name: s, image: i, command: [c]}]}");
    let pipeline = pipeline(
        "{params: [{name: v}], tasks: [{name: a, taskRef: {name: t}, params: [{name: v, value: \"${params.v}\"}]}]}",
    );
    let with = |spec: &str| {
        format!("{task}---\n{pipeline}---\n{}", run(&format!("{{pipelineRef: {{name: p}}, {spec}}}")))
    };
    assert_eq!(emit(&with("params: [{name: v, value: x}]")).pods().len(), 1);
    expect(&with("§params: []"), &["missing values for these params which have no default values: [v]"]);
    expect(
        &with("params: [{name: v, value: x}], resources: [{name: §z, resourceRef: {name: q}}]"),
        &["\"z\" is none of the resources of the Pipeline"],
    );
}

#[test]
fn what_a_task_of_a_pipeline_lacks_is_said_at_the_pipeline() {
    let task = task(
        "{inputs: {params: [{name: v}], resources: [{name: g, type: git}]}, steps: [{name: s, image: i, command: [c]}]}",
    );
    let run = run("{pipelineRef: {name: p}}");
    let all = |tasks: &str| format!("{task}---\n{}---\n{run}", pipeline(&format!("{{tasks: [{tasks}]}}")));
    expect(
        &all("§{name: a, taskRef: {name: t}}").replace("tasks: [§{", "tasks: [§§{"),
        &[
            "spec.tasks[0].params: missing values",
            "spec.tasks[0].resources.inputs: didn't provide these inputs of the Task: [g]",
        ],
    );
    // Also of a task whose turn has not come.
    expect(
        &format!(
            "{}---\n{}---\n{run}",
            task.replace("inputs: {params: [{name: v}], resources: [{name: g, type: git}]}, ", ""),
            tasks("{name: a, taskRef: {name: t}}, {name: b, taskRef: {name: §gone}, runAfter: [a]}"),
        ),
        &["spec.tasks[1].taskRef.name: Task \"gone\" not found"],
    );
}
