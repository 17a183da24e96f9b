//! What docs/ shows is taken: whoever copies an example begins with one that is right.

use std::fs;

use tests::workspace;

use crate::controller::controller;

/// The Tasks that the page of Pipelines names and leaves to the reader.
const LEFT_OUT: &str = "
apiVersion: tekton.dev/v1alpha1
kind: Task
metadata: {name: build}
spec:
  inputs: {resources: [{name: source, type: git}]}
  outputs: {resources: [{name: built, type: git}]}
  steps: [{name: make, image: busybox, command: [make]}]
---
apiVersion: tekton.dev/v1alpha1
kind: Task
metadata: {name: deploy}
spec:
  inputs: {resources: [{name: site, type: git}]}
  steps: [{name: push, image: busybox, command: [push]}]
";

/// The objects that a page shows: what stands four blanks in and says its apiVersion.
fn shown(page: &str) -> Vec<String> {
    let in_block = |line: &&str| line.is_empty() || line.starts_with("    ");
    let blocks = page.split("\n\n    ").skip(1);
    let blocks = blocks.map(|block| format!("    {block}"));
    let text = |block: String| {
        block
            .lines()
            .take_while(in_block)
            .map(|line| line.get(4..).unwrap_or_default().to_owned() + "\n")
            .collect()
    };
    blocks.map(text).filter(|text: &String| text.starts_with("apiVersion: ")).collect()
}

#[test]
fn the_examples_of_the_pages_of_kinds_fit_together() {
    let mut objects = vec![LEFT_OUT.to_owned()];
    for entry in fs::read_dir(workspace().join("docs/kinds")).unwrap() {
        let path = entry.unwrap().path();
        let shown = shown(&fs::read_to_string(&path).unwrap());
        assert!(!shown.is_empty(), "{} has no example", path.display());
        objects.extend(shown);
    }
    let said = controller(&["validate", "-f", "-"], &objects.join("---\n"));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let count = format!("{} objects", objects.len() + 1);
    assert!(said.stdout.starts_with(&count), "{}", said.stdout);
}
