//! Resources: what a Task declares, what a run binds, and what a PipelineResource says.

use super::{expect, run, task};
use crate::controller::emit;

const STEPS: &str = "steps: [{name: s, image: i, command: [c], args: [\"${inputs.resources.a.url}\"]}]";

/// A PipelineResource `p` with this spec in flow style.
fn resource(spec: &str) -> String {
    format!(
        "{{kind: PipelineResource, apiVersion: tekton.dev/v1alpha1,\nmetadata: {{name: p}},\nspec: {spec}}}\n"
    )
}

#[test]
fn declared_resources_have_a_type_and_a_name_of_their_own() {
    let declaring = |list: &str| task(&format!("{{inputs: {{resources: [{list}]}}, {STEPS}}}"));
    assert_eq!(emit(&declaring("{name: a, type: git}")).code, 0);
    expect(
        &declaring("{name: a, type: §zip}"),
        &["resources[0].type: invalid value \"zip\": expected one of git"],
    );
    expect(&declaring("§{name: a}"), &["spec.inputs.resources[0].type: missing"]);
    expect(
        &declaring("{name: a, type: git}, {name: §A, type: git}"),
        &["spec.inputs.resources[1].name: expected exactly one resource \"A\""],
    );
    expect(
        &declaring("{name: a, type: git, targetPath: §../etc}"),
        &["targetPath: invalid value \"../etc\": it leads out of the workspace, to /etc"],
    );
    let both = format!(
        "{{inputs: {{resources: [{{name: a, type: git}}]}}, outputs: {{resources: [{{name: a, type: git}}]}}, {STEPS}}}"
    );
    assert_eq!(emit(&task(&both)).code, 0, "one name on both sides");
}

#[test]
fn a_run_binds_what_its_task_declares() {
    let git = "{name: a, resourceSpec: {type: git, params: [{name: url, value: u}]}}";
    let task = task(&format!("{{inputs: {{resources: [{{name: a, type: git}}]}}, {STEPS}}}"));
    let with =
        |inputs: &str| format!("{task}---\n{}", run(&format!("{{taskRef: {{name: t}}, inputs: {inputs}}}")));
    assert_eq!(emit(&with(&format!("{{resources: [{git}]}}"))).pods().len(), 1);
    expect(&with("{§resources: []}"), &["didn't provide these inputs of the Task: [a]"]);
    expect(
        &with(&format!("{{resources: [{git}, {{name: §b, resourceRef: {{name: p}}}}]}}")),
        &["\"b\" is none of the inputs of the Task"],
    );
    expect(
        &with(&format!("{{resources: [{git}, §{{name: a}}]}}")),
        &["missing resourceRef.name or resourceSpec"],
    );
    expect(
        &with("{§resources: [{name: a, §resourceSpec: {type: git}, resourceRef: {name: p}}]}"),
        &["didn't provide", "must not be given together with resourceRef"],
    );
    expect(
        &with("{resources: [{name: a, resourceRef: {name: §p}}]}"),
        &["PipelineResource \"p\" not found in namespace \"default\""],
    );
}

#[test]
fn types_have_to_be_the_same_and_are_named_the_right_way_round() {
    let image = resource("{type: image}");
    let task = task(&format!("{{inputs: {{resources: [{{name: a, type: git}}]}}, {STEPS}}}"));
    let run = run("{taskRef: {name: t}, inputs: {resources: [§{name: a, resourceRef: {name: p}}]}}");
    // The founding version names the two the other way round.
    expect(&format!("{image}---\n{task}---\n{run}"), &["\"a\" should be of type \"git\" but is \"image\""]);
}

#[test]
fn storage_says_where_and_how() {
    let storage = |params: &str| resource(&format!("{{type: storage, §params: [{params}]}}"));
    let location = "{name: location, value: gs://b}";
    expect(&storage(location), &["spec.params: missing param type"]);
    expect(
        &storage(&format!("{location}, {{name: type, value: §GCS}}")).replacen('§', "", 1),
        &["spec.params[1].value: invalid value \"GCS\""],
    );
    // Of several the last one counts, and is named.
    expect(
        &storage(&format!("{location}, {{name: type, value: gcs}}, {{name: Type, value: §GCS}}"))
            .replacen('§', "", 1),
        &["spec.params[2].value: invalid value \"GCS\""],
    );
    expect(&storage("{name: type, value: gcs}"), &["missing param location"]);
    let build = format!("{location}, {{name: type, value: build-gcs}}");
    expect(&storage(&build), &["missing param artifactType"]);
    expect(
        &storage(&format!("{build}, {{name: artifactType, value: §Zip}}")).replacen('§', "", 1),
        &["invalid artifactType Zip"],
    );
    let manifest = format!("{build}, {{name: artifactType, value: Manifest}}");
    let secret = "secrets: [{fieldName: a, secretName: b, secretKey: c}]";
    expect(
        &resource(&format!("{{type: storage, params: [{manifest}], §{secret}}}")),
        &["cannot be on a private bucket"],
    );
}

