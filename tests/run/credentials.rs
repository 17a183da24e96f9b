//! What a ServiceAccount's Secrets become in the steps' home, and where they are never seen.

use serde_json::{Value, json};
use tests::{Finished, Podman, STEP_IMAGE};

use crate::podman;
use crate::scene::{run, stdout};
use crate::task::{task_run, with};

const PASSWORD: &str = "correct horse";
const TOKEN: &str = "b3BlbjpzZXNhbWU=";

/// What creds-init wrote, its modes, and that the step does not see the Secrets themselves.
const LOOK: &str = "cd $HOME; stat -c '%a %n' .gitconfig .git-credentials .ssh .ssh/id_key .docker/config.json; \
                    grep -c '^https://bot:' .git-credentials; tail -n1 .ssh/id_key; test -e /var/build-secrets || echo unseen";

fn secret(name: &str, kind: &str, annotations: &Value, data: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "type": format!("kubernetes.io/{kind}"),
           "metadata": {"name": name, "annotations": annotations}, "stringData": data})
}

fn objects(name: &str) -> Vec<Value> {
    let step = json!({"name": "it", "image": STEP_IMAGE, "command": ["sh", "-c", LOOK]});
    let mut run = task_run(name, &[step], &json!([]));
    run["spec"]["serviceAccount"] = "build-bot".into();
    let docker = json!({"auths": {"registry.test": {"auth": TOKEN}}}).to_string();
    let named = [json!({"name": "user"}), json!({"name": "key"}), json!({"name": "registry"})];
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "build-bot"}});
    vec![
        run,
        with(account, "secrets", named.into()),
        secret(
            "user",
            "basic-auth",
            &json!({"tekton.dev/git-0": "https://git.test"}),
            &json!({"username": "bot\n", "password": PASSWORD}),
        ),
        secret(
            "key",
            "ssh-auth",
            &json!({"tekton.dev/git-0": "git.test"}),
            &json!({"ssh-privatekey": "last line of a key", "known_hosts": "git.test ssh-ed25519 AAAA"}),
        ),
        secret("registry", "dockerconfigjson", &json!({}), &json!({".dockerconfigjson": docker})),
    ]
}

/// All is in place, and what was said holds no secret, not even where the step itself prints one.
fn check(finished: &Finished) {
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let own = |line| str::strip_prefix(line, "[it]").map(str::trim);
    let lines: Vec<&str> = stdout(finished).lines().filter_map(own).collect();
    let written =
        ["600 .gitconfig", "600 .git-credentials", "700 .ssh", "600 .ssh/id_key", "600 .docker/config.json"];
    assert_eq!(lines[..5], written, "{finished:?}");
    assert_eq!(lines[5..], ["1", "***", "unseen"], "{finished:?}");
    for hidden in [PASSWORD, "correct%20horse", TOKEN, "open:sesame"] {
        assert!(!stdout(finished).contains(hidden) && !finished.stderr.contains(hidden), "{finished:?}");
    }
}

#[test]
fn steps_find_them_in_their_home() {
    for arguments in [&[][..], &["--verbose"], &["-o", "json"]] {
        let finished = run(&objects("it"), arguments);
        if arguments.contains(&"json") {
            assert!([PASSWORD, TOKEN, "last line"].iter().all(|hidden| !stdout(&finished).contains(hidden)));
            continue;
        }
        check(&finished);
    }
}

#[test]
fn steps_in_podmans_containers_too() {
    let Some(podman) = Podman::get() else { return };
    check(&podman::run(podman, &objects("pcreds"), &["--engine", "podman"]));
    assert_eq!(podman::left(podman, "pcreds"), [""; 0]);
}

#[test]
fn a_secret_that_lacks_its_password_is_named() {
    let mut objects = objects("it");
    objects[2]["stringData"] = json!({"username": "bot"});
    let finished = run(&objects, &[]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    let said = format!("{}{}", stdout(&finished), finished.stderr);
    assert!(said.contains("user") && said.contains("password") && !said.contains("[it]"), "{said}");
}
