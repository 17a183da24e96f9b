//! Pipelines, round by round: the Pods of each are handed back as the cluster would report them.

use std::fs;

use serde_json::{Value, json};
use tests::workspace;

use crate::controller::{controller, emit};

/// The golden pipeline.
pub fn pipeline() -> String {
    fs::read_to_string(workspace().join("tests/golden/pipeline/input.yaml")).unwrap()
}

/// The objects that are still to be created when these Pods are there, each in its phase.
pub fn next(text: &str, pods: &[(&Value, &str)]) -> Vec<Value> {
    let observed = pods.iter().map(|&(pod, phase)| {
        let mut pod = pod.clone();
        pod["status"] = json!({"phase": phase});
        pod
    });
    let list = json!({"apiVersion": "v1", "kind": "List", "items": observed.collect::<Vec<_>>()});
    emit(&format!("{text}\n---\n{list}\n")).pods()
}

/// The Pod among `objects` of the task `task`.
fn of<'a>(objects: &'a [Value], task: &str) -> &'a Value {
    let start = format!("release-1-{task}-");
    let fits = |object: &&Value| object["metadata"]["name"].as_str().unwrap().starts_with(&start);
    objects.iter().find(fits).unwrap_or_else(|| panic!("no Pod of {task}"))
}

fn names(objects: &[Value]) -> Vec<String> {
    let name = |object: &Value| object["metadata"]["name"].as_str().unwrap().to_owned();
    objects.iter().map(name).map(|name| name.rsplitn(4, '-').last().unwrap().to_owned()).collect()
}

/// The commands of the Pod's steps without the handoff, up to the last word.
fn commands(pod: &Value) -> Vec<String> {
    let steps = pod["spec"]["containers"].as_array().unwrap();
    let words = |step: &Value| -> Option<Vec<String>> {
        let args = step["args"].as_array()?;
        Some(
            args[5..]
                .iter()
                .filter(|word| *word != "--")
                .map(|word| word.as_str().unwrap().to_owned())
                .collect(),
        )
    };
    steps.iter().filter_map(words).map(|words| words.join(" ")).collect()
}

#[test]
fn a_task_starts_when_all_before_it_have_succeeded() {
    let text = pipeline();
    let first = next(&text, &[]);
    assert_eq!(names(&first), ["release", "release-1-building", "release-1-hello"], "the claim comes first");
    assert_eq!(
        (&first[0]["kind"], &first[0]["metadata"]["name"]),
        (&"PersistentVolumeClaim".into(), &"release-1-pvc".into())
    );
    let (build, hello) = (of(&first, "building"), of(&first, "hello"));
    assert!(next(&text, &[(build, "Running"), (hello, "Pending")]).is_empty());
    let second = next(&text, &[(build, "Running"), (hello, "Succeeded")]);
    assert_eq!(names(&second), ["release-1-bye"]);
    let third = next(&text, &[(build, "Succeeded"), (hello, "Succeeded"), (of(&second, "bye"), "Succeeded")]);
    assert_eq!(names(&third[1..]), ["release-1-checks"]);
    let all = [
        (build, "Succeeded"),
        (hello, "Succeeded"),
        (of(&second, "bye"), "Succeeded"),
        (&third[1], "Failed"),
    ];
    assert!(next(&text, &all).is_empty());
}

#[test]
fn the_runs_that_follow_can_be_written_down_and_come_to_the_same_pods() {
    let text =
        pipeline().replace("pipelineRef:", "timeout: 1h30m\n  serviceAccount: default\n  pipelineRef:");
    let all = controller(&["emit", "-o", "json", "--all", "-f", "-"], &text).pods();
    let kind = |kind: &str| all.iter().filter(|object| object["kind"] == kind).cloned().collect::<Vec<_>>();
    let runs = kind("TaskRun");
    assert_eq!(names(&runs).len(), 2);
    assert_eq!(runs[0]["spec"]["timeout"], "1h30m0s");
    let list = json!({"apiVersion": "v1", "kind": "List", "items": runs});
    // Without the run of the Pipeline, and with it.
    let alone = text.split("kind: PipelineRun").next().unwrap().rsplit_once("---").unwrap().0;
    for rest in [alone, &text] {
        let again = emit(&format!("{rest}\n---\n{list}\n")).pods();
        assert_eq!(
            again.into_iter().filter(|object| object["kind"] == "Pod").collect::<Vec<_>>(),
            kind("Pod")
        );
    }
}

