//! `BATON_MASK`: what a step must not print.

use std::time::Duration;

use tests::{Finished, Step, eventually};

use crate::pod::Pod;

/// Runs `script` in step 0 with `secrets` in its environment, masking what `list` names.
fn masked(pod: &Pod, list: &str, secrets: &[(&str, &str)], script: &str) -> Finished {
    step(pod, list, secrets).runs_shell(script).finish()
}

fn step(pod: &Pod, list: &str, secrets: &[(&str, &str)]) -> Step {
    let mut variables: Vec<(String, String)> =
        secrets.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    variables.push(("BATON_MASK".into(), list.into()));
    pod.step(0).with(move |command| {
        command.envs(variables);
    })
}

#[test]
fn values_of_variables_in_both_outputs() {
    let Some(pod) = Pod::new() else { return };
    let secrets = [("TOKEN", "hunter2-token"), ("OTHER", "not-named-here")];
    let end = masked(
        &pod,
        "TOKEN, NOT_SET,",
        &secrets,
        "echo a $TOKEN b; echo c${TOKEN}d >&2; echo $OTHER; exit 3",
    );
    assert_eq!(end.text(), "a *** b\nnot-named-here");
    assert_eq!(end.stderr, "c***d\n");
    assert_eq!(end.code, Some(3));
}

#[test]
fn what_tools_make_of_a_value() {
    let Some(pod) = Pod::new() else { return };
    let secrets =
        [("PASSWORD", "pä ss/w0rd+of length to need two lines of base64 when it is written by a tool")];
    let script = r#"printf %s "$PASSWORD" | base64; printf 'user:%s' "$PASSWORD" | base64 -w0; echo
                    printf 'https://u:p%%C3%%A4%%20ss%%2Fw0rd%%2Bof%%20length%%20to%%20need%%20two%%20lines%%20of%%20base64%%20when%%20it%%20is%%20written%%20by%%20a%%20tool@host\n'"#;
    let end = masked(&pod, "PASSWORD", &secrets, script);
    let text = end.text();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[..lines.len() - 2].iter().all(|line| line.trim_end_matches('=').len() <= 4), "{lines:?}");
    assert!(lines[lines.len() - 2].starts_with("dXNlcj") && lines[lines.len() - 2].len() < 20, "{lines:?}");
    assert_eq!(lines[lines.len() - 1], "https://u:***@host");
}

#[test]
fn every_file_below_a_folder() {
    let Some(pod) = Pod::new() else { return };
    pod.write("secrets/..2026/password", "from-a-file\n");
    pod.write("secrets/deeper/key", "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----\n");
    std::os::unix::fs::symlink("..2026", pod.path("secrets/..data")).unwrap();
    std::os::unix::fs::symlink("..data/password", pod.path("secrets/password")).unwrap();
    let end = masked(&pod, "/tekton/secrets", &[], "cat /tekton/secrets/password /tekton/secrets/deeper/key");
    assert_eq!(end.text(), "***\n***\n***\n***");
}

#[test]
fn what_cannot_be_masked_is_said_without_showing_it() {
    let Some(pod) = Pod::new() else { return };
    let end = masked(&pod, "PIN,/no/such/folder", &[("PIN", "123")], "echo $PIN");
    assert_eq!(end.text(), "123");
    assert!(
        end.stderr.contains("BATON_MASK: PIN is not masked: it is shorter than 4 bytes"),
        "{}",
        end.stderr
    );
    assert!(end.stderr.contains("BATON_MASK: /no/such/folder is not masked: "), "{}", end.stderr);
    assert!(!end.stderr.contains("123"));
}

#[test]
fn a_secret_that_comes_in_pieces() {
    let Some(pod) = Pod::new() else { return };
    let script =
        "printf 'a hunt'; sleep 0.2; printf 'er2-to'; sleep 0.2; printf 'ken b'; sleep 0.2; printf ' hunter'";
    let end = masked(&pod, "TOKEN", &[("TOKEN", "hunter2-token")], script);
    assert_eq!(end.text(), "a *** b hunter");
}

#[test]
fn the_files_of_the_outputs_are_masked_too() {
    let Some(pod) = Pod::new() else { return };
    let step = step(&pod, "TOKEN", &[("TOKEN", "hunter2-token")]);
    let end = step.args(["-stdout_path", "/tekton/out/log"]).runs_shell("echo $TOKEN; echo plain").finish();
    assert_eq!((&*end.text(), &*pod.read("out/log")), ("***\nplain", "***\nplain\n"));
}

#[test]
fn what_is_known_is_shown_at_once() {
    let Some(pod) = Pod::new() else { return };
    let step = step(&pod, "TOKEN", &[("TOKEN", "hunter2-token")]);
    let step = step.args(["-stdout_path", "/tekton/log"]);
    let running =
        step.runs_shell("echo $TOKEN; echo shown; while [ ! -e /tekton/go ]; do sleep 0.05; done").start();
    eventually("the lines are there", || (pod.read("log") == "***\nshown\n").then_some(()));
    pod.write("go", "");
    assert_eq!(running.finish().code, Some(0));
}

#[test]
fn a_process_that_is_left_behind_does_not_delay_the_end() {
    let Some(pod) = Pod::new() else { return };
    tests::binary("entrypoint"); // built before the clock starts
    let start = std::time::Instant::now();
    let end = masked(&pod, "TOKEN", &[("TOKEN", "hunter2-token")], "(sleep 60; echo late) & echo $TOKEN");
    assert_eq!(end.text(), "***");
    assert!(start.elapsed() < Duration::from_secs(40));
}
