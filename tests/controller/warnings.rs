//! What is left aside is said, and the rest goes its way.

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
