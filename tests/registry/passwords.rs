//! Who is let in, by which password, and that no password is ever shown.

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::{OTHER, Registry, USER};

use crate::image::{IMAGE, push};
use crate::scene::{Said, Scene, task_run};

/// `user:password` in base64.
pub fn auth((user, password): (&str, &str)) -> String {
    let script = "printf %s \"$1\" | base64 -w0";
    let output = Command::new("sh")
        .args(["-c", script, "sh", &format!("{user}:{password}")])
        .stdin(Stdio::null())
        .output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

/// A registry of USER's with an image, and the image's name.
fn private() -> Option<(Registry, String)> {
    let registry = Registry::start(Some(USER))?;
    push(&registry, "team/app", &[IMAGE], Some(USER));
    let image = format!("{}/team/app", registry.host());
    Some((registry, image))
}

/// That nothing said holds a password, in any form.
pub fn silent(said: Said) -> Said {
    for user in [USER, OTHER] {
        for secret in [user.1, &auth(user)] {
            assert!(!said.stdout.contains(secret) && !said.stderr.contains(secret), "{}", said.stderr);
        }
    }
    said
}

#[test]
fn docker_s_configuration_lets_in() {
    let Some((registry, image)) = private() else { return };
    let scene = Scene::new();
    let said = silent(scene.resolve(&image));
    let want = "the registry asks for a password, or has no such image, and neither docker's config.json nor a pull secret";
    assert!(said.refused().contains(want), "{}", said.stderr);
    for auths in [
        json!({registry.host(): {"auth": auth(USER)}}),
        json!({format!("http://{}/v2/", registry.host()): {"username": USER.0, "password": USER.1}}),
        // The longer key counts.
        json!({registry.host(): {"auth": auth(OTHER)}, format!("{}/team", registry.host()): {"auth": auth(USER)}}),
    ] {
        scene.docker(&json!({"auths": auths}));
        assert_eq!(silent(scene.resolve(&image)).words()[0], "/bin/true");
    }
    scene.docker(&json!({"auths": {registry.host(): {"auth": auth(OTHER)}}}));
    let said = silent(scene.resolve(&image));
    let file = scene.path().join(".docker/config.json");
    let want = format!("the registry refuses the password of {}", file.display());
    assert!(said.refused().contains(&want), "{}", said.stderr);
}

#[test]
fn a_configuration_that_is_none_is_named_and_not_shown() {
    let Some((registry, image)) = private() else { return };
    let scene = Scene::new();
    for (config, want) in [
        (
            json!({"auths": {registry.host(): {"auth": USER.1}}}),
            "auth is no base64 of USER:PASSWORD for 127.0.0.1",
        ),
        (json!({"auths": {registry.host(): USER.1}}), "not docker's JSON, at line 1 column"),
        (json!({"auths": USER.1}), "not docker's JSON, at line 1 column"),
    ] {
        let said = silent(scene.docker(&config).resolve(&image));
        assert!(said.refused().contains(want), "{}", said.stderr);
        assert!(said.stderr.contains(".docker/config.json: "), "{}", said.stderr);
    }
}

#[test]
fn a_helper_is_asked_as_docker_asks_it() {
    let Some((registry, image)) = private() else { return };
    let scene = Scene::new();
    let answer = json!({"ServerURL": "x", "Username": USER.0, "Secret": USER.1});
    let good = format!("[ \"$1 $(cat)\" = 'get {}' ] && echo '{answer}'", registry.host());
    let missing = "cat >/dev/null; echo credentials not found in native keychain; exit 1";
    scene.helper("good", &good).helper("empty", missing);
    scene.helper("bad", &format!("echo '{}' | tee /dev/stderr; exit 3", USER.1));
    scene.helper("odd", &format!("echo '{}'", USER.1)).helper("slow", "exec sleep 600");
    scene.helper("token", "echo '{\"Username\": \"<token>\", \"Secret\": \"wheel:barrow/1\"}'");
    let of = |helper: &str| json!({"credHelpers": {registry.host(): helper}});
    let stored = json!({"credsStore": "good", "auths": {registry.host(): {}}});
    let beside = json!({"credsStore": "empty", "auths": {registry.host(): {"auth": auth(USER)}}});
    for config in [of("good"), stored, beside] {
        assert_eq!(silent(scene.docker(&config).resolve(&image)).words()[0], "/bin/true", "{config}");
    }
    for (helper, want) in [
        ("bad", "failed: exit status: 3"),
        ("odd", "gave an answer that is not docker's"),
        ("token", "gave an identity token"),
        ("nowhere", "cannot be run: No such file or directory"),
        ("empty", "the registry asks for a password"),
    ] {
        let said = silent(scene.docker(&of(helper)).resolve(&image));
        assert!(said.refused().contains(want), "{}", said.stderr);
    }
    scene.docker(&of("slow"));
    let said = scene.emit(&[task_run(&image, &json!({}))], &["--registry-timeout", "1"]);
    assert!(said.refused().contains("no answer within 1 s"), "{}", said.stderr);
}

/// An account `name` with this pull secret.
pub fn account(name: &str, secret: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name},
        "imagePullSecrets": [{"name": secret}]
    })
}

