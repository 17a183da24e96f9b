//! From shell scripts to a Pipeline and its run.

use serde_json::{Value, json};
use std::path::Path;

/// A task with one step, `s`, and those that it runs after.
pub struct Task {
    name: &'static str,
    script: String,
    after: &'static [&'static str],
}

/// The task `name`, which runs `script` in a shell once those before it have succeeded.
pub fn task(name: &'static str, script: &str, after: &'static [&'static str]) -> Task {
    Task { name, script: script.into(), after }
}

/// The Tasks, a Pipeline of them and its run, which is called `run`. All steps have `shared`, a folder of this machine,
/// at /shared.
pub fn pipeline(run: &str, tasks: &[Task], shared: &Path) -> Vec<Value> {
    let object = |kind: &str, name: &str, spec: Value| json!({"apiVersion": "tekton.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec});
    let volumes = json!([{"name": "shared", "hostPath": {"path": shared}}]);
    let mut objects: Vec<Value> = tasks
        .iter()
        .map(|task| {
            let step = crate::task::script("s", &task.script);
            let mounts = json!([{"name": "shared", "mountPath": "/shared"}]);
            let step = crate::task::with(step, "volumeMounts", mounts);
            object("Task", task.name, json!({"steps": [step], "volumes": volumes}))
        })
        .collect();
    let of_pipeline = tasks
        .iter()
        .map(|task| json!({"name": task.name, "taskRef": {"name": task.name}, "runAfter": task.after}));
    objects.push(object("Pipeline", "all", json!({"tasks": of_pipeline.collect::<Vec<_>>()})));
    objects.push(object("PipelineRun", run, json!({"pipelineRef": {"name": "all"}})));
    objects
}

/// The object of `kind` among `objects`, to change it.
pub fn the<'a>(objects: &'a mut [Value], kind: &str) -> &'a mut Value {
    objects.iter_mut().find(|object| object["kind"] == kind).expect("there is one")
}

/// A script that says that it is there and waits for everyone else.
pub fn meet(own: &str, others: &[&str]) -> String {
    let wait = others.iter().map(|other| format!("until test -e /shared/{other}; do sleep 0.05; done; "));
    format!("touch /shared/{own}; {}echo met", wait.collect::<String>())
}
