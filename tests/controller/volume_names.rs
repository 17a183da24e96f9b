//! What volumes are called that are made for a run.

use crate::controller::emit;
use crate::pipelines::{next, pipeline};
#[test]
fn volumes_have_names_that_fit_into_labels() {
    let long = "r".repeat(63);
    let text = pipeline().replace("name: release-1", &format!("name: {long}"));
    let objects = next(&text, &[]);
    let pod = objects
        .iter()
        .find(|object| object["kind"] == "Pod" && object["spec"]["volumes"].as_array().unwrap().len() > 3);
    let volumes = pod.unwrap()["spec"]["volumes"].as_array().unwrap();
    let name = volumes[0]["name"].as_str().unwrap();
    assert!(name.len() == 63 && name.starts_with("rrrr"), "{name}");
    let claim = format!("{long}-pvc");
    assert_eq!(volumes[0]["persistentVolumeClaim"]["claimName"], claim.as_str());
    assert_eq!(objects[0]["metadata"]["name"], claim.as_str());
    let steps = pod.unwrap()["spec"]["containers"].as_array().unwrap();
    let mounts = steps.iter().flat_map(|step| step["volumeMounts"].as_array().into_iter().flatten());
    assert!(mounts.clone().any(|mount| mount["name"] == name && mount["mountPath"] == "/pvc"));
    assert!(mounts.into_iter().all(|mount| volumes.iter().any(|volume| volume["name"] == mount["name"])));
}

#[test]
fn resources_have_their_own_secrets_whatever_they_are_called() {
    let resource = |name: &str, secret: &str| {
        format!(
            "{{name: {name}, resourceSpec: {{type: storage, params: [{{name: type, value: gcs}}, {{name: location, value: 'gs://x'}}], \
             secrets: [{{fieldName: GOOGLE_APPLICATION_CREDENTIALS, secretName: {secret}, secretKey: k}}]}}}}"
        )
    };
    let text = format!(
        "apiVersion: tekton.dev/v1alpha1\nkind: TaskRun\nmetadata: {{name: r}}\nspec:\n  inputs: {{resources: [{}, {}]}}\n  \
         taskSpec: {{inputs: {{resources: [{{name: a, type: storage}}, {{name: a-b, type: storage}}]}}, \
         steps: [{{image: i, command: [c]}}]}}\n",
        resource("a", "b-c"),
        resource("a-b", "c"),
    );
    let pod = emit(&text).pods().remove(0);
    let volumes = pod["spec"]["volumes"].as_array().unwrap();
    for secret in ["b-c", "c"] {
        let all = pod["spec"]["containers"].as_array().unwrap().iter();
        let mut mounts = all.flat_map(|step| step["volumeMounts"].as_array().into_iter().flatten());
        let mount = mounts.find(|mount| mount["mountPath"] == format!("/var/secret/{secret}")).unwrap();
        let volume = volumes.iter().find(|volume| volume["name"] == mount["name"]).unwrap();
        assert_eq!(volume["secret"]["secretName"], secret);
    }
}