#[test]
fn a_claim_that_is_there_is_not_made_again() {
    let text = pipeline();
    let first = next(&text, &[]);
    let again = emit(&format!("{text}\n---\n{}\n", first[0])).pods();
    assert_eq!(names(&again), ["release-1-building", "release-1-hello"]);
}

#[test]
fn a_failed_task_starts_nothing_any_more() {
    let text = pipeline();
    let first = next(&text, &[]);
    let (build, hello) = (of(&first, "building"), of(&first, "hello"));
    assert!(next(&text, &[(build, "Failed"), (hello, "Succeeded")]).is_empty());
}

#[test]
fn a_task_with_retries_gets_another_pod() {
    let text = pipeline().replace("- name: hello\n", "- name: hello\n    retries: 1\n");
    let first = next(&text, &[]);
    let (build, hello) = (of(&first, "building"), of(&first, "hello"));
    let second = next(&text, &[(build, "Running"), (hello, "Failed")]);
    assert_eq!(names(&second), ["release-1-hello"]);
    assert_ne!(second[0]["metadata"]["name"], hello["metadata"]["name"]);
    let third = next(&text, &[(build, "Running"), (hello, "Failed"), (&second[0], "Succeeded")]);
    assert_eq!(names(&third), ["release-1-bye"]);
    assert!(next(&text, &[(build, "Running"), (hello, "Failed"), (&second[0], "Failed")]).is_empty());
}

/// The founding version goes by the name that the taker gives its input, and finds nothing.
#[test]
fn files_are_found_by_the_name_that_their_maker_gives_them() {
    let text = pipeline();
    let first = next(&text, &[]);
    let done = [(of(&first, "building"), "Succeeded"), (of(&first, "hello"), "Running")];
    let checks = next(&text, &done);
    let copied: Vec<String> =
        commands(&checks[1]).into_iter().filter(|command| command.contains(" cp ")).collect();
    assert_eq!(
        copied,
        [
            "/builder/tools/entrypoint cp -r /pvc/building/manual /workspace/words",
            "/builder/tools/entrypoint cp -r /pvc/building/code /workspace/what",
        ]
    );
}

/// The founding version stops after the first output once the volume is there.
#[test]
fn every_output_is_handed_on() {
    let first = next(&pipeline(), &[]);
    let left: Vec<String> =
        commands(of(&first, "building")).into_iter().filter(|command| command.contains(" /pvc/")).collect();
    assert_eq!(
        left,
        [
            "/builder/tools/entrypoint mkdir /pvc/building/code",
            "/builder/tools/entrypoint cp -r /workspace/code /pvc/building/code",
            "/builder/tools/entrypoint mkdir /pvc/building/manual",
            "/builder/tools/entrypoint cp -r /workspace/output/manual /pvc/building/manual",
        ]
    );
}

/// As in the founding version, which does so in every Pipeline.
#[test]
fn where_anything_is_handed_on_all_outputs_are_kept() {
    let first = next(&pipeline().replacen(", from: [building]", "", 1), &[]);
    let kept = |output: &str| {
        let copy = format!(" /pvc/building/{output}");
        commands(of(&first, "building"))
            .iter()
            .any(|command| command.contains(" cp ") && command.ends_with(&copy))
    };
    assert!(kept("code") && kept("manual"));
}

/// What is no file is not in a bucket, so that nobody needs its Secret.
#[test]
fn an_image_needs_no_bucket() {
    let text = "\
kind: Task
apiVersion: tekton.dev/v1alpha1
metadata: {name: build}
spec: {outputs: {resources: [{name: o, type: image}]}, steps: [{name: s, image: i, command: [c]}]}
---
kind: Task
apiVersion: tekton.dev/v1alpha1
metadata: {name: ship}
spec: {inputs: {resources: [{name: o, type: image}]}, steps: [{name: s, image: i, command: [c]}]}
---
kind: Pipeline
apiVersion: tekton.dev/v1alpha1
metadata: {name: p}
spec:
  resources: [{name: r, type: image}]
  tasks:
  - {name: build, taskRef: {name: build}, resources: {outputs: [{name: o, resource: r}]}}
  - {name: ship, taskRef: {name: ship}, resources: {inputs: [{name: o, resource: r, from: [build]}]}}
---
kind: PipelineRun
apiVersion: tekton.dev/v1alpha1
metadata: {name: run}
spec: {pipelineRef: {name: p}, resources: [{name: r, resourceSpec: {type: image, params: [{name: url, value: u}]}}]}
";
    let mounts = |pods: &[Value], what: &str| pods.iter().any(|pod| pod["spec"].to_string().contains(what));
    assert!(mounts(&next(text, &[]), "run-pvc"), "as in the founding version");
    assert!(!mounts(&next(&format!("{text}---\n{BUCKET}"), &[]), "acc"));
}

