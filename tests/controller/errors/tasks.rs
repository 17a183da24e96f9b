//! What a Task must have, whether a run uses it or not.

use super::{expect, task};
use crate::controller::emit;

#[test]
fn steps_have_images_and_names_of_their_own() {
    expect(&task("{}").replace("spec", "§spec"), &["spec.steps: missing"]);
    expect(&task("{§steps: []}"), &["spec.steps: missing"]);
    expect(&task("{steps: [§{name: a, command: [c]}]}"), &["spec.steps[0].image: missing"]);
    expect(&task("{steps: [§{image: i, command: [c]}]}"), &["spec.steps[0].name: missing"]);
    expect(
        &task("{steps: [{name: a, image: i}, {name: §a, image: i}]}"),
        &["spec.steps[1].name: invalid value \"a\""],
    );
    expect(&task("{steps: [{name: §A_b, image: i}]}"), &["the name of a step must be a valid DNS label"]);
    expect(&task("{steps: [{name: §place-tools, image: i}]}"), &["invalid value \"place-tools\""]);
}

#[test]
fn volumes_have_names_of_their_own() {
    let volumes = |volumes: &str| task(&format!("{{steps: [{{name: a, image: i}}], volumes: [{volumes}]}}"));
    expect(
        &volumes("{name: a, emptyDir: {}}, {name: §a, emptyDir: {}}"),
        &["spec.volumes[1].name: expected exactly one"],
    );
    for own in ["workspace", "tools", "home"] {
        expect(
            &volumes(&format!("{{name: §{own}, emptyDir: {{}}}}")),
            &["spec.volumes[0].name: the Pod has a volume"],
        );
    }
}

#[test]
fn variables_are_declared() {
    let using = |text: &str| {
        task(&format!(
            "{{inputs: {{params: [{{name: a}}]}}, steps: [{{name: s, image: i, args: [{text}]}}]}}"
        ))
    };
    expect(
        &using("x, §\"${inputs.params.b}\""),
        &["spec.steps[0].args[1]: non-existent variable in \"${inputs.params.b}\""],
    );
    expect(
        &using("§\"${inputs.params.b} ${inputs.params.a} ${outputs.resources.r.url}\""),
        &["no inputs.params declares \"b\", no inputs.resources declares \"r\""],
    );
    let fine = using("\"${inputs.params.a} ${params.b} ${HOME} $(inputs.params.b) ${input.params.b}\"");
    assert_eq!(emit(&fine).code, 0);
}

#[test]
fn names_fit_into_labels() {
    let named =
        |name: &str| task("{steps: [{name: a, image: i}]}").replace("name: t", &format!("name: §{name}"));
    expect(&named("a.b"), &["metadata.name: invalid resource name: special character . must not be present"]);
    expect(
        &named(&"a".repeat(64)),
        &["metadata.name: invalid resource name: length must be no more than 63"],
    );
    expect(&named("Ab"), &["metadata.name: invalid resource name"]);
    assert_eq!(emit(&named(&"a".repeat(63)).replace('§', "")).code, 0);
}
