//! From the steps of a Task to its Pod.

use serde_json::{Value, json};
use tests::STEP_IMAGE;

/// The Pod of a Task with `steps`, which are Kubernetes containers with a command. Its init containers and
/// `nop` are from our images.
pub fn pod(name: &str, steps: &[Value]) -> Value {
    let mounts = json!([
        {"name": "tools", "mountPath": "/builder/tools"},
        {"name": "workspace", "mountPath": "/workspace"},
        {"name": "home", "mountPath": "/builder/home"},
    ]);
    let env = json!([{"name": "HOME", "value": "/builder/home"}]);
    let mut containers: Vec<Value> = steps
        .iter()
        .enumerate()
        .map(|(number, step)| {
            let wait =
                number.checked_sub(1).map(|before| format!("/builder/tools/{before}")).unwrap_or_default();
            let post = format!("/builder/tools/{number}");
            let command = step["command"].as_array().expect("a step has a command");
            let mut args = vec![json!("-wait_file"), json!(wait), json!("-post_file"), json!(post)];
            args.extend([json!("-entrypoint"), command[0].clone(), json!("--")]);
            args.extend_from_slice(&command[1..]);
            let mut container = step.clone();
            container["name"] =
                json!(format!("build-step-{}", step["name"].as_str().expect("a step has a name")));
            container["command"] = json!(["/builder/tools/entrypoint"]);
            container["args"] = json!(args);
            container["env"] = env.clone();
            container["volumeMounts"] = mounts.clone();
            container["workingDir"] = json!("/workspace");
            container
        })
        .collect();
    containers.push(json!({"name": "nop", "image": image("nop"), "command": ["/ko-app/nop"]}));
    let volumes = ["tools", "workspace", "home"].map(|name| json!({"name": name, "emptyDir": {}}));
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {
            "restartPolicy": "Never",
            "initContainers": [
                {"name": "build-step-credential-initializer", "image": image("creds-init"), "command": ["/ko-app/creds-init"],
                 "env": env, "volumeMounts": mounts, "workingDir": "/workspace"},
                {"name": "build-step-place-tools", "image": image("entrypoint"), "command": ["/ko-app/entrypoint"],
                 "args": ["cp", "/ko-app/entrypoint", "/builder/tools/entrypoint"],
                 "env": env, "volumeMounts": mounts, "workingDir": "/workspace"},
            ],
            "containers": containers,
            "volumes": volumes,
        },
    })
}

/// A step that runs `script` in the step image's shell.
pub fn script(name: &str, script: &str) -> Value {
    json!({"name": name, "image": STEP_IMAGE, "command": ["sh", "-c", script]})
}

/// Our own image `name`, as the build script tags it.
pub fn image(name: &str) -> String {
    format!("localhost/baton/{name}:v{}", env!("CARGO_PKG_VERSION"))
}
