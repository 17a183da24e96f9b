//! Secrets and annotations of any kind: never a panic, never a secret in what is said, and never a file that
//! is another one when the same is asked for again.
#![allow(clippy::unwrap_used)]

mod claims; // what holds of them

use claims::{KEYS, WORD};
use creds_init::Request;
use creds_init::annotation::Annotation;
use proptest::collection::vec;
use proptest::prelude::*;

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

// PROPTEST_CASES=20000 in the environment for a longer hunt.
proptest! {
    #[test]
    fn no_input_makes_it_panic_or_talk(
        request in request(),
        contents in vec((0..KEYS.len(), content()), 0..8),
        users in vec("\\PC{0,12}\n?", 5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let contents: Vec<(&str, &[u8])> =
            contents.iter().map(|(key, content)| (KEYS[*key], content.as_slice())).collect();
        let users: Vec<&[u8]> = users.iter().map(String::as_bytes).collect();
        claims::of_a_plan(folder.path(), &request, &contents, &users);
    }
}
