//! What cannot be told, and in which words.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Certificates, Registry};

use crate::image::{IMAGE, push};
use crate::scene::{Scene, call, task_run};

#[test]
fn every_unknown_image_has_its_place_and_its_reason() {
    let Some(registry) = Registry::start(None) else { return };
    push(&registry, "app", &[IMAGE], None);
    let host = registry.host();
    let steps: Vec<_> = ["app:none", "none", "app", "UPPER"]
        .iter()
        .enumerate()
        .map(|(number, name)| json!({"name": format!("s{number}"), "image": format!("{host}/{name}")}))
        .collect();
    let mut run = task_run("i", &json!({}));
    run["spec"]["taskSpec"]["steps"] = steps.into();
    let said = Scene::new().emit(&[run], &[]);
    let errors: Vec<&str> = said.refused().lines().filter(|line| line.starts_with("<stdin>:1:")).collect();
    assert_eq!(errors.len(), 3, "{}", said.stderr);
    assert!(
        errors[0].contains("spec.taskSpec.steps[0].command: step \"s0\" has no command"),
        "{}",
        errors[0]
    );
    assert!(errors[0].ends_with("; asked, the registry has no such image"), "{}", errors[0]);
    assert!(errors[1].ends_with("; asked, the registry has no such image"), "{}", errors[1]);
    assert!(errors[2].contains("; asked, no image is called so: "), "{}", errors[2]);
    assert!(said.stderr.ends_with("controller: 3 errors in the inputs\n"), "{}", said.stderr);
}

#[test]
fn without_the_flag_it_is_named_and_nobody_is_asked() {
    let Some(registry) = Registry::start(None) else { return };
    let before = registry.requests();
    let mut command = std::process::Command::new(tests::binary("controller"));
    let run = task_run(&format!("{}/app", registry.host()), &json!({}));
    let said = call(command.args(["emit", "-f", "-"]), &[run]);
    assert!(said.refused().contains("=CMD[,ARG...] or --resolve-entrypoints\n"), "{}", said.stderr);
    assert_eq!(registry.requests(), before);
}

#[test]
fn a_registry_that_is_down_is_said_to_be() {
    let Some(mut registry) = Registry::start(None) else { return };
    registry.stop();
    let said = Scene::new().resolve(&format!("{}/app", registry.host()));
    let want = "; asked, the registry cannot be reached: Connection refused";
    assert!(said.refused().contains(want), "{}", said.stderr);
}

#[test]
fn a_registry_that_keeps_silent_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let image = format!("{}/app", silent.local_addr().unwrap());
    let start = Instant::now();
    let said = Scene::new().emit(&[task_run(&image, &json!({}))], &["--registry-timeout", "1"]);
    assert!(said.refused().contains("; asked, no answer within 1 s: is the registry up?"), "{}", said.stderr);
    // Far less than the 30 seconds that it would be without the flag, on the slowest machine.
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
}

#[test]
fn tls_is_tried_first_and_on_this_machine_any_certificate_will_do() {
    let folder = tempfile::tempdir().unwrap();
    let Some(registry) = Registry::start_tls(&Certificates::make(folder.path())) else { return };
    push(&registry, "app", &[IMAGE], None);
    assert_eq!(Scene::new().resolve(&format!("{}/app", registry.host())).words()[0], "/bin/true");
}

#[test]
fn without_certificate_authorities_nobody_is_trusted() {
    let nowhere = "/nonexistent";
    let mut command = Scene::new().command(&["emit"]);
    command.env("SSL_CERT_FILE", nowhere).env("SSL_CERT_DIR", nowhere);
    let said = call(&mut command, &[task_run("registry.invalid/app", &json!({}))]);
    assert!(said.refused().contains("no certificate authorities on this machine"), "{}", said.stderr);
}

#[test]
fn the_flags_belong_together() {
    for (args, want) in [
        (&["--platform", "linux/arm64"][..], "--resolve-entrypoints"),
        (&["--registry-timeout", "5"], "--resolve-entrypoints"),
        (&["--resolve-entrypoints", "--platform", "linux"], "expected OS/ARCH[/VARIANT]"),
        (&["--resolve-entrypoints", "--registry-timeout", "0"], "is not in 1..=3600"),
    ] {
        let mut command = std::process::Command::new(tests::binary("controller"));
        let said = call(command.args(["emit", "-f", "-"]).args(args), &[]);
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert!(said.stderr.contains(want), "{}", said.stderr);
    }
}
