//! Mistakes, one each, and where and how they are reported.

mod fields; // unknown fields, wrong types, YAML itself
mod many; // all of them, of all documents
mod runs; // what a run asks for that cannot be
mod tasks; // what a Task must have

use crate::controller::emit;

/// Emits `text` and checks that its errors are exactly these `line:column: message` starts, in this order.
fn expect(text: &str, errors: &[&str]) {
    let said = emit(text);
    let stderr = said.refused();
    let found: Vec<&str> = stderr.lines().filter_map(|line| line.strip_prefix("<stdin>:")).collect();
    assert_eq!(found.len(), errors.len(), "of\n{text}\n{stderr}");
    for (found, want) in found.iter().zip(errors) {
        assert!(found.starts_with(want), "want {want}\n got {found}\nof\n{text}");
    }
    let count = if errors.len() == 1 { "1 error".to_owned() } else { format!("{} errors", errors.len()) };
    assert!(stderr.ends_with(&format!("controller: {count} in the inputs\n")), "{stderr}");
}

/// A Task `t`, whose spec (in flow style) stands in line 3 from column 7.
fn task(spec: &str) -> String {
    format!("{{kind: Task, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: t}},\nspec: {spec}}}\n")
}

/// A TaskRun `r`, whose spec (in flow style) stands in line 3 from column 7.
fn run(spec: &str) -> String {
    format!("{{kind: TaskRun, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: r}},\nspec: {spec}}}\n")
}
