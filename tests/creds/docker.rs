//! docker's config.json, judged by skopeo and a registry with passwords.

use serde_json::{Value, json};
use tests::{OTHER, Registry, USER};

use crate::scene::{Scene, message};

/// What skopeo says when asked for the tags of an image that is not there: the registry tells only whom it knows.
fn ask(scene: &Scene, registry: &str) -> String {
    let mut skopeo = scene.step("skopeo");
    let image = format!("docker://{registry}/none");
    let output = skopeo.args(["list-tags", "--tls-verify=false", &image]).output().unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn config(scene: &Scene) -> Value {
    serde_json::from_str(&scene.text(".docker/config.json")).unwrap()
}

/// `user:password` as config.json has it.
fn auth((user, password): (&str, &str)) -> String {
    let mut shell = std::process::Command::new("base64");
    shell.arg("-w0").stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = shell.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{user}:{password}").as_bytes())
        .unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn registries_have_a_secret_each() {
    let scene = Scene::new();
    let Some(one) = Registry::start(Some(USER)) else { return };
    let Some(two) = Registry::start(Some(OTHER)) else { return };
    let Some(three) = Registry::start(Some(OTHER)) else { return };
    let hosts = [&one, &two, &three].map(Registry::host);
    for host in &hosts {
        let said = ask(&scene, host);
        assert!(said.contains("authentication required") || said.contains("unauthorized"), "{said}");
    }
    let theirs = json!({"auths": {&hosts[1]: {"auth": auth(OTHER)}}}).to_string();
    let older = json!({format!("http://{}", hosts[2]): {"auth": auth(OTHER)}}).to_string();
    scene.basic("basic", USER.0, USER.1);
    scene.secret("config", &[(".dockerconfigjson", &theirs)]).secret("cfg", &[(".dockercfg", &older)]);
    let flag = format!("-basic-docker=basic=http://{}", hosts[0]);
    scene.init(&[&flag, "-docker-config=config", "-docker-cfg", "cfg"]);
    for host in &hosts {
        let said = ask(&scene, host);
        assert!(said.contains("404"), "{said}");
    }
}

/// The founding version takes the last of several -docker-config and -docker-cfg, and forgets the others.
#[test]
fn what_is_named_later_wins_and_nothing_is_lost() {
    let scene = Scene::new();
    scene.users(
        ".docker/config.json",
        r#"{"auths":{"own":{"auth":"b3du"},"a":{"auth":"b3du"}},"detachKeys":"ctrl-q","HttpHeaders":{"X":"own"}}"#,
    );
    let entry = |name: &str| json!({"auth": auth((name, "p")), "identitytoken": name});
    let cfg = |name: &str, keys: &[&str]| {
        keys.iter().map(|key| ((*key).to_owned(), entry(name))).collect::<serde_json::Map<_, _>>()
    };
    scene.secret("cfg1", &[(".dockercfg", &Value::from(cfg("cfg1", &["a", "b", "c", "d"])).to_string())]);
    scene.secret("cfg2", &[(".dockercfg", &Value::from(cfg("cfg2", &["b", "c", "d"])).to_string())]);
    let one = json!({
        "auths": cfg("one", &["c", "d"]), "credHelpers": {"gcr.io": "gcloud", "x": "one"}, "proxies": {"p": 1}
    });
    let two = json!({"auths": cfg("two", &["d"]), "credHelpers": {"x": "two"}, "HttpHeaders": {"Y": "two"}});
    scene.secret("one", &[(".dockerconfigjson", &one.to_string())]);
    scene.secret("two", &[(".dockerconfigjson", &format!("{two:#}\n"))]);
    scene.basic("basic", "u", "p\"\\<");
    let flags =
        ["-docker-config=one", "-basic-docker=basic=https://index.docker.io/v1/", "-basic-docker=basic=e"];
    let flags = [&flags[..], &["-docker-config=two", "-docker-cfg=cfg1", "-docker-cfg=cfg2"]].concat();
    scene.init(&flags);
    let basic = json!({
        "username": "u", "password": "p\"\\<", "auth": auth(("u", "p\"\\<")), "email": "not@val.id"
    });
    let expected = json!({
        "auths": {
            "own": {"auth": "b3du"}, "a": entry("cfg1"), "b": entry("cfg2"), "c": entry("one"), "d": entry("two"),
            "e": basic, "https://index.docker.io/v1/": basic,
        },
        "credHelpers": {"gcr.io": "gcloud", "x": "two"},
        "detachKeys": "ctrl-q", "HttpHeaders": {"X": "own", "Y": "two"}, "proxies": {"p": 1},
    });
    assert_eq!(config(&scene), expected);
    let before = scene.listing();
    scene.init(&flags);
    assert!(scene.listing() == before);
}

#[test]
fn a_helper_that_would_be_asked_first_is_named() {
    let scene = Scene::new();
    scene.users(".docker/config.json", r#"{"credsStore": "desktop"}"#).basic("basic", "u", "p");
    let said = scene.init(&["-basic-docker=basic=https://gcr.io/v1"]);
    let warning = message(said.lines().next().unwrap());
    assert!(warning.contains("credsStore") && warning.contains("gcr.io"), "{warning}");
    assert_eq!(config(&scene)["credsStore"], "desktop");
}
