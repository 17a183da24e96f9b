//! What is no YAML, no object, no field, or no value for it.

use super::{expect, run, task};
use crate::controller::emit;

#[test]
fn the_source_line_is_shown_with_a_caret() {
    let text = "\
kind: TaskRun
apiVersion: tekton.dev/v1alpha1
metadata:
  name: r
spec:
  taskSpec:
    steps:
    - name: a
      imagee: ubuntu
      command: [c]
";
    let want = "\
<stdin>:9:7: TaskRun default/r: spec.taskSpec.steps[0].imagee: unknown field \"imagee\", did you mean \"image\"?
    9 |       imagee: ubuntu
      |       ^
controller: 1 error in the inputs
";
    assert_eq!(emit(text).refused(), want);
}

/// A Task whose step `a` has these further fields.
fn step(fields: &str) -> String {
    task(&format!("{{steps: [{{name: a, {fields}}}]}}"))
}

#[test]
fn unknown_fields_are_errors_at_every_depth() {
    let steps = "steps: [{name: a, image: i, command: [c]}]";
    expect(
        &task(&format!("{{{steps}, §volume: []}}")),
        &["spec.volume: unknown field \"volume\", did you mean \"volumes\"?"],
    );
    expect(
        &task(&format!("{{§stepTemplate: {{}}, {steps}}}")),
        &["spec.stepTemplate: unknown field \"stepTemplate\""],
    );
    expect(&step("image: i, command: [c], §script: x"), &["spec.steps[0].script: unknown field \"script\""]);
    expect(
        &step("image: i, command: [c], env: [{name: a, valueFrom: {secretKeyRef: {name: s, §kye: k}}}]"),
        &["spec.steps[0].env[0].valueFrom.secretKeyRef.kye: unknown field \"kye\", did you mean \"key\"?"],
    );
    expect(
        "kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n§date: {}\n",
        &["date: unknown field \"date\", did you mean \"data\"?"],
    );
}

#[test]
fn what_was_meant_by_a_slip_is_looked_at_too() {
    // What the namespace should have been decides where the object is, and so where its other errors are.
    let text = step("image: i, name: §A").replace("{name: t", "{name: t, §namespac: team");
    let text = text.replace("name: a, ", "");
    expect(&text, &["did you mean \"namespace\"?", "Task team/t: spec.steps[0].name: invalid value \"A\""]);
    expect(&step("§imagee: §[i], command: [c]"), &["did you mean \"image\"?", "expected a string"]);
}

#[test]
fn a_field_one_level_too_deep_is_an_error_but_in_a_spec_that_a_run_brings() {
    let steps = "steps: [{name: a, image: i, command: [c]}]";
    let unknown = |field: &str| format!("{field}: unknown field \"steps\"");
    expect(&task(&format!("{{inputs: {{§{steps}}}, {steps}}}")), &[&unknown("spec.inputs.steps")]);
    expect(
        &run(&format!("{{taskSpec: {{{steps}}}, inputs: {{§{steps}}}}}")),
        &[&unknown("spec.inputs.steps")],
    );
    // There, too, only what is known right above.
    let inline = |inputs: &str| run(&format!("{{taskSpec: {{{steps}, inputs: {{{inputs}}}}}}}"));
    expect(&inline("§timeout: 1h"), &["spec.taskSpec.inputs.timeout: unknown field \"timeout\""]);
    expect(&inline("§step: []"), &["spec.taskSpec.inputs.step: unknown field \"step\""]);
    expect(
        &inline("params: [{name: a, default: x, §steps: []}]"),
        &[&unknown("spec.taskSpec.inputs.params[0].steps")],
    );
}

#[test]
fn wrong_types_are_errors() {
    expect(
        &step("image: §[i], command: [c]"),
        &["spec.steps[0].image: invalid type: sequence, expected a string"],
    );
    expect(
        &step("image: i, command: §c"),
        &["spec.steps[0].command: invalid type: string \"c\", expected a sequence"],
    );
    expect(
        &step("image: i, command: [c, §{a: b}, x, §null]"),
        &["command[1]: invalid type: map, expected a string", "command[3]: invalid type: unit value"],
    );
    expect(
        &step("image: i, command: [c], env: §{A: b}"),
        &["spec.steps[0].env: invalid type: map, expected a sequence"],
    );
    expect(
        &step("image: i, command: [c], tty: §sure"),
        &["spec.steps[0].tty: invalid type: string \"sure\""],
    );
    expect(
        &step("image: i, command: [c], ports: [{containerPort: §5000000000}]"),
        &["containerPort: invalid value"],
    );
    expect(&task("§[]"), &["spec: invalid type: sequence, expected a mapping of fields"]);
    expect(&run("{taskRef: §t}"), &["spec.taskRef: invalid type: string \"t\""]);
    expect(
        &step("image: i").replace("name: t", "name: t, labels: {a: §[1]}"),
        &["metadata.labels.a: invalid type: sequence"],
    );
    expect(
        &step("image: i").replace("name: t", "name: §{}"),
        &["metadata.name: invalid type: map, expected a string"],
    );
    // What is text only on its way to something else is no text.
    expect(
        &step("image: i").replace("name: t", "name: t, creationTimestamp: §5"),
        &["metadata.creationTimestamp: invalid type: integer `5`"],
    );
}

#[test]
fn what_is_no_yaml_is_shown_where_it_ends_to_be_one() {
    expect("a: §[1,\n", &["not readable as YAML: unclosed bracket"]);
    expect("a:\n\t§b: x\n", &["not readable as YAML: tabs"]);
    expect("a: b§: c\n", &["not readable as YAML"]);
    expect("a: 1\nb: 2\n§a: 3\n", &["\"a\" is given twice"]);
    expect("a: §*nowhere\n", &["not readable as YAML"]);
    expect(r#"{"kind": "Task", §"kind": "Pod"}"#, &["\"kind\" is given twice"]);
    expect("a: 1\n...\n§b: 2\n", &["not readable as YAML"]);
}

#[test]
fn bombs_are_errors_and_end_soon() {
    let level = |(name, before)| format!("{name}: &{name} [{}x]\n", format!("*{before}, ").repeat(9));
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    let bomb: String = std::iter::once(bomb).chain(('b'..='k').zip('a'..).map(level)).collect();
    for text in [bomb, "[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000)] {
        assert!(emit(&text).refused().contains("not readable as YAML"));
    }
}

#[test]
fn objects_name_their_kind_and_themselves() {
    expect("§just text\n", &["expected an object"]);
    expect("§[1, 2]\n", &["expected an object"]);
    expect("§apiVersion: v1\nmetadata: {name: a}\n", &["no kind"]);
    expect(
        &run("{taskRef: {name: t}}").replace("metadata: {name: ", "§metadata: {generateName: "),
        &["metadata.name is missing"],
    );
    expect("kind: List\napiVersion: v1\nitems: §{}\n", &["items: expected a sequence of objects"]);
    expect("kind: List\napiVersion: v1\nitems:\n- §1\n", &["expected an object"]);
}
