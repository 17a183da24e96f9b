//! Each flag of a step.

use tests::Posted;

use super::references::RESULTS;
use super::{Case, DONE};

/// Leaves one result of each kind.
const LEAVE: &str = "printf one > /tekton/results/a; printf two > /tekton/run/0/status/results/b";
const OUTPUTS: &[&str] = &["sh", "-c", "echo one; echo two >&2"];
const SECRETS: &[(&str, &str)] = &[
    ("creds/.keep", ""),
    ("creds-secrets/bot/username", "me"),
    ("creds-secrets/bot/password", "word"),
    ("creds-secrets/cfg/.dockercfg", r#"{"https://one.example":{"auth":"YTpi"}}"#),
    ("creds-secrets/json/.dockerconfigjson", r#"{"auths":{"https://two.example":{"auth":"YTpi"}}}"#),
    ("creds-secrets/key/ssh-privatekey", "a key"),
    ("creds-secrets/key/known_hosts", "host.example ssh-ed25519 AAAA"),
];

pub const FLAGS: &[Case] = &[
    Case {
        name: "-entrypoint, by platform",
        environment: &[(
            "TEKTON_PLATFORM_COMMANDS",
            r#"{"linux/amd64":["echo","a"],"linux/arm64":["echo","a"]}"#,
        )],
        flags: &["--", "b"],
        command: &[],
        stdout: "a b",
        ..DONE
    },
    Case {
        name: "-entrypoint, by platform with a variant",
        environment: &[(
            "TEKTON_PLATFORM_COMMANDS",
            r#"{"linux/amd64/v1":["echo","a"]," linux/arm64 ":["echo","a"]}"#,
        )],
        flags: &["--"],
        command: &[],
        stdout: "a",
        differs: Some("Platforms are matched"),
        ..DONE
    },
    Case {
        name: "-wait_file, a list",
        scene: &[("a", ""), ("b", "")],
        flags: &["-wait_file", "/tekton/a,/tekton/b"],
        ..DONE
    },
    Case { name: "-wait_file, later", flags: &["-wait_file=/tekton/a"], later: &[("a", "")], ..DONE },
    Case {
        name: "-wait_file_content",
        scene: &[("a", "")],
        flags: &["-wait_file=/tekton/a", "-wait_file_content"],
        later: &[("a", "READY")],
        ..DONE
    },
    Case {
        name: "-wait_file_content=false",
        scene: &[("a", "")],
        flags: &["-wait_file=/tekton/a", "-wait_file_content=false"],
        ..DONE
    },
    Case {
        name: "-post_file, and folders above it",
        flags: &["-post_file=/tekton/a/b/out"],
        posted: Posted::Nothing,
        ..DONE
    },
    Case {
        name: "-results and -step_results",
        flags: &["-results", "a,none", "-step_results", "none,b"],
        command: &["sh", "-c", LEAVE],
        told: &["a=one (1)", "b=two (4)"],
        ..DONE
    },
    Case {
        name: "-result_from sidecar-logs",
        flags: &["-results=a", "-step_results=b", "-result_from", "sidecar-logs"],
        command: &["sh", "-c", LEAVE],
        ..DONE
    },
    Case {
        name: "artifacts",
        command: &["sh", "-c", "printf {} > /tekton/run/0/status/artifacts/provenance.json"],
        told: &["/tekton/run/0/status/artifacts/provenance.json={} (5)"],
        ..DONE
    },
    Case {
        name: "-termination_path, with something there",
        scene: &[("run/0/termination", r#"[{"key":"k","value":"v","type":1}]"#)],
        told: &["k=v (1)"],
        ..DONE
    },
    Case {
        name: "-termination_path, with no message there",
        scene: &[("run/0/termination", "panic: x")],
        log: &["WARN Failed to parse existing termination message, previous results will be lost…"],
        differs: Some("The message is written once"),
        ..DONE
    },
    Case {
        name: "-compress_termination_message",
        flags: &["-compress_termination_message=true", "-results=a"],
        command: &["sh", "-c", "head -c 6000 /dev/zero | tr '\\0' x | sed s/x*/y/ > /tekton/results/a"],
        told: &["a=y (1)"],
        ..DONE
    },
    Case {
        name: "-when_expressions, in",
        flags: &["--when_expressions", r#"[{"input":"a","operator":"in","values":["a","b"]}]"#],
        ..DONE
    },
    Case {
        name: "-when_expressions, another operator",
        flags: &["-when_expressions", r#"[{"input":"a","operator":"zzz","values":["b"]}]"#],
        ..DONE
    },
    Case {
        name: "-when_expressions, a result",
        scene: RESULTS,
        flags: &[
            "-when_expressions",
            r#"[{"input":"c","operator":"in","values":["$(steps.one.results.list[*])"]}]"#,
        ],
        ..DONE
    },
    Case { name: "-timeout 1h30m", flags: &["-timeout", "1h30m"], ..DONE },
    Case { name: "-timeout 0", flags: &["-timeout=0"], ..DONE },
    Case {
        name: "-stdout_path and -stderr_path",
        scene: &[("out", "before\n")],
        flags: &["-stdout_path=/tekton/out", "-stderr_path", "/tekton/deep/err"],
        command: OUTPUTS,
        stdout: "one",
        log: &["two"],
        left: &[("out", "before\none\n"), ("deep/err", "two\n")],
        ..DONE
    },
    Case {
        name: "-step_metadata_dir",
        command: &["touch", "/tekton/run/0/status/results/r", "/tekton/run/0/status/artifacts/a"],
        ..DONE
    },
    Case {
        name: "-basic-docker, -docker-config and -docker-cfg",
        scene: SECRETS,
        flags: &["-basic-docker=bot=https://three.example", "-docker-config=json", "-docker-cfg=cfg"],
        left: &[(
            "creds/.docker/config.json",
            r#"{"auths":{"https://one.example":{"auth":"YTpi"},"https://three.example":{"auth":"bWU6d29yZA==","email":"not@val.id","password":"word","username":"me"},"https://two.example":{"auth":"YTpi"}}}"#,
        )],
        differs: Some("Credentials are checked"),
        ..DONE
    },
    Case {
        name: "-basic-git",
        scene: SECRETS,
        flags: &["-basic-git=bot=https://git.example"],
        left: &[("creds/.git-credentials", "https://me:word@git.example\n")],
        ..DONE
    },
    Case {
        name: "-ssh-git",
        scene: SECRETS,
        flags: &["-ssh-git=key=host.example"],
        left: &[("creds/.ssh/id_key", "a key\n")],
        differs: Some("Credentials are checked"),
        ..DONE
    },
];
