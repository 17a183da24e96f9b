//! The pipeline of the founding document, from its start to its end: a repository of a real git server behind a
//! password, a build, and a deployment of what the build has handed on. Where the document calls programs of images from
//! the network, the steps here are shell scripts.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tests::{Finished, HttpBackend, Podman, Running, STEP_IMAGE, able, eventually};

use crate::scene::{Scene, installed, stdout};

const USER: (&str, &str) = ("build-bot", "correct horse");

const NAMESPACE: &str = "tekton-pipelines";

/// A server with the document's repository, its Dockerfile and its deployment.yaml.
struct Host {
    server: HttpBackend,
    _root: TempDir,
}

fn host() -> Option<Host> {
    if !able("lighttpd and git", &["sh", "-c", "command -v lighttpd && command -v git"]) {
        return None;
    }
    let root = tempfile::tempdir().expect("a folder");
    let script = "git init --quiet --initial-branch=master work; cd work; echo 'FROM nginx:1.15.12-alpine' >Dockerfile; \
                  printf 'kind: Deployment\nimage: IMAGE\n' >deployment.yaml; git add .; \
                  git -c user.name=t -c user.email=t@localhost commit --quiet -m one; \
                  git clone --quiet --bare . ../private/tekton-source.git";
    let made = Command::new("sh").args(["-ec", script]).current_dir(root.path()).status().expect("sh starts");
    assert!(made.success());
    Some(Host { server: HttpBackend::start(root.path(), USER, None), _root: root })
}

fn object(kind: &str, name: &str, spec: &Value) -> Value {
    let metadata = json!({"name": name, "namespace": NAMESPACE});
    json!({"apiVersion": "tekton.dev/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec})
}

fn script(name: &str, text: &str, arguments: &[&str]) -> Value {
    let args = [&["-c", text, "sh"], arguments].concat();
    json!({"name": name, "image": STEP_IMAGE, "command": ["/bin/sh"], "args": args})
}

/// The document's objects for a run called `run`, with the repository of `host`.
fn objects(run: &str, host: &Host) -> Vec<Value> {
    let git = |name: &str| json!({"name": name, "type": "git"});
    let image = |name: &str| json!({"name": name, "type": "image"});
    let param = |name: &str, value: &str| json!({"name": name, "value": value});
    let bound = |name: &str, resource: &str| json!({"name": name, "resource": resource});
    let from = |name: &str, resource: &str| json!({"name": name, "resource": resource, "from": ["build-skaffold-web"]});
    let build = script(
        "build-and-push",
        "set -e; cd $1; grep -q nginx $2; sed -i \"s,IMAGE,$3@sha256:0123,\" deployment.yaml; echo built $3",
        &[
            "${inputs.params.pathToContext}",
            "${inputs.params.pathToDockerFile}",
            "${outputs.resources.builtImage.url}",
        ],
    );
    let deploy = script("run-kubectl", "echo $1: $(cat $1)", &["${inputs.params.path}"]);
    let secret = json!({
        "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/basic-auth",
        "metadata": {"name": "git-user", "namespace": NAMESPACE,
                     "annotations": {"tekton.dev/git-0": format!("http://{}", host.server.host())}},
        "stringData": {"username": USER.0, "password": USER.1},
    });
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "secrets": [{"name": "git-user"}],
                         "metadata": {"name": "build-bot", "namespace": NAMESPACE}});
    vec![
        secret,
        account,
        object(
            "PipelineResource",
            "git-source",
            &json!({"type": "git", "params": [
            param("revision", "master"), param("url", &host.server.url("private/tekton-source.git"))]}),
        ),
        object(
            "PipelineResource",
            "web-image",
            &json!({"type": "image", "params": [param("url", "registry.test/web")]}),
        ),
        object(
            "Task",
            "build-docker-image-from-git-source",
            &json!({
            "inputs": {"resources": [git("docker-source")], "params": [
                {"name": "pathToDockerFile", "default": "Dockerfile"},
                {"name": "pathToContext", "default": "/workspace/docker-source"}]},
            "outputs": {"resources": [image("builtImage"), git("docker-source")]},
            "steps": [build]}),
        ),
        object(
            "Task",
            "deploy-using-kubectl",
            &json!({
            "inputs": {"resources": [git("pipeline-t-workspace"), image("image")],
                       "params": [{"name": "path", "description": "Path to the manifest to apply"}]},
            "steps": [deploy]}),
        ),
        object(
            "Pipeline",
            "tutorial-pipeline",
            &json!({
            "resources": [git("pipeline-source-repo"), image("pipeline-web-image")],
            "tasks": [
                {"name": "build-skaffold-web", "taskRef": {"name": "build-docker-image-from-git-source"}, "resources": {
                    "inputs": [bound("docker-source", "pipeline-source-repo")],
                    "outputs": [bound("builtImage", "pipeline-web-image"), bound("docker-source", "pipeline-source-repo")]}},
                {"name": "deploy-web", "taskRef": {"name": "deploy-using-kubectl"}, "resources": {
                    "inputs": [from("pipeline-t-workspace", "pipeline-source-repo"), from("image", "pipeline-web-image")]},
                    "params": [param("path", "/workspace/pipeline-t-workspace/deployment.yaml")]}]}),
        ),
        object(
            "PipelineRun",
            run,
            &json!({
            "serviceAccount": "build-bot", "pipelineRef": {"name": "tutorial-pipeline"}, "trigger": {"type": "manual"},
            "resources": [{"name": "pipeline-source-repo", "resourceRef": {"name": "git-source"}},
                          {"name": "pipeline-web-image", "resourceRef": {"name": "web-image"}}]}),
        ),
    ]
}

