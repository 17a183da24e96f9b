//! What is left aside is said, and the rest goes its way.

use serde_json::{Value, json};

use crate::controller::{emit, task_run};

#[test]
fn unknown_kinds_are_named_with_their_place() {
    let others = "---\nkind: Deployment\napiVersion: apps/v1\nmetadata: {name: web}\n\
                  ---\nkind: Pipeline\napiVersion: tekton.dev/v1\nmetadata: {name: p}\nspec: {anything: 1}\n\
                  ---\nkind: Task\napiVersion: tekton.dev/v1beta1\nmetadata: {name: t}\n";
    let said = emit(&format!("{}{others}", task_run("a")));
    assert_eq!(said.pods().len(), 1);
    let lines: Vec<&str> = said.stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "warning: <stdin>:6:1: Deployment web of apps/v1 is of an unknown kind and is ignored",
            "warning: <stdin>:10:1: Pipeline p of tekton.dev/v1 is ignored: only tekton.dev/v1alpha1 is known",
            "warning: <stdin>:15:1: Task t of tekton.dev/v1beta1 is ignored: only tekton.dev/v1alpha1 is known",
        ]
    );
}

#[test]
fn a_task_without_a_run_says_that_there_is_nothing_to_run() {
    let said = emit(
        "kind: Task\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: t}\n\
         spec: {steps: [{name: s, image: i, command: [c]}]}\n",
    );
    assert_eq!(said.pods().len(), 0);
    assert_eq!(said.stderr, "warning: no TaskRun or PipelineRun among the inputs, so nothing to run\n");
}

/// Tasks of the time before resources of type cluster still say so.
#[test]
fn what_the_founding_version_does_not_look_at_is_passed_over() {
    let said = emit(
        "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: r}\nspec:\n  taskSpec:\n    \
         inputs: {clusters: [{name: target, description: not yet used}]}\n    \
         outputs: {results: [{name: unit, format: junit, path: /x}]}\n    \
         steps: [{name: s, image: i, command: [c]}]\n",
    );
    assert_eq!((said.pods().len(), said.stderr.as_str()), (1, ""));
}

/// The arguments of the first step.
fn args(text: &str) -> (Value, String) {
    let said = emit(text);
    let pods = said.pods();
    (pods[0]["spec"]["containers"][0]["args"].clone(), said.stderr)
}

#[test]
fn a_value_without_quotes_becomes_text_as_go_writes_it() {
    let values = "[y, Yes, on, TRUE, n, No, off, False, 0644, 1.10, -3, 1e3, \"y\", '1.10', null-ish, 1.2.3]";
    let (args, warnings) =
        args(&task_run("a").replace("command: [c]", &format!("command: [c], args: {values}")));
    let want = json!([
        "true", "true", "true", "true", "false", "false", "false", "false", "420", "1.1", "-3", "1000", "y",
        "1.10", "null-ish", "1.2.3"
    ]);
    assert_eq!(args.as_array().unwrap()[7..], want.as_array().unwrap()[..], "{args}");
    let lines: Vec<&str> = warnings.lines().collect();
    assert_eq!(lines.len(), 12, "{warnings}");
    let at = "warning: <stdin>:4:68: TaskRun default/a: spec.taskSpec.steps[0].args[0]: ";
    assert_eq!(
        lines[0],
        format!("{at}boolean `true` stands where text belongs and is taken as \"true\": put it in quotes")
    );
    assert!(lines[9].contains("args[9]: floating point `1.1` stands"), "{}", lines[9]);
}

#[test]
fn keys_and_what_is_no_text_need_no_quotes() {
    let text =
        task_run("a").replace("metadata: {name: a}", "metadata: {name: a, labels: {on: x, y: z, 1: w}}");
    let text = text.replace(
        "image: i",
        "image: i, tty: yes, resources: {limits: {cpu: 1}}, ports: [{containerPort: 80}]",
    );
    let said = emit(&text);
    let pod = &said.pods()[0];
    assert_eq!(said.stderr, "");
    assert_eq!(pod["metadata"]["labels"]["on"], "x");
    assert_eq!(pod["metadata"]["labels"]["y"], "z");
    assert_eq!(pod["spec"]["containers"][0]["tty"], true);
    assert_eq!(pod["spec"]["containers"][0]["resources"]["limits"]["cpu"], "1");
}

#[test]
fn a_value_without_quotes_in_a_secret_is_not_shown() {
    let secret = "---\nkind: Secret\napiVersion: v1\nmetadata: {name: s}\nstringData: {password: 8675309}\n";
    let said = emit(&format!("{}{secret}", task_run("a")));
    assert_eq!(said.pods().len(), 1);
    assert!(!said.stderr.contains("8675309"), "{}", said.stderr);
    let at = "warning: <stdin>:9:24: Secret default/s: stringData.password: ";
    assert_eq!(said.stderr, format!("{at}something else stands where text belongs: put it in quotes\n"));
}

#[test]
fn warnings_without_end_are_counted() {
    let said = emit(&task_run("a").replace("command: [c]", &format!("command: [c{}]", ", 1".repeat(150))));
    assert_eq!(said.pods().len(), 1);
    assert_eq!(said.stderr.lines().count(), 101);
    assert!(said.stderr.ends_with("TaskRun a has 50 more values like these\n"), "{}", said.stderr);
}

/// A run whose spec has its steps below its inputs by mistake, bound to a resource of this type.
fn misplaced(kind: &str) -> String {
    format!(
        "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata: {{name: a}}\nspec:\n  taskSpec:\n   inputs:\n    \
         resources:\n    - {{name: r, type: {kind}}}\n    steps:\n    - {{name: s, image: i, command: [c]}}\n    \
         volumes: []\n  inputs:\n    resources:\n    - name: r\n      resourceSpec: {{type: {kind}, params: [{{name: url, \
         value: u}}]}}\n"
    )
}

#[test]
fn steps_below_inputs_are_ignored_where_resources_bring_their_own() {
    let said = emit(&misplaced("git"));
    let pods = said.pods();
    let names: Vec<&Value> = pods[0]["spec"]["containers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|container| &container["name"])
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].as_str().unwrap().starts_with("build-step-git-source-r-"), "{names:?}");
    let warning = |place, field| {
        format!(
            "warning: <stdin>:{place}: TaskRun default/a: spec.taskSpec.inputs.{field}: \"{field}\" is ignored here: it \
             belongs one level up\n"
        )
    };
    assert_eq!(said.stderr, warning("9:5", "steps") + &warning("11:5", "volumes"));
    // An image brings none, and then there is nothing to run.
    let said = emit(&misplaced("image"));
    assert!(
        said.refused().contains("spec.taskSpec.steps: missing: a task needs at least one step"),
        "{}",
        said.stderr
    );
}
