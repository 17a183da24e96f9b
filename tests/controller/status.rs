//! `controller status`: conditions in the founding version's words, tables as kubectl has them.

use serde_json::{Value, json};

use crate::controller::{Said, controller, emit, folder, task_run};

/// What `controller status` says of the run `a` when its Pod has this status.
fn status(pod_status: &Value, flags: &[&str]) -> Said {
    let mut pod = emit(&task_run("a")).pods().remove(0);
    pod["status"] = pod_status.clone();
    of(&task_run("a"), &[pod], flags)
}

fn of(text: &str, pods: &[Value], flags: &[&str]) -> Said {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": pods});
    controller(&[&["status", "-f", "-"], flags].concat(), &format!("{text}---\n{list}\n"))
}

/// The condition of the run `a`: status, reason, message.
fn condition(pod_status: &Value) -> [String; 3] {
    let run = status(pod_status, &["-o", "json"]).pods().remove(0);
    let condition = &run["status"]["conditions"][0];
    assert_eq!(condition["type"], "Succeeded");
    ["status", "reason", "message"].map(|field| condition[field].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_phase_is_a_condition() {
    assert_eq!(condition(&json!({})), ["Unknown", "Running", "Running"]);
    assert_eq!(condition(&json!({"phase": "Running"})), ["Unknown", "Building", ""]);
    assert_eq!(condition(&json!({"phase": "Succeeded"})), ["True", "", ""]);
    assert_eq!(
        condition(&json!({"phase": "Failed"})),
        ["False", "", "build failed for unspecified reasons."]
    );
    assert_eq!(condition(&json!({"phase": "Failed", "message": "evicted"})), ["False", "", "evicted"]);
}

#[test]
fn a_pod_that_waits_says_why() {
    let pending = |more: &str, value: Value| {
        let mut status = json!({"phase": "Pending"});
        status[more] = value;
        condition(&status)[2].clone()
    };
    assert_eq!(pending("phase", "Pending".into()), "Pending");
    assert_eq!(pending("message", "soon".into()), "soon");
    assert_eq!(
        pending(
            "conditions",
            json!([
                {"type": "Initialized", "status": "True"},
                {"type": "PodScheduled", "status": "False", "message": "no node"},
            ])
        ),
        r#"pod status "PodScheduled":"False"; message: "no node""#
    );
    assert_eq!(
        pending(
            "containerStatuses",
            json!([
                {"name": "nop", "ready": false, "restartCount": 0, "image": "", "imageID": "", "state": {"waiting": {"reason": "X"}}},
                {"name": "build-step-s", "ready": false, "restartCount": 0, "image": "", "imageID": "",
                 "state": {"waiting": {"message": "no such image"}}},
            ])
        ),
        r#"build step "build-step-s" is pending with reason "no such image""#
    );
}

/// The status of a Pod whose step has ended with `code`.
fn ended(code: i32) -> Value {
    let container = |name: &str, code: i32| {
        json!({"name": name, "ready": false, "restartCount": 0, "image": "i", "imageID": "docker://i@sha256:1",
               "state": {"terminated": {"exitCode": code, "reason": "Error", "startedAt": "2019-03-28T00:00:00Z",
                                        "finishedAt": "2019-03-28T00:01:30Z"}}})
    };
    // The kubelet does not keep the order of the spec.
    json!({"phase": "Failed", "containerStatuses": [container("nop", 0), container("build-step-s", code)]})
}

#[test]
fn a_failure_names_the_step_and_where_its_log_is() {
    let [status, reason, message] = condition(&ended(3));
    assert_eq!([status.as_str(), reason.as_str()], ["False", ""]);
    let pod = emit(&task_run("a")).pod_names().remove(0);
    assert_eq!(
        message,
        format!(
            "\"build-step-s\" exited with code 3 (image: \"docker://i@sha256:1\"); for logs run: \
             kubectl -n default logs {pod} -c build-step-s"
        )
    );
}

#[test]
fn an_init_container_may_be_what_fails_or_is_waited_for() {
    let place_tools = |state: Value| json!([{"name": "build-step-place-tools", "ready": false, "restartCount": 0, "image": "i", "imageID": "i@x", "state": state}]);
    let steps = json!([{"name": "build-step-s", "ready": false, "restartCount": 0, "image": "i", "imageID": "",
        "state": {"waiting": {"reason": "PodInitializing"}}}]);
    let of = |phase: &str, state: Value| {
        condition(
            &json!({"phase": phase, "initContainerStatuses": place_tools(state), "containerStatuses": steps,
            "conditions": [{"type": "Initialized", "status": "False", "message": "incomplete"}]}),
        )
    };
    let failed = of("Failed", json!({"terminated": {"exitCode": 1}}));
    assert!(
        failed[2].starts_with("\"build-step-place-tools\" exited with code 1 (image: \"i@x\")"),
        "{failed:?}"
    );
    let waits =
        of("Pending", json!({"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling"}}));
    assert_eq!(waits[2], "build step \"build-step-place-tools\" is pending with reason \"Back-off pulling\"");
    assert_eq!(
        of("Pending", json!({"running": {}}))[2],
        "pod status \"Initialized\":\"False\"; message: \"incomplete\""
    );
}

#[test]
fn tables_have_runs_and_steps() {
    let said = status(&ended(3), &["-o", "wide"]);
    let words: Vec<Vec<&str>> = said
        .stdout
        .lines()
        .map(|line| line.split("   ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let pod = emit(&task_run("a")).pod_names().remove(0);
    assert_eq!(words[0], ["TASKRUN", "SUCCEEDED", "REASON", "STARTTIME", "COMPLETIONTIME", "POD", "MESSAGE"]);
    assert_eq!(words[1][..2], ["a", "False"]);
    assert_eq!(words[1][3], pod, "{}", said.stdout);
    assert!(words[2].is_empty(), "{}", said.stdout);
    assert_eq!(words[3], ["TASKRUN", "STEP", "STATE", "EXITCODE", "STARTTIME", "DURATION", "REASON"]);
    assert_eq!(words[4][..4], ["a", "s", "terminated", "3"], "in the order of the Pod");
    assert_eq!(words[4][5..], ["90s", "Error"]);
    assert_eq!(words[5][1], "nop");
    let narrow = status(&ended(3), &[]).stdout;
    assert!(!narrow.contains("MESSAGE") && narrow.contains("EXITCODE"), "{narrow}");
}

#[test]
fn a_run_without_a_pod_has_not_begun() {
    let said = of(&task_run("a"), &[], &[]);
    assert_eq!(said.stdout, "TASKRUN   SUCCEEDED   REASON   STARTTIME   COMPLETIONTIME\na         Unknown\n");
}

#[test]
fn namespaces_are_told_apart_where_there_are_several() {
    let other = task_run("a").replace("{name: a}", "{name: a, namespace: other}");
    let said = of(&format!("{}---\n{other}", task_run("a")), &[], &[]);
    let rows: Vec<Vec<&str>> = said.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1..], [["default", "a", "Unknown"], ["other", "a", "Unknown"]]);
}

#[test]
fn time_that_is_up_and_runs_that_nobody_wants_cost_the_pod() {
    let mut pod = emit(&task_run("a")).pods().remove(0);
    pod["status"] = json!({"phase": "Running"});
    pod["metadata"]["creationTimestamp"] = "2019-03-28T00:00:00Z".into();
    let reason = |text: &str| {
        let run = of(text, std::slice::from_ref(&pod), &["-o", "json"]).pods().remove(0);
        run["status"]["conditions"][0]["reason"].as_str().unwrap().to_owned()
    };
    let with = |field: &str| task_run("a").replace("spec: {", &format!("spec: {{{field}, "));
    assert_eq!(reason(&task_run("a")), "TaskRunTimeout");
    assert_eq!(reason(&with("timeout: 0s")), "Building", "0 is for ever");
    assert_eq!(reason(&with("status: TaskRunCancelled, timeout: 0s")), "TaskRunCancelled");
    let said = emit(&format!("{}---\n{pod}\n", task_run("a")));
    assert!(said.pods().is_empty());
    let name = pod["metadata"]["name"].as_str().unwrap();
    let remedy = format!("kubectl delete pod --namespace default {name}\n");
    assert!(said.stderr.starts_with("warning: Pod ") && said.stderr.ends_with(&remedy), "{}", said.stderr);
}

#[test]
fn what_the_cluster_has_noted_counts() {
    let noted = "status: {conditions: [{type: Succeeded, status: \"False\", reason: R, message: M}]}\n";
    let said = of(&format!("{}{noted}", task_run("a")), &[], &["-o", "json"]);
    assert_eq!(said.pods()[0]["status"]["conditions"][0]["reason"], "R");
}

#[test]
fn validate_counts_what_is_right_and_prints_what_is_wrong() {
    let said = controller(&["validate", "-f", "-"], &format!("{}---\n{}", task_run("a"), task_run("b")));
    assert_eq!(
        (said.code, said.stdout.as_str(), said.stderr.as_str()),
        (0, "2 objects, nothing wrong\n", "")
    );
    let files = folder(&[
        ("one.yaml", &task_run("a").replace("image", "imagee")),
        (
            "two.yaml",
            "kind: Pipeline\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: p}\nspec: {tasks: [{name: a, taskRef: {name: t}, runAfter: [a]}]}\n",
        ),
    ]);
    let said = controller(&["validate".as_ref(), "-f".as_ref(), files.path().as_os_str()], "");
    let errors = said.refused();
    for words in ["one.yaml:4:", "unknown field \"imagee\"", "two.yaml:4:", "depends on itself", "2 errors"] {
        assert!(errors.contains(words), "{words} in {errors}");
    }
}
