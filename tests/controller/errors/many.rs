//! All errors of all documents.

use super::{expect, run, task};
use crate::controller::{controller, emit, folder, task_run};

#[test]
fn every_document_has_its_say() {
    let own = "taskSpec: {steps: [{name: s, image: i, command: [c]}]}";
    let text = [
        task_run("good"),
        "kind: §[\n".to_owned(),
        task_run("slip").replace("image", "§imagee"),
        task_run("gone").replace(own, "taskRef: {name: §nowhere}"),
        task_run("bare").replace("{name: s, image: i, command: [c]}", "§{name: s, image: i, §extra: 1}"),
    ];
    expect(
        &text.join("---\n"),
        &[
            "not readable as YAML",
            "TaskRun default/slip: spec.taskSpec.steps[0].imagee: unknown field \"imagee\", did you mean \"image\"?",
            "TaskRun default/gone: spec.taskRef.name: Task \"nowhere\" not found in namespace \"default\"",
            "TaskRun default/bare: spec.taskSpec.steps[0].command: step \"s\" has no command",
            "TaskRun default/bare: spec.taskSpec.steps[0].extra: unknown field \"extra\"",
        ],
    );
}

#[test]
fn errors_come_in_the_order_of_the_inputs() {
    let wrong = task_run("xx").replace("image", "imagee");
    let folder = folder(&[("b.yaml", &wrong), ("a.yaml", &wrong.replace("name: xx", "name: yy"))]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let said = controller(&["emit", "-f", &path("b.yaml"), "-f", "-", "-f", &path("a.yaml")], "a: [\n");
    let places: Vec<&str> = said.refused().lines().filter_map(|line| line.split(':').next()).collect();
    let at = |name: &str| places.iter().position(|place| place.ends_with(name)).unwrap();
    assert!(at("b.yaml") < at("<stdin>") && at("<stdin>") < at("a.yaml"), "{places:?}");
}

#[test]
fn the_same_object_twice_names_both_places() {
    let folder = folder(&[("a.yaml", &task_run("a"))]);
    let path = folder.path().join("a.yaml").to_str().unwrap().to_owned();
    let twice = task_run("a").replace("{name: a}", "\n  name: a\n  namespace: default");
    let said = controller(&["emit", "-f", &path, "-f", "-"], &twice);
    let want = format!("<stdin>:4:9: TaskRun default/a is there twice, first at {path}:3:18");
    assert!(said.refused().starts_with(&want), "{}", said.stderr);
    let elsewhere = task_run("a").replace("{name: a}", "{name: a, namespace: other}");
    assert_eq!(emit(&format!("{}---\n{elsewhere}", task_run("a"))).pods().len(), 2);
}

#[test]
fn what_misses_an_object_that_could_not_be_read_is_no_news() {
    let unread = task("{steps: [{name: s, image: §[1]}]}");
    let run = run("{taskRef: {name: §t}}");
    expect(
        &format!("{unread}---\n{}", run.replace('§', "")),
        &["Task default/t: spec.steps[0].image: invalid type"],
    );
    let broken = "{kind: Task, metadata: {name: t}, spec: §[}\n";
    expect(&format!("{broken}---\n{}", run.replace('§', "")), &["not readable as YAML"]);
    let other = unread.replace("name: t", "name: other");
    expect(&format!("{other}---\n{run}"), &["Task default/other", "Task \"t\" not found"]);
}
