//! All errors of all documents.

use super::expect;
use crate::controller::{controller, emit, folder, task_run};

#[test]
fn every_document_has_its_say() {
    let text = format!(
        "{}---\nkind: [\n---\n{}---\n{}---\n{}",
        task_run("good"),
        task_run("slip").replace("image", "imagee"),
        task_run("gone")
            .replace("taskSpec: {steps: [{name: s, image: i, command: [c]}]}", "taskRef: {name: nowhere}"),
        task_run("bare").replace(", command: [c]", "").replace("image: i", "image: i, extra: 1"),
    );
    expect(
        &text,
        &[
            "6:7: not readable as YAML",
            "11:40: TaskRun default/slip: spec.taskSpec.steps[0].imagee: unknown field \"imagee\", did you mean \"image\"?",
            "16:23: TaskRun default/gone: spec.taskRef.name: Task \"nowhere\" not found in namespace \"default\"",
            "21:30: TaskRun default/bare: spec.taskSpec.steps[0].command: step \"s\" has no command",
            "21:50: TaskRun default/bare: spec.taskSpec.steps[0].extra: unknown field \"extra\"",
        ],
    );
}

#[test]
fn errors_come_in_the_order_of_the_inputs() {
    let wrong = task_run("x").replace("image", "imagee");
    let folder = folder(&[("b.yaml", &wrong), ("a.yaml", &wrong.replace("name: x", "name: y"))]);
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
    let task = "kind: Task\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: t}\nspec: {steps: [{name: s, image: 1}]}\n";
    let run =
        "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: r}\nspec: {taskRef: {name: t}}\n";
    expect(&format!("{task}---\n{run}"), &["4:33: Task default/t: spec.steps[0].image: invalid type"]);
    expect(&format!("{}---\n{run}", task.replace("image: 1", "image: [")), &["4:"]);
    expect(
        &format!("{}---\n{run}", task.replace("name: t}", "name: other}")),
        &["4:33: Task default/other", "9:24: "],
    );
}
