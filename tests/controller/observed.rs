//! Pods that are there already.

use serde_json::{Value, json};

use crate::controller::{emit, task_run};

/// What the API server makes of a Pod, as `kubectl get -o json` prints it.
fn observed(mut pod: Value, namespace: &str) -> Value {
    pod["metadata"]["namespace"] = namespace.into();
    pod["metadata"]["uid"] = "02684736-5170-11e9-80eb-b6729aa295ab".into();
    pod["metadata"]["selfLink"] = "/api/v1/namespaces/x/pods/y".into();
    pod["metadata"]["managedFields"] =
        json!([{"manager": "kubectl", "fieldsV1": {"f:spec": {}}, "newer": 1}]);
    pod["spec"]["fieldOfANewerKubernetes"] = json!({"a": [1, 2]});
    pod["status"] = json!({"phase": "Succeeded", "newer": true, "containerStatuses": [
        {"name": "nop", "ready": false, "restartCount": 0, "image": "i", "imageID": "x", "state": {"terminated": {"exitCode": 0}}}
    ]});
    pod
}

fn with(text: &str, pods: &[Value]) -> usize {
    let list =
        json!({"apiVersion": "v1", "kind": "List", "items": pods, "metadata": {"resourceVersion": ""}});
    emit(&format!("{text}---\n{list}\n")).pods().len()
}

fn the_pod(text: &str) -> Value {
    emit(text).pods().remove(0)
}

#[test]
fn a_run_whose_pod_is_there_wants_none() {
    let pod = the_pod(&task_run("a"));
    assert_eq!(with(&task_run("a"), &[observed(pod.clone(), "default")]), 0);
    assert_eq!(with(&task_run("b"), &[observed(pod, "default")]), 1);
}

#[test]
fn a_pod_of_the_same_name_in_another_namespace_is_another_pod() {
    assert_eq!(with(&task_run("a"), &[observed(the_pod(&task_run("a")), "other")]), 1);
}

#[test]
fn a_pod_list_counts_although_its_items_have_no_kind() {
    let mut pod = observed(the_pod(&task_run("a")), "default");
    pod.as_object_mut().unwrap().retain(|key, _| key != "kind" && key != "apiVersion");
    let list = json!({"apiVersion": "v1", "kind": "PodList", "items": [pod]});
    assert_eq!(emit(&format!("{}---\n{list}\n", task_run("a"))).pods().len(), 0);
}

#[test]
fn a_pod_that_somebody_else_named_is_known_by_its_owner() {
    let run = task_run("a").replace("{name: a}", "{name: a, uid: new}");
    let mut pod = observed(the_pod(&run), "default");
    pod["metadata"]["name"] = "a-pod-15631a".into();
    assert_eq!(with(&run, std::slice::from_ref(&pod)), 0);
    // Deleted and made anew, the run has another uid, and the Pod of the old one is not its own.
    pod["metadata"]["ownerReferences"][0]["uid"] = "old".into();
    assert_eq!(with(&run, std::slice::from_ref(&pod)), 1);
    // A file knows no uid: then the name counts.
    assert_eq!(with(&task_run("a"), &[pod]), 0);
}

#[test]
fn a_pod_without_owner_is_known_by_its_label() {
    let mut pod = observed(the_pod(&task_run("a")), "default");
    pod["metadata"]["name"] = "a-pod-15631a".into();
    pod["metadata"]["ownerReferences"] = Value::Null;
    assert_eq!(with(&task_run("a"), std::slice::from_ref(&pod)), 0);
    pod["metadata"]["labels"]["tekton.dev/taskRun"] = "b".into();
    assert_eq!(with(&task_run("a"), &[pod]), 1);
}

#[test]
fn emitting_again_after_each_round_ends_with_nothing() {
    let text = format!("{}---\n{}", task_run("a"), task_run("b"));
    let pods: Vec<Value> = emit(&text).pods().into_iter().map(|pod| observed(pod, "default")).collect();
    assert_eq!(with(&text, &pods[..1]), 1);
    assert_eq!(with(&text, &pods), 0);
}

#[test]
fn an_observed_pod_with_a_wrong_value_is_an_error() {
    let said = emit("kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: 5}\n");
    assert!(
        said.refused().contains("<stdin>:4:20: Pod default/p: spec.containers: invalid type"),
        "{}",
        said.stderr
    );
}