/// The founding version stores the first output alone of a run that belongs to no Pipeline.
#[test]
fn every_output_of_a_run_by_itself_is_stored() {
    let bound = |name: &str| {
        format!(
            "{{name: {name}, resourceSpec: {{type: storage, params: [{{name: type, value: gcs}}, \
             {{name: location, value: gs://{name}}}]}}}}"
        )
    };
    let pods = emit(&format!(
        "{{kind: TaskRun, apiVersion: tekton.dev/v1alpha1, metadata: {{name: r}}, spec: {{\
         taskSpec: {{outputs: {{resources: [{{name: a, type: storage}}, {{name: b, type: storage}}]}}, \
         steps: [{{image: i, command: [c]}}]}}, outputs: {{resources: [{}, {}]}}}}}}",
        bound("a"),
        bound("b")
    ))
    .pods();
    assert_eq!(
        commands(&pods[0]),
        ["c", "gsutil cp /workspace/output/a/* gs://a", "gsutil cp /workspace/output/b/* gs://b"]
    );
}

/// The founding version forgets the kind, and looks for a Task.
#[test]
fn a_cluster_task_of_a_pipeline_is_one() {
    let first = next(&pipeline(), &[]);
    assert_eq!(of(&first, "hello")["metadata"]["labels"]["tekton.dev/task"], "greet");
}

const BUCKET: &str = "\
kind: ConfigMap
apiVersion: v1
metadata: {name: config-artifact-bucket, namespace: tekton-pipelines}
data: {location: gs://b/, bucket.service.account.secret.name: acc, bucket.service.account.secret.key: k}
";

/// The founding version mounts a volume of a name that the Pod does not have.
#[test]
fn a_bucket_with_a_secret_is_mounted_by_the_name_of_its_volume() {
    let first = next(&format!("{}\n---\n{BUCKET}", pipeline()), &[]);
    assert_eq!(names(&first), ["release-1-building", "release-1-hello"], "no claim");
    let pod = of(&first, "building");
    let copies: Vec<&Value> = pod["spec"]["containers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["name"].as_str().unwrap().contains("artifact-copy-to"))
        .collect();
    assert_eq!(copies.len(), 2);
    let volumes: Vec<&Value> = pod["spec"]["volumes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|volume| !volume["secret"].is_null())
        .collect();
    assert_eq!(volumes.len(), 1, "one Secret, one volume");
    for step in copies {
        assert_eq!(
            step["volumeMounts"][0],
            json!({"name": volumes[0]["name"], "mountPath": "/var/bucketsecret/acc"})
        );
        assert_eq!(
            step["env"][1],
            json!({"name": "GOOGLE_APPLICATION_CREDENTIALS", "value": "/var/bucketsecret/acc/k"})
        );
    }
    assert!(commands(pod).iter().any(|command| {
        command.ends_with("gsutil rsync -d -r /workspace/code gs://b/release-1-default-bucket/building/code")
    }));
}

#[test]
fn nothing_handed_on_needs_no_claim() {
    let from = pipeline().replace(", from: [building]", "");
    let first = next(&from, &[]);
    assert_eq!(names(&first), ["release-1-checks", "release-1-building", "release-1-hello"]);
    assert!(!first.iter().any(|pod| pod.to_string().contains("/pvc")));
}

#[test]
fn the_order_of_documents_says_nothing() {
    let text = pipeline();
    let reversed: Vec<&str> = text.split("---\n").collect::<Vec<_>>().into_iter().rev().collect();
    assert_eq!(emit(&reversed.join("\n---\n")).stdout, emit(&text).stdout);
}
