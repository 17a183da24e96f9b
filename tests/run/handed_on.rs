//! Files from one task to the next.

use serde_json::{Value, json};
use tests::{Podman, Running, STEP_IMAGE};

use crate::scene::{Scene, run, stdout};

fn object(kind: &str, name: &str, spec: &Value) -> Value {
    json!({"apiVersion": "tekton.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec})
}

/// A Pipeline whose task `make` runs a script in the folder of its output, and whose tasks `takers` take that and run
/// another one in it. The resource is a repository that nobody can reach: it is handed on and not fetched.
pub fn hand_on(run: &str, make: &str, take: &str, takers: &[&str]) -> Vec<Value> {
    let step = |script: &str| crate::task::script("s", script);
    let resource = json!([{"name": "tree", "type": "git"}]);
    let in_output = format!("mkdir -p /workspace/output/tree; cd /workspace/output/tree; {make}");
    let made_by = json!({"outputs": {"resources": resource}, "steps": [step(&in_output)]});
    let taken_by = json!({"inputs": {"resources": [{"name": "source", "type": "git"}]},
                       "steps": [step(&format!("cd /workspace/source; {take}"))]});
    let outputs = json!([{"name": "tree", "resource": "tree"}]);
    let mut tasks =
        vec![json!({"name": "make", "taskRef": {"name": "make"}, "resources": {"outputs": outputs}})];
    tasks.extend(takers.iter().map(|name| {
        let taken = json!([{"name": "source", "resource": "tree", "from": ["make"]}]);
        json!({"name": name, "taskRef": {"name": "take"}, "resources": {"inputs": taken}})
    }));
    let url = json!([{"name": "url", "value": "http://127.0.0.1:9/none.git"}]);
    vec![
        object("Task", "make", &made_by),
        object("Task", "take", &taken_by),
        object("PipelineResource", "none", &json!({"type": "git", "params": url})),
        object("Pipeline", "on", &json!({"resources": resource, "tasks": tasks})),
        object(
            "PipelineRun",
            run,
            &json!({"pipelineRef": {"name": "on"}, "resources": [{"name": "tree", "resourceRef": {"name": "none"}}]}),
        ),
    ]
}

/// Has the steps of all Tasks run in the image that podman has.
pub fn images(objects: &mut [Value]) {
    for task in objects.iter_mut().filter(|object| object["kind"] == "Task") {
        for step in task["spec"]["steps"].as_array_mut().expect("steps") {
            step["image"] = STEP_IMAGE.into();
        }
    }
}

const MAKE: &str = "mkdir deep; echo made >deep/file; chmod 750 deep/file; ln -s deep/file link";
const TAKE: &str = "cat link; stat -c %a deep/file; test ! -e /pvc";

const TAKEN: &str = "[a : s] made\n[a : s] 750\n";

fn said(text: &str) -> String {
    let own = text.lines().filter(|line| line.starts_with("[a : s]"));
    own.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn a_file_reaches_the_task_that_takes_it() {
    let finished = run(&hand_on("hand", MAKE, TAKE, &["a"]), &[]);
    assert_eq!((finished.code, said(stdout(&finished)).as_str()), (Some(0), TAKEN), "{finished:?}");
}

#[test]
fn an_ordinary_user_hands_on_too() {
    if !tests::root() {
        return;
    }
    let user = ["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups"];
    let scene = Scene::new(&hand_on("hand", MAKE, TAKE, &["a"]));
    let finished = Running::start(scene.under(&user, &[])).finish();
    assert_eq!((finished.code, said(stdout(&finished)).as_str()), (Some(0), TAKEN), "{finished:?}");
    scene.assert_clean();
}

#[test]
fn podmans_containers_hand_on_too() {
    let Some(podman) = Podman::get() else { return };
    let mut objects = hand_on("phand", MAKE, TAKE, &["a"]);
    images(&mut objects);
    let finished = crate::podman::run(podman, &objects, &["--engine", "podman"]);
    assert_eq!((finished.code, said(stdout(&finished)).as_str()), (Some(0), TAKEN), "{finished:?}");
    assert_eq!(crate::podman::left(podman, "phand"), [""; 0]);
}

#[test]
fn a_volume_that_is_kept_is_named() {
    let scene = Scene::new(&hand_on("kept", MAKE, TAKE, &["a"]));
    let finished = Running::start(scene.command(&["--keep"])).finish();
    let place = finished.stderr.lines().find_map(|line| line.split_once("kept the volume "));
    let file = std::path::Path::new(place.expect("it is named").1).join("make/tree/deep/file");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "made\n");
}

#[test]
fn a_bucket_needs_a_program_that_the_machine_may_not_have() {
    let config = json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {"location": "gs://bucket"},
                        "metadata": {"name": "config-artifact-bucket", "namespace": "tekton-pipelines"}});
    let mut objects = hand_on("bucket", MAKE, TAKE, &["a"]);
    objects.push(config);
    let scene = Scene::new(&objects);
    let mut command = scene.command(&[]);
    command.env("PATH", "/no/such/folder");
    let finished = Running::start(command).finish();
    assert_eq!((finished.code, stdout(&finished)), (Some(1), ""), "{finished:?}");
    for word in ["calls gsutil", "--engine podman", "google/cloud-sdk:slim"] {
        assert!(finished.stderr.contains(word), "{word}: {}", finished.stderr);
    }
    scene.assert_clean();
}
