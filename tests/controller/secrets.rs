//! A Secret's data is never printed, whatever is wrong with it.

use crate::controller::{emit, task_run};

const HEAD: &str = "kind: Secret\napiVersion: v1\n";

#[test]
fn no_error_shows_a_line_or_a_value_of_a_secret() {
    for wrong in [
        "metadata: {name: s}\nstringData: hunter2\n",
        "metadata: {name: s}\nstringData: {password: [hunter2]}\n",
        "metadata: {name: s}\ndata: {password: hunter2!}\n",
        "metadata: {name: s}\nstringDatas: {password: hunter2}\n",
        "metadata: {name: s}\nstringData: {password: hunter2\n",
        "metadata: {name: s}\nstringData: {password: \"hunter2\\q\"}\n",
        "stringData: {password: hunter2}\n",
        "metadata: {name: s}\nimmutable: hunter2\n",
    ] {
        let said = emit(&format!("{HEAD}{wrong}"));
        assert!(!said.refused().contains("hunter2"), "{}", said.stderr);
        assert!(said.stderr.starts_with("<stdin>:"), "{}", said.stderr);
    }
}

#[test]
fn a_neighbour_in_the_same_line_does_not_show_it() {
    let secret =
        r#"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"stringData":{"p":"hunter2"}}"#;
    let wrong =
        r#"{"kind":"TaskRun","apiVersion":"tekton.dev/v1alpha1","metadata":{"name":"a"},"spec":{"x":1}}"#;
    for text in [
        format!("{secret}{wrong}"),
        format!(r#"{{"kind":"List","apiVersion":"v1","items":[{secret},{wrong}]}}"#),
        format!("{secret}{wrong}{{"),
    ] {
        let said = emit(&text);
        assert!(!said.refused().contains("hunter2"), "{}", said.stderr);
    }
}

#[test]
fn a_good_secret_stays_out_of_the_output() {
    let said =
        emit(&format!("{HEAD}metadata: {{name: s}}\nstringData: {{p: hunter2}}\n---\n{}", task_run("a")));
    assert_eq!(said.pods().len(), 1);
    assert!(!said.stdout.contains("hunter2") && !said.stderr.contains("hunter2"));
}
