//! The secrets of the service account, as files in the home of the step.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tests::{Finished, Posted, Step};

use crate::pod::{Pod, log};

fn pod() -> Option<Pod> {
    let pod = Pod::new()?;
    fs::create_dir(pod.path("home")).unwrap();
    fs::create_dir(pod.path("creds")).unwrap();
    for (file, content) in [
        ("bot/username", "me"),
        ("bot/password", "hunter2"),
        (
            "key/ssh-privatekey",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        ),
        ("key/known_hosts", "host.example ssh-ed25519 AAAA\n"),
    ] {
        pod.write(&format!("creds-secrets/{file}"), content);
    }
    Some(pod)
}

fn at_home(step: Step, home: &'static str) -> Step {
    step.with(move |command| {
        command.env("HOME", home);
    })
}

fn fill(pod: &Pod, flags: &[&str]) -> Finished {
    let script =
        "printf 'protocol=https\\nhost=git.example\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential fill";
    at_home(pod.step(0).args(flags), "/tekton/home").runs_shell(script).finish()
}

#[test]
fn git_and_docker_find_them() {
    let Some(pod) = pod() else { return };
    let flags = ["-basic-git=bot=https://git.example", "-basic-docker", "bot=https://registry.example"];
    let end = fill(&pod, &flags);
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{}", end.stderr);
    assert!(end.text().contains("username=me\npassword=hunter2"), "{}", end.text());
    let config: serde_json::Value = serde_json::from_str(&pod.read("home/.docker/config.json")).unwrap();
    // me:hunter2
    assert_eq!(config["auths"]["https://registry.example"]["auth"], "bWU6aHVudGVyMg==");
    for file in ["home/.gitconfig", "home/.git-credentials", "home/.docker/config.json", "creds/.gitconfig"] {
        assert_eq!(fs::metadata(pod.path(file)).unwrap().permissions().mode() & 0o7777, 0o600, "{file}");
    }
}

#[test]
fn ssh_reads_its_configuration() {
    let Some(pod) = pod() else { return };
    let script =
        "ssh -F \"$HOME/.ssh/config\" -G host.example | grep -i identityfile; stat -c %a \"$HOME/.ssh\"";
    let step = at_home(pod.step(0).args(["-ssh-git", "key=host.example"]), "/tekton/home");
    let end = step.runs_shell(script).finish();
    assert_eq!(end.text(), "identityfile /tekton/creds/.ssh/id_key\n700", "{}", end.stderr);
}

#[test]
fn what_another_step_has_left_in_the_memory_is_copied_without_flags() {
    let Some(pod) = pod() else { return };
    pod.write("creds/.ssh/config", "Host x\n");
    let end = at_home(pod.step(0), "/tekton/home").runs(["true"]).finish();
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
    assert_eq!(pod.read("home/.ssh/config"), "Host x\n");
    // What is so already is no reason for a word.
    let end = at_home(pod.step(1), "/tekton/home").runs(["true"]).finish();
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_home_that_cannot_be_written_is_a_word_in_the_log() {
    let Some(pod) = pod() else { return };
    pod.write("creds/.gitconfig", "[a]\n");
    pod.write("file", "");
    let end = at_home(pod.step(0), "/tekton/file").runs(["true"]).finish();
    assert_eq!(end.code, Some(0));
    let line = "warning: unsuccessful cred copy: \".gitconfig\" from \"/tekton/creds\" to \"/tekton/file\": ";
    assert!(log(&end)[0].starts_with(line), "{}", end.stderr);
    let end = at_home(pod.step(1), "").runs(["true"]).finish();
    assert_eq!(
        (end.code, log(&end)),
        (Some(0), vec!["non-fatal error copying credentials: \"HOME is not set\""])
    );
}

#[test]
fn where_the_home_takes_nothing_git_and_docker_find_them_all_the_same() {
    let Some(pod) = pod() else { return };
    let script = "printf 'protocol=https\\nhost=git.example\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential fill
        cat \"$DOCKER_CONFIG/config.json\" | head -c 8; echo; $GIT_SSH_COMMAND -G host.example 2>/dev/null | grep -i identityfile";
    let flags = [
        "-basic-git=bot=https://git.example",
        "-basic-docker=bot=https://registry.example",
        "-ssh-git=key=host.example",
    ];
    let end = at_home(pod.step(0).args(flags), "/proc").runs_shell(script).finish();
    let text = end.text();
    assert!(
        text.contains("username=me\npassword=hunter2\n{\"auths\"\nidentityfile /tekton/creds/.ssh/id_key"),
        "{end:?}"
    );
    let line =
        "warning: unsuccessful cred copy: \".docker\", \".gitconfig\", \".git-credentials\", \".ssh\" from …";
    let log = log(&end);
    assert!(log.len() == 1 && log[0].starts_with(line.trim_end_matches('…')), "one line: {log:?}");
}

#[test]
fn what_is_wrong_with_them_is_a_refusal() {
    for flag in [
        "-basic-git=none=https://git.example",
        "-basic-git=https://me:hunter2@git.example",
        "-ssh-git=bot=host.example",
        "-docker-config=none",
        "-docker-cfg=../x",
    ] {
        let Some(pod) = pod() else { return };
        let end = fill(&pod, &[flag]);
        assert_eq!((end.code, pod.posted(0)), (Some(2), Posted::Failed), "{flag}: {}", end.stderr);
        assert!(
            !end.stderr.contains("hunter2") && log(&end)[0].starts_with("invalid flags: "),
            "{}",
            end.stderr
        );
        assert!(!pod.path("home/.gitconfig").exists());
    }
}

#[test]
fn files_that_cannot_be_written_are_a_word_in_the_log() {
    let Some(pod) = pod() else { return };
    fs::remove_dir(pod.path("creds")).unwrap();
    // Nothing is there, and nothing can be made there.
    symlink("/proc", pod.path("creds")).unwrap();
    let step = at_home(pod.step(0).args(["-basic-git=bot=https://git.example"]), "/tekton/home");
    let end = step.runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done));
    assert!(log(&end)[0].starts_with("Error initializing credentials: "), "{}", end.stderr);
}
