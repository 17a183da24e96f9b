//! A registry that takes tokens, and the server that gives them.

use serde_json::json;
use tests::{OTHER, Registry, TokenServer, USER};

use crate::image::{IMAGE, push};
use crate::passwords::{account, auth, secret, silent};
use crate::scene::{Scene, task_run};

/// A registry with an image for everybody and one for USER.
fn registry() -> Option<(TokenServer, Registry)> {
    let tokens = TokenServer::start(USER);
    let registry = Registry::start_for(&tokens)?;
    for name in ["public/app", "team/app"] {
        push(&registry, name, &[IMAGE], Some(USER));
    }
    Some((tokens, registry))
}

#[test]
fn everybody_has_a_token_for_what_is_public() {
    let Some((tokens, registry)) = registry() else { return };
    let before = tokens.asked().len();
    let said = Scene::new().resolve(&format!("{}/public/app", registry.host()));
    assert_eq!(said.words()[0], "/bin/true");
    let asked = tokens.asked().split_off(before);
    assert!(asked.iter().all(|path| path.contains("public") && path.contains("pull")), "{asked:?}");
    assert!(!asked.is_empty() && !asked.iter().any(|path| path.contains("push")), "{asked:?}");
}

#[test]
fn docker_s_configuration_gets_a_token() {
    let Some((_tokens, registry)) = registry() else { return };
    let image = format!("{}/team/app", registry.host());
    let scene = Scene::new();
    let said = silent(scene.resolve(&image));
    assert!(
        said.refused().contains("the registry asks for a password, or has no such image"),
        "{}",
        said.stderr
    );
    scene.docker(&json!({"auths": {registry.host(): {"auth": auth(USER)}}}));
    assert_eq!(silent(scene.resolve(&image)).words()[0], "/bin/true");
    scene.docker(&json!({"auths": {registry.host(): {"auth": auth((USER.0, OTHER.1))}}}));
    let said = silent(scene.resolve(&image));
    let want = format!(
        "the registry refuses the password of {}",
        scene.path().join(".docker/config.json").display()
    );
    assert!(said.refused().contains(&want), "{}", said.stderr);
}

#[test]
fn a_pull_secret_gets_a_token() {
    let Some((_tokens, registry)) = registry() else { return };
    let scene = Scene::new();
    let run = task_run(&format!("{}/team/app", registry.host()), &json!({}));
    let pull = |user: (&str, &str)| {
        let auths = json!({"auths": {registry.host(): {"auth": auth(user)}}});
        secret("dockerconfigjson", ".dockerconfigjson", &auths, true)
    };
    let said = silent(scene.emit(&[run.clone(), account("default", "pull"), pull(USER)], &[]));
    assert_eq!(said.words()[0], "/bin/true");
    let said = silent(scene.emit(&[run.clone(), account("default", "pull"), pull((USER.0, OTHER.1))], &[]));
    let want = "the registry refuses the password of Secret default/pull";
    assert!(said.refused().contains(want), "{}", said.stderr);
}
