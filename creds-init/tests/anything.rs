//! Secrets and annotations of any kind: never a panic, never a secret in what is said, and never a file that
//! is another one when the same is asked for again.
#![allow(clippy::unwrap_used)]

use std::fs;

use creds_init::annotation::Annotation;
use creds_init::home::Home;
use creds_init::secrets::Secrets;
use creds_init::{Plan, Request, plan};
use proptest::collection::vec;
use proptest::prelude::*;

/// In every secret, and in no message by itself.
const WORD: &str = "Xyzzy7";

/// A file of a secret: bytes of any kind around the word, or what the file should be.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(format!("{WORD}\n").into_bytes()),
        "[ -~]{0,6}".prop_map(|text| format!("{text}{WORD}").into_bytes()),
        "\\PC{0,4}[\r\n\0:@%\"#]{0,2}".prop_map(|text| format!("{WORD}{text}").into_bytes()),
        vec(any::<u8>(), 0..6).prop_map(|bytes| [&bytes[..], WORD.as_bytes()].concat()),
        json().prop_map(String::into_bytes),
    ]
}

/// JSON that could be a configuration of docker, and some that could not.
fn json() -> impl Strategy<Value = String> {
    let auths = r#"(\{\}|null|1|\{"h":\{\}\}|\{"h":1\}|\{"Xyzzy7":\{"auth":"Xyzzy7"\}\})"#;
    let others = r#"(,"credsStore":"Xyzzy7"|,"credHelpers":\{"h":"Xyzzy7"\}|,"auths":null|,"x":\[1\]|,)?"#;
    (auths, others, "[}]?").prop_map(|(auths, others, end)| format!("{{\"auths\":{auths}{others}{end}"))
}

/// An annotation's value: addresses, parts of addresses, and noise.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "(https://|)(u@|)(h|h[.]i)(:8[0-9]|)(/[ab]{0,2}|/o/r[.]git){0,2}",
        8 => "(ssh://|git@|)(h|\\[::1\\])(:[1-9]{1,4}|)(/[ab]{0,2}|/o/r[.]git){0,2}",
        2 => "(https?://|ssh://|HTTP://|)(u@|u:p@|)(h|h[.]i|\\[::1\\])(:[0-9]{1,5}|:o|)(/[a-z.]{0,3}){0,3}",
        1 => "[ -~]{1,10}",
        1 => "\\PC{1,8}",
        1 => "[/:@\\[\\].=\"'\\\\%#?~]{1,8}",
    ]
}

fn annotations() -> impl Strategy<Value = Vec<Annotation>> {
    let annotation = ("[ab]", value()).prop_map(|(secret, value)| Annotation { secret, value });
    vec(annotation, 0..3)
}

fn request() -> impl Strategy<Value = Request> {
    (annotations(), annotations(), annotations(), vec("[ab]", 0..2), vec("[ab]", 0..2)).prop_map(
        |(basic_git, ssh_git, basic_docker, docker_config, docker_cfg)| Request {
            basic_git,
            ssh_git,
            basic_docker,
            docker_config,
            docker_cfg,
        },
    )
}

const KEYS: [&str; 6] =
    ["username", "password", "ssh-privatekey", "known_hosts", ".dockercfg", ".dockerconfigjson"];

// PROPTEST_CASES=20000 in the environment for a longer hunt.
proptest! {
    #[test]
    fn no_input_makes_it_panic_or_talk(
        request in request(),
        contents in vec((0..KEYS.len(), content()), 0..8),
        users in vec("\\PC{0,12}\n?", 5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for secret in ["a", "b"] {
            fs::create_dir_all(at("secrets").join(secret)).unwrap();
            for key in KEYS {
                let fine = if key.starts_with(".docker") { "{}" } else { WORD };
                fs::write(at("secrets").join(secret).join(key), fine).unwrap();
            }
        }
        for (key, content) in &contents {
            fs::write(at("secrets/a").join(KEYS[*key]), content).unwrap();
        }
        for (name, content) in [".gitconfig", ".git-credentials", ".ssh/config", ".ssh/known_hosts"].iter().zip(&users) {
            let path = at("home").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let secrets = Secrets::below(at("secrets"));
        let home = Home::new(Some(at("home").into())).unwrap();
        match plan(&request, &secrets, &home) {
            Err(error) => {
                let said = format!("{error:#}");
                prop_assert!(!said.contains(WORD) && said.lines().count() == 1, "{said}");
            }
            Ok(Plan { files, notes }) => {
                prop_assert!(!notes.iter().any(|note| note.contains(WORD)), "{notes:?}");
                home.write(&files).unwrap();
                let again = plan(&request, &secrets, &home).unwrap();
                prop_assert_eq!(home.write(&again.files).unwrap(), 0, "nothing is new the second time");
            }
        }
    }
}
