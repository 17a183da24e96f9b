//! What earlier steps have left, put into commands, environments and scripts.

use super::{Case, DONE};

/// Prints its arguments, each in brackets.
const ECHO: &str = "for word; do printf '[%s]' \"$word\"; done";
/// What step `one` has left.
pub const RESULTS: &[(&str, &str)] = &[
    ("steps/step-one/results/r", "x"),
    ("steps/step-one/results/list", r#"["a b", "c"]"#),
    ("steps/step-one/results/map", r#"{"key": "value"}"#),
];
const ARTIFACTS: &[(&str, &str)] = &[(
    "steps/step-one/artifacts/provenance.json",
    r#"{"outputs":[{"name":"image","values":[{"uri":"pkg:c","digest":{"sha256":"d"}}]}]}"#,
)];
const SCRIPT: &[&str] = &["/tekton/scripts/script-0-abcde"];

pub const REFERENCES: &[Case] = &[
    Case {
        name: "results of earlier steps in arguments",
        scene: RESULTS,
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
        scene: RESULTS,
        environment: &[("VALUE", "<$(steps.one.results.r)>")],
        command: &["sh", "-c", "echo \"$VALUE\""],
        stdout: "<x>",
        ..DONE
    },
    Case {
        name: "a list of an earlier step as a whole",
        scene: RESULTS,
        command: &["echo", "$(steps.one.results.list)"],
        stdout: r#"["a b", "c"]"#,
        differs: Some("Substitution goes word by word"),
        ..DONE
    },
    Case {
        name: "an index that is out of range",
        scene: RESULTS,
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
