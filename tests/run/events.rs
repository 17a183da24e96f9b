//! What programs read of a Pipeline's run.

use serde_json::{Value, json};
use tests::Running;

use crate::pipeline::{pipeline, task, the};
use crate::scene::{Scene, run, stdout};

#[test]
fn events_name_the_run_the_task_and_the_try() {
    let shared = tempfile::tempdir().unwrap();
    let flaky = "test -e /shared/tried || { touch /shared/tried; exit 2; }; echo now";
    let tasks = [task("first", flaky, &[]), task("second", "echo then", &["first"])];
    let mut objects = pipeline("told", &tasks, shared.path());
    the(&mut objects, "Pipeline")["spec"]["tasks"][0]["retries"] = json!(1);
    let finished = run(&objects, &["-o", "json"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let mut events: Vec<Value> =
        stdout(&finished).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();

    let last = events.pop().expect("events");
    assert_eq!(last["event"], "pipeline-run-finished");
    assert_eq!(
        (&last["pipelineRun"], &last["status"], &last["reason"]),
        (&json!("told"), &json!("True"), &json!("Succeeded"))
    );
    assert!(last.get("pod").is_none() && last.get("taskRun").is_none(), "{last}");
    for event in &events {
        assert_eq!(
            (&event["pipelineRun"], &event["namespace"]),
            (&json!("told"), &json!("default")),
            "{event}"
        );
        let (task, run) =
            (event["task"].as_str().expect("a task"), event["taskRun"].as_str().expect("a run"));
        assert!(run.starts_with(&format!("told-{task}-")), "{event}");
        assert!(event["pod"].as_str().is_some_and(|pod| pod.starts_with(run)), "{event}");
    }
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).collect::<Vec<_>>();
    let tries: Vec<_> =
        of("pod-started").iter().map(|it| (it["task"].clone(), it["attempt"].clone())).collect();
    let expected = [("first", 1), ("first", 2), ("second", 1)];
    assert_eq!(tries, expected.map(|(task, attempt)| (json!(task), json!(attempt))));
    let codes: Vec<_> = of("pod-finished").iter().map(|event| event["exitCode"].clone()).collect();
    assert_eq!(codes, [json!(2), json!(0), json!(0)]);
    assert_eq!(
        of("log").iter().filter(|event| event["line"] == "then" && event["task"] == "second").count(),
        1
    );
}

#[test]
fn a_pod_that_ran_out_of_time_says_so() {
    let mut object = crate::task::scripts(&[("a", "sleep 1000")]);
    object["spec"]["timeout"] = json!("1s");
    let finished = run(&[object], &["-o", "json"]);
    assert_eq!(finished.code, Some(124), "{finished:?}");
    let last: Value = serde_json::from_str(stdout(&finished).lines().last().expect("events")).expect("JSON");
    assert_eq!(
        (&last["event"], &last["reason"]),
        (&json!("pod-finished"), &json!("TaskRunTimeout")),
        "{last}"
    );
}

#[test]
fn an_event_is_told_when_it_happens_though_nothing_follows() {
    let scene = Scene::new(&[crate::task::scripts(&[("a", "sleep 1000")])]);
    let mut running = Running::start(scene.command(&["-o", "json"]));
    running.says(r#""event":"container-started","container":"build-step-a""#, 1);
    running.says(r#""event":"container-finished","container":"nop""#, 1);
    running.send(libc::SIGTERM);
    assert_eq!(running.finish().code, Some(143));
}
