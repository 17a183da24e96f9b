//! What is no YAML, no object, no field, or no value for it.

use super::{expect, run, task};
use crate::controller::emit;

#[test]
fn the_source_line_is_shown_with_a_caret() {
    let text = "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata:\n  name: r\nspec:\n  taskSpec:\n    steps:\n    - name: a\n      imagee: ubuntu\n      command: [c]\n";
    let said = emit(text);
    let want = "<stdin>:9:7: TaskRun default/r: spec.taskSpec.steps[0].imagee: unknown field \"imagee\", did you mean \"image\"?\n    9 |       imagee: ubuntu\n      |       ^\ncontroller: 1 error in the inputs\n";
    assert_eq!(said.refused(), want);
}

#[test]
fn unknown_fields_are_errors_at_every_depth() {
    expect(
        &task("{steps: [{name: a, image: i, command: [c]}], volume: []}"),
        &["3:45: Task default/t: spec.volume: unknown field"],
    );
    expect(
        &run(
            "{taskSpec: {steps: [{image: i, command: [c], env: [{name: a, valueFrom: {secretKeyRef: {name: s, kye: k}}}]}]}}",
        ),
        &[
            "3:97: TaskRun default/r: spec.taskSpec.steps[0].env[0].valueFrom.secretKeyRef.kye: unknown field \"kye\", did you mean \"key\"?",
        ],
    );
    expect(
        &task("{steps: [{name: a, image: i, command: [c], script: x}]}"),
        &["3:45: Task default/t: spec.steps[0].script: unknown field \"script\""],
    );
    expect(
        &task("{stepTemplate: {}, steps: [{name: a, image: i, command: [c]}]}"),
        &["3:8: Task default/t: spec.stepTemplate: unknown field"],
    );
    expect(
        "kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\ndate: {}\n",
        &["4:1: ConfigMap default/c: date: unknown field \"date\", did you mean \"data\"?"],
    );
}

#[test]
fn wrong_types_are_errors() {
    let step = |fields: &str| task(&format!("{{steps: [{{name: a, {fields}}}]}}"));
    expect(
        &step("image: 5, command: [c]"),
        &[
            "3:34: Task default/t: spec.steps[0].image: invalid type: integer `5`, expected a string; put it in quotes",
        ],
    );
    expect(
        &step("image: i, command: c"),
        &["3:46: Task default/t: spec.steps[0].command: invalid type: string \"c\", expected a sequence"],
    );
    expect(&step("image: i, command: [c, true, 1.5]"), &["3:50: ", "3:56: "]);
    expect(
        &step("image: i, command: [c], env: {A: b}"),
        &["3:56: Task default/t: spec.steps[0].env: invalid type: map, expected a sequence"],
    );
    expect(
        &step("image: i, command: [c], tty: sure"),
        &["3:56: Task default/t: spec.steps[0].tty: invalid type: string \"sure\", expected a boolean"],
    );
    expect(&step("image: i, command: [c], ports: [{containerPort: 5000000000}]"), &["3:75: "]);
    expect(&task("[]"), &["3:7: Task default/t: spec: invalid type: sequence"]);
    expect(
        "kind: Task\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: t, labels: {a: 1}}\nspec: {steps: [{name: s, image: i, command: [c]}]}\n",
        &["3:33: "],
    );
    expect(&run("{taskRef: t}"), &["3:17: TaskRun default/r: spec.taskRef: invalid type: string \"t\""]);
}

#[test]
fn what_is_no_yaml_is_shown_where_it_ends_to_be_one() {
    expect("a: [1,\n", &["1:4: not readable as YAML: unclosed bracket"]);
    expect("kind: Task\n\tapiVersion: x\n", &["2:"]);
    expect("a: b: c\n", &["1:5: not readable as YAML"]);
    expect("a: 1\nb: 2\na: 3\n", &["3:1: \"a\" is given twice"]);
    expect("a: *nowhere\n", &["1:4: not readable as YAML"]);
    expect(r#"{"kind": "Task", "kind": "Pod"}"#, &["1:18: \"kind\" is given twice"]);
    expect("a: 1\n...\nb: 2\n", &["3:1: not readable as YAML"]);
}

#[test]
fn bombs_are_errors_and_end_soon() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ('b'..='k').zip('a'..) {
        bomb += &format!(
            "{name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
        );
    }
    assert!(emit(&bomb).refused().contains("not readable as YAML"));
    assert!(emit(&"[".repeat(100_000)).refused().contains("not readable as YAML"));
    assert!(emit(&"{a: ".repeat(100_000)).refused().contains("not readable as YAML"));
}

#[test]
fn objects_name_their_kind_and_themselves() {
    expect("just text\n", &["1:1: expected an object"]);
    expect("[1, 2]\n", &["1:1: expected an object"]);
    expect("apiVersion: v1\nmetadata: {name: a}\n", &["1:1: no kind"]);
    expect(
        "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata:\n  generateName: r-\nspec: {taskRef: {name: t}}\n",
        &["3:1: metadata.name is missing"],
    );
    expect("kind: List\napiVersion: v1\nitems: {}\n", &["3:8: items: expected a sequence of objects"]);
    expect("kind: List\napiVersion: v1\nitems:\n- 1\n", &["4:3: expected an object"]);
}
