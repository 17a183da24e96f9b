//! env, and $(NAME).

use serde_json::json;

use crate::scene::{lines_of, run};
use crate::task::{script, task_run, with};

#[test]
fn variables_come_from_everywhere_in_order() {
    let objects = [
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"A": "a", "B": "b"}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"S": "aHVzaA=="}}),
    ];
    let mut step = script(
        "it",
        "echo $PRE_A $B $S | tr a-z b-za; echo $E; echo $L; echo $TWICE; echo $HOSTNAME; echo ${CARGO_PKG_NAME-none}",
    );
    step["envFrom"] = json!([{"prefix": "PRE_", "configMapRef": {"name": "c"}}, {"secretRef": {"name": "s", "optional": true}}]);
    step["env"] = json!([
        {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "B"}}},
        {"name": "E", "value": "$(PRE_A)-$(B)-$(LATER)-$$(B)"},
        {"name": "LATER", "value": "x"},
        {"name": "L", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['tekton.dev/taskRun']"}}},
        {"name": "TWICE", "value": "1"},
        {"name": "TWICE", "value": "$(TWICE)2"},
        {"name": "NONE", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "none", "optional": true}}},
    ]);
    let [map, secret] = objects;
    let lines = lines_of(&[task_run("it", &[step], &json!([])), map, secret]);
    assert_eq!(lines[..4], ["b c ivti", "a-b-$(LATER)-$(B)", "it", "12"]);
    assert!(lines[4].starts_with("it-pod-"), "{lines:?}");
    assert_eq!(lines[5], "none", "the caller's own variables stay outside");
}

#[test]
fn commands_and_arguments_are_expanded() {
    let mut step = json!({"name": "it", "image": "i:v1", "command": ["$(SAY)"], "args": ["$(WHAT)", "$$(WHAT)", "$(NO)"]});
    step["env"] = json!([{"name": "SAY", "value": "echo"}, {"name": "WHAT", "value": "a  b"}]);
    assert_eq!(lines_of(&[task_run("it", &[step], &json!([]))]), ["a  b $(WHAT) $(NO)"]);
}

#[test]
fn resources_are_numbers() {
    let mut step = script("it", "echo $CPU $MEMORY $REQUEST");
    let field = |name: &str, resource: &str, divisor: &str| json!({"name": name, "valueFrom": {"resourceFieldRef": {"resource": resource, "divisor": divisor}}});
    step["resources"] = json!({"limits": {"memory": "1.5Gi", "cpu": "1500m"}});
    step["env"] = json!([
        field("CPU", "limits.cpu", "1"),
        field("MEMORY", "limits.memory", "1Mi"),
        field("REQUEST", "requests.cpu", "1m")
    ]);
    assert_eq!(lines_of(&[task_run("it", &[step], &json!([]))]), ["2 1536 1500"]);
}

#[test]
fn a_missing_key_is_named() {
    let env = json!([{"name": "X", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]);
    let run_it = task_run("it", &[with(script("it", "echo ran"), "env", env)], &json!([]));
    let finished = run(&[run_it], &[]);
    assert_eq!((finished.code, finished.stdout.len()), (Some(1), 0), "{finished:?}");
    for word in ["Secret s", "env X", "-f"] {
        assert!(finished.stderr.contains(word), "{word}: {}", finished.stderr);
    }
}
