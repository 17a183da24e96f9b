//! Each flag, and how a command line is read.

use tests::Posted;

use super::{Case, DONE, FAILED, NO_STEP};

/// Prints its arguments, each in brackets.
const ECHO: &str = "for word; do printf '[%s]' \"$word\"; done";
/// Leaves one result of each kind.
const LEAVE: &str = "printf one > /tekton/results/a; printf two > /tekton/run/0/status/results/b";
const OUTPUTS: &[&str] = &["sh", "-c", "echo one; echo two >&2"];
const RESULT: &[(&str, &str)] = &[
    ("steps/step-one/results/r", "x"),
    ("steps/step-one/results/list", r#"["a b", "c"]"#),
    ("steps/step-one/results/map", r#"{"key": "value"}"#),
];
const SCRIPT: &[&str] = &["/tekton/scripts/script-0-abcde"];
const SECRETS: &[(&str, &str)] = &[
    ("creds/.keep", ""),
    ("creds-secrets/bot/username", "me"),
    ("creds-secrets/bot/password", "word"),
    ("creds-secrets/cfg/.dockercfg", r#"{"https://one.example":{"auth":"YTpi"}}"#),
    ("creds-secrets/json/.dockerconfigjson", r#"{"auths":{"https://two.example":{"auth":"YTpi"}}}"#),
    ("creds-secrets/key/ssh-privatekey", "a key"),
    ("creds-secrets/key/known_hosts", "host.example ssh-ed25519 AAAA"),
];

/// Each flag of a step.
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
        scene: RESULT,
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
    Case {
        name: "results of earlier steps in arguments",
        scene: RESULT,
        command: &[
            "sh",
            "-c",
            ECHO,
            "sh",
            "<$(steps.one.results.r)>",
            "$(steps.one.results.list[*])",
            "$(steps.one.results.list[1])",
            "$(steps.one.results.map.key)",
        ],
        stdout: "[<x>][a b][c][c][value]",
        ..DONE
    },
    Case {
        name: "results of earlier steps in the environment",
        scene: RESULT,
        environment: &[("VALUE", "<$(steps.one.results.r)>")],
        command: &["sh", "-c", "echo \"$VALUE\""],
        stdout: "<x>",
        ..DONE
    },
    Case {
        name: "a list of an earlier step as a whole",
        scene: RESULT,
        command: &["echo", "$(steps.one.results.list)"],
        stdout: r#"["a b", "c"]"#,
        differs: Some("Substitution goes word by word"),
        ..DONE
    },
    Case {
        name: "an index that is out of range",
        scene: RESULT,
        command: &["echo", "$(steps.one.results.list[7])"],
        stdout: "$(steps.one.results.list[7])",
        log: &["ERROR Error while substituting step results: error=…"],
        differs: Some("Substitution goes word by word"),
        ..DONE
    },
    Case {
        name: "artifacts of earlier steps in arguments",
        scene: ARTIFACTS,
        command: &["echo", "$(steps.one.outputs.image)"],
        stdout: r#"[{"digest":{"sha256":"d"},"uri":"pkg:c"}]"#,
        ..DONE
    },
    Case {
        name: "the first of the artifacts of an earlier step",
        scene: ARTIFACTS,
        command: &["echo", "$(steps.one.outputs)"],
        stdout: r#"[{"digest":{"sha256":"d"},"uri":"pkg:c"}]"#,
        differs: Some("An artifact without a name"),
        ..DONE
    },
    Case {
        name: "a script that mentions artifacts of earlier steps",
        scene: &[
            ARTIFACTS[0],
            ("steps/step-one/results/r", "x"),
            (
                "scripts/script-0-abcde",
                "#!/bin/sh\necho '$(steps.one.outputs.image) $(steps.one.results.r)'\n",
            ),
        ],
        command: SCRIPT,
        stdout: r#"[{"digest":{"sha256":"d"},"uri":"pkg:c"}] $(steps.one.results.r)"#,
        ..DONE
    },
    Case {
        name: "a script that mentions results of earlier steps",
        scene: &[
            ("steps/step-one/results/r", "x"),
            ("scripts/script-0-abcde", "#!/bin/sh\necho '$(steps.one.results.r)'\n"),
        ],
        command: SCRIPT,
        stdout: "$(steps.one.results.r)",
        ..DONE
    },
];

const ARTIFACTS: &[(&str, &str)] = &[(
    "steps/step-one/artifacts/provenance.json",
    r#"{"outputs":[{"name":"image","values":[{"uri":"pkg:c","digest":{"sha256":"d"}}]}]}"#,
)];

/// How a command line is read.
pub const COMMAND_LINES: &[Case] = &[
    Case { name: "two dashes", flags: &["--on_error", "continue", "--timeout=1h"], ..DONE },
    Case {
        name: "the last of a flag wins",
        flags: &["-on_error=continue", "-on_error=stop"],
        command: &["false"],
        ..FAILED
    },
    Case {
        name: "booleans",
        flags: &["-wait_file_content=T", "-debug_before_step=0", "-breakpoint_on_failure=FALSE"],
        ..DONE
    },
    Case {
        name: "words between flags and dashes",
        flags: &["-entrypoint=echo", "a", "-x", "--", "c", "--", "d"],
        command: &[],
        stdout: "c -- d",
        ..DONE
    },
    Case { name: "words and no dashes", flags: &["-entrypoint", "echo", "a", "b"], command: &[], ..DONE },
    Case {
        name: "an unknown flag",
        flags: &["-no_such_flag"],
        exit: 2,
        log: &["entrypoint: flag provided but not defined: -no_such_flag"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case {
        name: "-spire_socket_path",
        flags: &["-spire_socket_path=x"],
        exit: 2,
        log: &["entrypoint: flag provided but not defined: -spire_socket_path"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case {
        name: "a flag without its value",
        flags: &["-timeout"],
        command: &[],
        exit: 2,
        log: &["entrypoint: flag needs an argument: -timeout"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case {
        name: "no boolean",
        flags: &["-wait_file_content=maybe"],
        exit: 2,
        log: &["entrypoint: invalid value 'maybe' for '--wait_file_content…"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case {
        name: "no duration",
        flags: &["-timeout=soon"],
        exit: 2,
        log: &["entrypoint: invalid value 'soon' for '--timeout…"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case {
        name: "a flag in another case",
        flags: &["-On_error=continue"],
        exit: 2,
        log: &["entrypoint: flag provided but not defined: -On_error"],
        differs: Some("Every early failure"),
        ..FAILED
    },
    Case { name: "-enable_spire=false", flags: &["-enable_spire=false"], ..DONE },
    Case {
        name: "a subcommand behind flags",
        flags: &["-entrypoint=echo", "step-init"],
        command: &[],
        exit_code: None,
        posted: Posted::Nothing,
        log: &["Setup /step directories"],
        ..DONE
    },
    Case {
        name: "a wrong number of words",
        flags: &["decode-script"],
        exit: 2,
        log: &["entrypoint: the following required arguments were not provided:"],
        differs: Some("A wrong number of words"),
        ..NO_STEP
    },
];
