//! What a Task must have, whether a run uses it or not.

use super::{expect, run, task};

#[test]
fn steps_have_images_and_names_of_their_own() {
    expect(&task("{}"), &["3:1: Task default/t: spec.steps: missing"]);
    expect(&task("{steps: []}"), &["3:8: Task default/t: spec.steps: missing"]);
    expect(
        &task("{steps: [{name: a, command: [c]}]}"),
        &["3:16: Task default/t: spec.steps[0].image: missing"],
    );
    expect(
        &task("{steps: [{image: i, command: [c]}]}"),
        &["3:16: Task default/t: spec.steps[0].name: missing"],
    );
    expect(
        &task("{steps: [{name: a, image: i}, {name: a, image: i}]}"),
        &["3:43: Task default/t: spec.steps[1].name: invalid value \"a\""],
    );
    expect(
        &task("{steps: [{name: A_b, image: i}]}"),
        &[
            "3:22: Task default/t: spec.steps[0].name: invalid value \"A_b\": the name of a step must be a valid DNS label",
        ],
    );
    expect(
        &task("{steps: [{name: place-tools, image: i}]}"),
        &["3:22: Task default/t: spec.steps[0].name: invalid value \"place-tools\""],
    );
}

#[test]
fn volumes_have_names_of_their_own() {
    let volumes = |volumes: &str| task(&format!("{{steps: [{{name: a, image: i}}], volumes: [{volumes}]}}"));
    expect(
        &volumes("{name: a, emptyDir: {}}, {name: a, emptyDir: {}}"),
        &["3:79: Task default/t: spec.volumes[1].name: expected exactly one"],
    );
    for own in ["workspace", "tools", "home"] {
        expect(
            &volumes(&format!("{{name: {own}, emptyDir: {{}}}}")),
            &["3:54: Task default/t: spec.volumes[0].name: the Pod has a volume"],
        );
    }
}

#[test]
fn variables_are_declared() {
    let task = |text: &str| {
        task(&format!(
            "{{inputs: {{params: [{{name: a}}]}}, steps: [{{name: s, image: i, args: [\"{text}\"]}}]}}"
        ))
    };
    expect(
        &task("${inputs.params.b}"),
        &["3:75: Task default/t: spec.steps[0].args[0]: non-existent variable in \"${inputs.params.b}\""],
    );
    expect(&task("${inputs.params.b} ${inputs.params.a} ${outputs.resources.r.url}"), &["3:75: "]);
    let fine = task("${inputs.params.a} ${params.b} ${HOME} $(inputs.params.b) ${input.params.b}");
    assert_eq!(crate::controller::emit(&fine).code, 0);
}

#[test]
fn names_fit_into_labels() {
    let named =
        |name: &str| task("{steps: [{name: a, image: i}]}").replace("name: t", &format!("name: {name}"));
    expect(
        &named("a.b"),
        &[
            "2:18: Task default/a.b: metadata.name: invalid resource name: special character . must not be present",
        ],
    );
    expect(&named(&"a".repeat(64)), &["2:18: "]);
    expect(&named("Ab"), &["2:18: "]);
    assert_eq!(crate::controller::emit(&named(&"a".repeat(63))).code, 0);
}

#[test]
fn resources_are_refused_rather_than_left_out() {
    for side in ["inputs", "outputs"] {
        let spec = format!(
            "{{{side}: {{resources: [{{name: a, type: git}}]}}, steps: [{{name: s, image: i, command: [c]}}]}}"
        );
        let message = format!("spec.{side}.resources: resources are not supported yet");
        expect(&task(&spec), &[&format!("3:{}: Task default/t: {message}", 11 + side.len())]);
        expect(
            &run(&format!("{{taskRef: {{name: t}}, {side}: {{resources: [{{name: a}}]}}}}")),
            &[
                "3:18: TaskRun default/r: spec.taskRef.name: Task \"t\" not found",
                &format!("3:{}: TaskRun default/r: {message}", 30 + side.len()),
            ],
        );
    }
}
