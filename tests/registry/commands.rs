//! What becomes of an image's entrypoint and cmd, and of a step's args.

use serde_json::json;
use tests::{Registry, installed};

use crate::image::{IMAGE, Image, push};
use crate::scene::{Scene, call, task_run};

#[test]
fn args_stand_in_for_cmd_and_never_for_the_entrypoint() {
    let Some(registry) = Registry::start(None) else { return };
    push(&registry, "both", &[IMAGE], None);
    push(&registry, "entrypoint", &[Image { cmd: &[], ..IMAGE }], None);
    push(&registry, "cmd", &[Image { entrypoint: &[], ..IMAGE }], None);
    push(&registry, "none", &[Image { entrypoint: &[], cmd: &[], ..IMAGE }], None);
    let scene = Scene::new();
    let words = |name: &str, step| {
        scene.emit(&[task_run(&format!("{}/{name}", registry.host()), &step)], &[]).words()
    };
    assert_eq!(words("both", json!({})), ["/bin/true", "-e", "-c", "d"]);
    assert_eq!(words("both", json!({"args": ["x"]})), ["/bin/true", "-e", "x"]);
    assert_eq!(words("both", json!({"command": ["own"], "args": ["x"]})), ["own", "x"]);
    assert_eq!(words("both:latest", json!({"command": []})), ["/bin/true", "-e", "-c", "d"]);
    assert_eq!(words("entrypoint", json!({})), ["/bin/true", "-e"]);
    assert_eq!(words("cmd", json!({})), ["-c", "d"]);
    assert_eq!(words("cmd", json!({"args": ["x"]})), ["x"]);
    let said = scene.resolve(&format!("{}/none", registry.host()));
    assert!(said.refused().contains("runs nothing by itself: give the step a command"), "{}", said.stderr);
}

#[test]
fn an_index_gives_the_image_of_the_platform() {
    let Some(registry) = Registry::start(None) else { return };
    let arm = Image { architecture: "arm64", entrypoint: &["/bin/arm"], cmd: &[] };
    push(&registry, "two:v1", &[IMAGE, arm], None);
    let image = format!("{}/two:v1", registry.host());
    let scene = Scene::new();
    let on = |platform: &str| scene.emit(&[task_run(&image, &json!({}))], &["--platform", platform]);
    assert_eq!(on("linux/amd64").words()[0], "/bin/true");
    assert_eq!(on("linux/arm64").words()[0], "/bin/arm");
    let own = if cfg!(target_arch = "aarch64") { "/bin/arm" } else { "/bin/true" };
    assert_eq!(scene.resolve(&image).words()[0], own);
    let said = on("linux/s390x");
    let want = "it is not there for linux/s390x, but for linux/amd64, linux/arm64 (--platform)";
    assert!(said.refused().contains(want), "{}", said.stderr);
}

#[test]
fn every_command_that_makes_pods_may_ask() {
    let Some(registry) = Registry::start(None) else { return };
    push(
        &registry,
        "app",
        &[Image { entrypoint: &["echo", "from the image"], cmd: &["by cmd"], ..IMAGE }],
        None,
    );
    let run = [task_run(&format!("{}/app", registry.host()), &json!({}))];
    let scene = Scene::new();
    let said = call(&mut scene.command(&["validate"]), &run);
    assert_eq!((said.code, said.stdout.as_str()), (0, "1 object, nothing wrong\n"), "{}", said.stderr);
    assert_eq!(call(&mut scene.command(&["status"]), &run).code, 0);
    let bin = installed().to_str().unwrap();
    let said = call(&mut scene.command(&["run", "--engine", "process", "--bin-dir", bin]), &run);
    assert_eq!(
        (said.code, said.stdout.lines().next()),
        (0, Some("[s]   from the image by cmd")),
        "{}",
        said.stderr
    );
    let said = call(scene.command(&["emit"]).env_remove("HOME").env_remove("XDG_CACHE_HOME"), &run);
    assert!(said.stdout.contains("- from the image"), "{}", said.stderr);
}

#[test]
fn what_is_said_by_hand_is_not_asked_for() {
    let scene = Scene::new();
    let run = task_run("registry.invalid/app", &json!({"args": ["x"]}));
    let said = scene.emit(&[run], &["--image-entrypoint", "registry.invalid/app=by,hand"]);
    assert_eq!(said.words(), ["by", "hand", "x"]);
}

#[test]
fn each_run_of_a_task_may_put_in_another_image() {
    let Some(registry) = Registry::start(None) else { return };
    push(&registry, "one", &[Image { entrypoint: &["1"], ..IMAGE }], None);
    push(&registry, "two", &[Image { entrypoint: &["2"], ..IMAGE }], None);
    let task = json!({
        "apiVersion": "tekton.dev/v1alpha1", "kind": "Task", "metadata": {"name": "t"},
        "spec": {"inputs": {"params": [{"name": "image"}]},
                 "steps": [{"name": "s", "image": format!("{}/${{inputs.params.image}}", registry.host())}]}
    });
    let run = |name: &str| {
        json!({
            "apiVersion": "tekton.dev/v1alpha1", "kind": "TaskRun", "metadata": {"name": name},
            "spec": {"taskRef": {"name": "t"}, "inputs": {"params": [{"name": "image", "value": name}]}}
        })
    };
    let said = Scene::new().emit(&[task, run("one"), run("two")], &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let list: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let program = |pod: usize| list["items"][pod]["spec"]["containers"][0]["args"][5].clone();
    assert_eq!((program(0), program(1)), ("1".into(), "2".into()));
}