#[test]
fn s3_says_where_and_with_which_account() {
    let s3 = |location: &str, more: &str| {
        resource(&format!(
            "{{type: storage, params: [{{name: type, value: s3}}, {{name: location, value: {location}}}{more}}}"
        ))
    };
    let secret = |field: &str| format!("{{fieldName: {field}, secretName: a, secretKey: k}}");
    let (id, key) = (secret("AWS_ACCESS_KEY_ID"), secret("AWS_SECRET_ACCESS_KEY"));
    assert_eq!(emit(&s3("s3://b", &format!("], secrets: [{id}, {key}]"))).code, 0);
    expect(&s3("§gs://b", "]"), &["invalid value \"gs://b\": expected s3://BUCKET/PATH"]);
    expect(
        &s3("s3://b", ", {name: pathStyle, value: §\"yes\"}]"),
        &["spec.params[2].value: invalid value \"yes\": expected \"true\" or \"false\""],
    );
    expect(
        &s3("s3://b", &format!("], §secrets: [{id}]")),
        &["AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together"],
    );
    let other = secret("§PASSWORD");
    expect(
        &s3("s3://b", &format!("], secrets: [{other}]")),
        &["spec.secrets[0].fieldName: invalid value \"PASSWORD\""],
    );
}

#[test]
fn an_archive_cannot_be_stored() {
    let archive = resource(
        "{type: storage, params: [{name: type, value: build-gcs}, {name: location, value: gs://b/a.zip}, \
         {name: artifactType, value: Archive}]}",
    );
    let run = run(
        "{taskSpec: {outputs: {resources: [{name: a, type: storage}]}, steps: [{image: i, command: [c]}]}, \
         outputs: {resources: [§{name: a, resourceRef: {name: p}}]}}",
    );
    expect(&format!("{archive}---\n{run}"), &["only artifactType Manifest can be stored"]);
}

#[test]
fn a_cluster_says_who_it_is() {
    let cluster = |params: &str| resource(&format!("{{type: cluster, params: [{params}]}}"));
    expect(
        &cluster("").replace("params", "§params"),
        &["spec.params: missing params of a cluster: name, username, cadata"],
    );
    let named = "{name: name, value: c}, {name: username, value: u}";
    assert_eq!(emit(&cluster(&format!("{named}, {{name: cadata, value: Y2E=}}"))).code, 0);
    assert_eq!(emit(&cluster(&format!("{named}, {{name: insecure, value: \"true\"}}"))).code, 0);
    expect(&cluster(&format!("{named}, {{name: cadata, value: §x!}}")), &["expected base64"]);
    expect(
        &cluster(&format!("{named}, {{name: cadata, value: Y2E=}}, {{name: url, value: §here}}")),
        &["spec.params[3].value: invalid value \"here\": expected a URL"],
    );
}

#[test]
fn a_step_of_ours_without_a_command_leaves_one_remedy() {
    let spec = "{type: storage, params: [{name: type, value: build-gcs}, {name: location, value: gs://b/a.zip}, \
                {name: artifactType, value: Archive}]}";
    let text = run(&format!(
        "{{taskSpec: {{inputs: {{resources: [§{{name: a, type: storage}}]}}, steps: [{{image: i, command: [c]}}]}}, \
         inputs: {{resources: [{{name: a, resourceSpec: {spec}}}]}}}}"
    ));
    expect(&text, &["is not known: pass --image-entrypoint gcr.io/cloud-builders/gcs-fetcher:latest=CMD"]);
}

#[test]
fn secrets_have_names_and_keys() {
    for (ty, fields) in [
        ("storage", "{name: type, value: gcs}, {name: location, value: 'gs://b'}"),
        (
            "cluster",
            "{name: url, value: 'https://x'}, {name: name, value: c}, {name: username, value: u}, {name: insecure, value: 'true'}",
        ),
    ] {
        let with = |secret: &str| {
            resource(&format!(
                "{{type: {ty}, params: [{fields}], secrets: [{{fieldName: token, {secret}}}]}}"
            ))
        };
        expect(
            &with("secretName: §S_x, secretKey: k"),
            &["spec.secrets[0].secretName: invalid value \"S_x\""],
        );
        expect(
            &with("secretName: s, secretKey: §a/b"),
            &["spec.secrets[0].secretKey: invalid value \"a/b\""],
        );
        assert_eq!(emit(&with("secretName: a.b, secretKey: .k_1")).code, 0);
    }
}
