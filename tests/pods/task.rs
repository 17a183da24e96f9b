//! From the steps of a Task to its Pod, by the controller.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::STEP_IMAGE;

/// The Pod of [`run`].
pub fn pod(name: &str, steps: &[Value]) -> Value {
    emit(&run(name, steps))
}

/// A TaskRun called `name` whose Task has `steps`, which are Kubernetes containers.
pub fn run(name: &str, steps: &[Value]) -> String {
    let run = json!({
        "apiVersion": "tekton.dev/v1alpha1",
        "kind": "TaskRun",
        "metadata": {"name": name},
        "spec": {"taskSpec": {"steps": steps}},
    });
    run.to_string()
}

/// A step that runs `script` in the step image's shell.
pub fn script(name: &str, script: &str) -> Value {
    json!({"name": name, "image": STEP_IMAGE, "command": ["sh", "-c", script]})
}

/// Our own image `name`, as the build script tags it.
pub fn image(name: &str) -> String {
    format!("localhost/baton/{name}:v{}", env!("CARGO_PKG_VERSION"))
}

/// The one Pod that `controller emit` prints for `objects` (YAML or JSON), with its defaults: they name the images
/// that the build script makes.
pub fn emit(objects: &str) -> Value {
    let mut command = Command::new(tests::binary("controller"));
    command.args(["emit", "-o", "json", "-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut controller = command.spawn().expect("the controller starts");
    controller.stdin.take().expect("a pipe").write_all(objects.as_bytes()).expect("it reads the objects");
    let output = controller.wait_with_output().expect("the controller ends");
    assert!(output.status.success(), "controller emit failed for {objects}");
    let list: Value = serde_json::from_slice(&output.stdout).expect("a List");
    let [pod] = list["items"].as_array().expect("items").as_slice() else { panic!("not one Pod: {list:#}") };
    pod.clone()
}
