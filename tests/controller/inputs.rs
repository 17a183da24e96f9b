//! Files, folders, stdin, lists and JSON.

use crate::controller::{controller, emit, folder, task_run};

fn names(args: &[&str], stdin: &str) -> Vec<String> {
    let mut words = vec!["emit", "-o", "json"];
    words.extend_from_slice(args);
    let names = controller(&words, stdin).pod_names();
    names.iter().map(|name| name.split("-pod-").next().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_gives_its_object_files_in_the_order_of_their_names() {
    let files = [
        ("b.yml", &*task_run("second")),
        ("a.yaml", &task_run("first")),
        ("c.json", &json("third")),
        ("readme.md", "- [not yaml"),
        ("more/d.yaml", &task_run("below")),
    ];
    let folder = folder(&files);
    assert_eq!(names(&["-f", folder.path().to_str().unwrap()], ""), ["first", "second", "third"]);
}

#[test]
fn inputs_keep_their_order_and_stdin_is_one_of_them() {
    let folder = folder(&[("x.yaml", &task_run("xx")), ("y.yaml", &task_run("yy"))]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let args = ["-f", &path("y.yaml"), "-f", "-", "--filename", &path("x.yaml")];
    assert_eq!(names(&args, &task_run("stdin")), ["yy", "stdin", "xx"]);
}

#[test]
fn a_file_may_hold_any_number_of_documents() {
    let text =
        format!("# a comment\n---\n---\n{}---\n\n---\n{}...\n---\n# none\n", task_run("a"), task_run("b"));
    assert_eq!(names(&["-f", "-"], &text), ["a", "b"]);
    assert_eq!(names(&["-f", "-"], &format!("%YAML 1.2\n---\n{}", task_run("a"))), ["a"]);
    assert_eq!(names(&["-f", "-"], &task_run("a").replace('\n', "\r\n")), ["a"]);
    assert_eq!(names(&["-f", "-"], &format!("\u{feff}{}", task_run("a"))), ["a"]);
}

fn json(name: &str) -> String {
    let text = r#"{"apiVersion": "tekton.dev/v1alpha1", "kind": "TaskRun", "metadata": {"name": "NAME", "annotations": {"a": "\ud83d\ude00"}},
	"spec": {"taskSpec": {"steps": [{"name": "s", "image": "i", "command": ["c"]}]}}}"#;
    text.replace("NAME", name)
}

#[test]
fn json_comes_as_one_object_as_many_and_in_lists() {
    assert_eq!(names(&["-f", "-"], &json("a")), ["a"]);
    assert_eq!(names(&["-f", "-"], &format!("{}{}\n{}", json("a"), json("b"), json("c"))), ["a", "b", "c"]);
    let list = format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{}, {}], "metadata": {{}}}}"#,
        json("a"),
        json("b")
    );
    assert_eq!(names(&["-f", "-"], &list), ["a", "b"]);
    assert_eq!(names(&["-f", "-"], &format!("{}\n---\n{}", json("a"), task_run("b"))), ["a", "b"]);
}

#[test]
fn lists_hold_lists_and_nothing() {
    let item = task_run("a").replace('\n', "\n    ");
    let list =
        format!("kind: List\napiVersion: v1\nitems:\n- kind: List\n  apiVersion: v1\n  items:\n  - {item}\n");
    assert_eq!(names(&["-f", "-"], &list), ["a"]);
    assert_eq!(emit("kind: List\napiVersion: v1\nitems: []\n").pods().len(), 0);
    assert_eq!(emit("kind: List\napiVersion: v1\nitems:\n").pods().len(), 0);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[("empty/readme.md", ""), ("latin1.yaml", "")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("latin1.yaml"), b"a: 1\nb: \xe9\n").unwrap();
    let args = ["emit", "-f", &path("nowhere.yaml"), "-f", &path("empty"), "-f", &path("latin1.yaml")];
    let said = controller(&args, "");
    let lines: Vec<&str> = said.refused().lines().collect();
    assert!(lines[0].contains("nowhere.yaml: cannot be read: No such file"), "{lines:?}");
    assert!(lines[1].contains("empty: no *.yaml, *.yml or *.json file in this folder"), "{lines:?}");
    assert!(lines[2].contains("latin1.yaml:2:"), "{lines:?}");
    assert_eq!(lines[3], "controller: 3 errors in the inputs");
}

#[test]
fn image_flags_win_over_the_environment_and_both_over_the_prefix() {
    use crate::controller::run;
    use std::process::Command;
    let mut command = Command::new(tests::binary("controller"));
    command.args([
        "emit",
        "-o",
        "json",
        "-f",
        "-",
        "--nop-image",
        "flag",
        "--image-prefix",
        "p",
        "--image-tag",
        "t",
    ]);
    command.env("BATON_NOP_IMAGE", "variable").env("BATON_CREDS_IMAGE", "variable");
    let pods = run(&mut command, &task_run("a")).pods();
    let spec = &pods[0]["spec"];
    assert_eq!(spec["containers"][1]["image"], "flag");
    assert_eq!(spec["initContainers"][0]["image"], "variable");
    assert_eq!(spec["initContainers"][1]["image"], "p/entrypoint:t");
}