fn check(finished: &Finished, run: &str, host: &Host) {
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let lines: Vec<String> =
        stdout(finished).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "[build-skaffold-web : build-and-push] built registry.test/web",
        "[deploy-web : run-kubectl] /workspace/pipeline-t-workspace/deployment.yaml: kind: Deployment image: registry.test/web@sha256:0123",
        "[deploy-web : nop] Build successful",
    ] {
        assert!(lines.iter().any(|it| it == line), "{line}: {lines:#?}");
    }
    // Fetched once, by the task that builds: the other one takes what that left.
    let row = |task: &str, step: &str| {
        finished.stderr.lines().any(|line| line.starts_with(task) && line.contains(&format!(" {step}-")))
    };
    assert!(
        row("build-skaffold-web ", "git-source") && !row("deploy-web ", "git-source"),
        "{}",
        finished.stderr
    );
    assert!(row("deploy-web ", "source-copy"), "{}", finished.stderr);
    let fetch = "POST /private/tekton-source.git/git-upload-pack HTTP/1.1 200";
    // The server writes its log when it has a moment.
    eventually("the server has seen it", || host.server.requests().contains(fetch).then_some(()));
    assert!(!stdout(finished).contains(USER.1) && !finished.stderr.contains(USER.1), "{finished:?}");
    let end = format!("PipelineRun {run}: Succeeded: All Tasks have completed executing");
    assert_eq!(finished.stderr.lines().last(), Some(end.as_str()), "{}", finished.stderr);
}

#[test]
fn it_runs_as_processes() {
    let Some(host) = host() else { return };
    // Beside the others, which only tests with a repository need it to be.
    let place = installed().join("git-init");
    let new = installed().join(format!("git-init.{}", std::process::id()));
    tests::copy_program(tests::binary("git-init"), &new);
    fs::rename(&new, place).expect("its place");
    let scene = Scene::new(&objects("tutorial-pipeline-run-1", &host));
    check(&scene.run(&[]), "tutorial-pipeline-run-1", &host);
}

#[test]
fn it_runs_in_podmans_containers() {
    let Some(podman) = Podman::get() else { return };
    let Some(host) = host() else { return };
    podman.add_git_init();
    let scene = Scene::new(&objects("pfounding", &host));
    let command = podman.tool(Path::new(installed()).join("controller"));
    let finished = Running::start(scene.of(command, &["--engine", "podman", "--network", "host"])).finish();
    check(&finished, "pfounding", &host);
    assert_eq!(crate::podman::left(podman, "pfounding"), [""; 0]);
}
