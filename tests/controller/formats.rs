//! YAML and JSON.

use serde_json::json;

use crate::controller::{controller, emit, task_run};

#[test]
fn json_is_one_list_even_of_nothing() {
    let said = controller(&["emit", "-o", "json", "-f", "-"], "");
    assert_eq!(said.pods(), Vec::<serde_json::Value>::new());
}

#[test]
fn yaml_separates_pods_and_prints_nothing_for_none() {
    let two = format!("{}---\n{}", task_run("a"), task_run("b"));
    let said = controller(&["emit", "-f", "-"], &two);
    assert_eq!(said.stdout.matches("\n---\n").count(), 1);
    assert!(
        said.stdout.starts_with("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-pod-"),
        "{}",
        said.stdout
    );
    assert_eq!(controller(&["emit", "-f", "-"], "").stdout, "");
}

#[test]
fn nothing_is_printed_that_the_api_server_fills_in() {
    let pods = emit(&task_run("a")).pods();
    let spec = pods[0]["spec"].as_object().unwrap();
    let fields: Vec<&str> = spec.keys().map(String::as_str).collect();
    assert_eq!(fields, ["containers", "initContainers", "restartPolicy", "volumes"]);
    assert_eq!(
        pods[0]["spec"]["containers"][1],
        json!({
            "name": "nop", "image": format!("localhost/baton/nop:v{}", env!("CARGO_PKG_VERSION")), "command": ["/ko-app/nop"]
        })
    );
    assert!(pods[0].get("status").is_none());
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let first = controller(&["emit", "-f", "-"], &task_run("a"));
    assert_eq!(first.stdout, controller(&["emit", "-f", "-"], &task_run("a")).stdout);
}
