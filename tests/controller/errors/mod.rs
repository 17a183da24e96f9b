//! Mistakes, one each, and where and how they are reported.

mod accounts; // what a ServiceAccount names
mod fields; // unknown fields, wrong types, YAML itself
mod labels; // of objects, and where Pods and nodes are chosen by them
mod many; // all of them, of all documents
mod pipelines; // graphs, and what runs bind
mod resources; // what is fetched and stored
mod runs; // what a run asks for that cannot be
mod steps; // fields of a step that no API server takes
mod tasks; // what a Task must have
mod volumes; // fields of a volume that no API server takes

use crate::controller::emit;

/// Emits `text` without its marks and checks that its errors stand where the marks (`§`) stood and hold these
/// words, in this order.
fn expect(text: &str, errors: &[&str]) {
    let places = places(text);
    assert_eq!(places.len(), errors.len(), "marks and errors in\n{text}");
    let said = emit(&text.replace('§', ""));
    let stderr = said.refused();
    let found: Vec<&str> = stderr.lines().filter_map(|line| line.strip_prefix("<stdin>:")).collect();
    assert_eq!(found.len(), errors.len(), "of\n{text}\n{stderr}");
    for (found, (place, words)) in found.iter().zip(places.iter().zip(errors)) {
        let right = found.starts_with(&format!("{place}: ")) && found.contains(words);
        assert!(right, "want {place}: … {words}\n got {found}\nof\n{text}");
    }
    let count = if errors.len() == 1 { "1 error".to_owned() } else { format!("{} errors", errors.len()) };
    assert!(stderr.ends_with(&format!("controller: {count} in the inputs\n")), "{stderr}");
}

/// Emits `text`, which is right, and comes to one Pod.
fn taken(text: &str) {
    assert_eq!(emit(text).pods().len(), 1, "{text}");
}

/// `line:column` of every mark.
fn places(text: &str) -> Vec<String> {
    let place = |(at, _)| {
        let before = text[..at].replace('§', "");
        let line = before.rsplit('\n').next().unwrap_or_default();
        format!("{}:{}", before.matches('\n').count() + 1, line.chars().count() + 1)
    };
    text.match_indices('§').map(place).collect()
}

/// A Task `t` with this spec in flow style.
fn task(spec: &str) -> String {
    format!("{{kind: Task, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: t}},\nspec: {spec}}}\n")
}

/// A TaskRun `r` with this spec in flow style.
fn run(spec: &str) -> String {
    format!("{{kind: TaskRun, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: r}},\nspec: {spec}}}\n")
}