/// A Secret `pull` of this type with one value, in base64 or not.
pub fn secret(kind: &str, key: &str, value: &Value, encoded: bool) -> Value {
    let mut secret = json!({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "pull"}, "type": format!("kubernetes.io/{kind}")
    });
    if encoded {
        let output = Command::new("sh")
            .args(["-c", "printf %s \"$1\" | base64 -w0", "sh", &value.to_string()])
            .output();
        secret["data"] = json!({key: String::from_utf8(output.unwrap().stdout).unwrap()});
    } else {
        secret["stringData"] = json!({key: value.to_string()});
    }
    secret
}

#[test]
fn pull_secrets_of_the_account_let_in() {
    let Some((registry, image)) = private() else { return };
    let scene = Scene::new();
    let auths = json!({registry.host(): {"auth": auth(USER)}});
    let json = secret("dockerconfigjson", ".dockerconfigjson", &json!({"auths": auths}), true);
    let cfg = secret("dockercfg", ".dockercfg", &auths, false);
    let plain = task_run(&image, &json!({}));
    let mut named = plain.clone();
    named["spec"]["serviceAccount"] = "builder".into();
    for secret in [&json, &cfg] {
        let said = silent(scene.emit(&[plain.clone(), account("default", "pull"), secret.clone()], &[]));
        assert_eq!(said.words()[0], "/bin/true");
        let said = silent(scene.emit(&[named.clone(), account("builder", "pull"), secret.clone()], &[]));
        assert_eq!(said.words()[0], "/bin/true");
    }
    // The account of another run brings nothing.
    let said = silent(scene.emit(&[plain.clone(), account("builder", "pull"), json.clone()], &[]));
    assert!(said.refused().contains("asks for a password"), "{}", said.stderr);
    // What is wrong goes before what is right, and both are tried.
    let wrong = json!({"auths": {registry.host(): {"auth": auth(OTHER)}}});
    let wrong = secret("dockerconfigjson", ".dockerconfigjson", &wrong, true);
    let objects = [plain.clone(), account("default", "pull"), wrong];
    let said = silent(scene.emit(&objects, &[]));
    assert!(
        said.refused().contains("the registry refuses the password of Secret default/pull"),
        "{}",
        said.stderr
    );
    scene.docker(&json!({"auths": auths}));
    assert_eq!(silent(scene.emit(&objects, &[])).words()[0], "/bin/true");
}

#[test]
fn a_pull_secret_that_is_not_there_is_named() {
    let Some((_registry, image)) = private() else { return };
    let said = Scene::new().emit(&[task_run(&image, &json!({})), account("default", "gone")], &[]);
    assert!(said.refused().contains("; not among the inputs: pull secret default/gone"), "{}", said.stderr);
}

#[test]
fn a_secret_does_not_choose_what_runs_here() {
    let Some((registry, image)) = private() else { return };
    let scene = Scene::new();
    scene.helper("evil", "touch \"$HOME/was-here\"");
    let config = json!({"credHelpers": {registry.host(): "evil"}, "credsStore": "evil"});
    let secret = secret("dockerconfigjson", ".dockerconfigjson", &config, true);
    let said = scene.emit(&[task_run(&image, &json!({})), account("default", "pull"), secret], &[]);
    assert!(said.refused().contains("asks for a password"), "{}", said.stderr);
    assert!(!scene.path().join("was-here").exists());
}
