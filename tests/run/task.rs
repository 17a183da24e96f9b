//! From shell scripts to a Task and its run.

use serde_json::{Value, json};

/// A TaskRun named `name` whose Task has `steps` and `volumes`, Kubernetes containers and volumes.
pub fn task_run(name: &str, steps: &[Value], volumes: &Value) -> Value {
    json!({
        "apiVersion": "tekton.dev/v1alpha1",
        "kind": "TaskRun",
        "metadata": {"name": name},
        "spec": {"taskSpec": {"steps": steps, "volumes": volumes}},
    })
}

/// A TaskRun whose steps run `scripts` (name, shell script).
pub fn scripts(scripts: &[(&str, &str)]) -> Value {
    let steps: Vec<Value> = scripts.iter().map(|(name, text)| script(name, text)).collect();
    task_run("it", &steps, &json!([]))
}

/// A step that runs `text` in a shell.
pub fn script(name: &str, text: &str) -> Value {
    json!({"name": name, "image": "unused:v1", "command": ["/bin/sh", "-c", text]})
}

/// `step` with `field` set.
pub fn with(mut step: Value, field: &str, value: Value) -> Value {
    step[field] = value;
    step
}
