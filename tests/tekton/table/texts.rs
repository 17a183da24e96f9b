//! What is said when something is wrong.

use super::{Case, DONE, FAILED};

const SECRET: &[(&str, &str)] = &[
    ("creds/.keep", ""),
    ("creds-secrets/bot/username", "me"),
    ("creds-secrets/bot/password", "word"),
    ("creds-secrets/other/username", "they"),
    ("creds-secrets/other/password", "drow"),
];
const HOMELESS: &[(&str, &str)] = &[("HOME", "")];

/// A refusal before the step's turn.
const REFUSED: Case = Case { differs: Some("Every early failure"), ..FAILED };

pub const TEXTS: &[Case] = &[
    Case {
        name: "no command at all",
        flags: &["--"],
        command: &[],
        log: &["unexpected end of JSON input"],
        ..REFUSED
    },
    Case {
        name: "no command for the platform",
        environment: &[("TEKTON_PLATFORM_COMMANDS", "{}")],
        flags: &["--"],
        command: &[],
        log: &["could not find command for platform…"],
        ..REFUSED
    },
    Case {
        name: "no map of platforms",
        environment: &[("TEKTON_PLATFORM_COMMANDS", "[]")],
        flags: &["--"],
        command: &[],
        log: &["TEKTON_PLATFORM_COMMANDS is no map of platforms"],
        ..REFUSED
    },
    Case {
        name: "no JSON in conditions",
        flags: &["-when_expressions=["],
        log: &["-when_expressions: EOF while parsing…"],
        ..REFUSED
    },
    Case {
        name: "SPIRE",
        flags: &["-enable_spire"],
        log: &[
            "Error: SPIRE is disabled in this build, but enableSpire was set to true. Please recompile with SPIRE support.",
        ],
        ..REFUSED
    },
    Case {
        name: "a secret that is not there",
        flags: &["-basic-git=none=https://git.example"],
        exit: 2,
        log: &["invalid flags: …"],
        ..REFUSED
    },
    Case {
        name: "no URL of a secret",
        scene: SECRET,
        flags: &["-basic-git=bot"],
        exit: 2,
        log: &["invalid flags: -basic-git expects secret=url, and there is no = in what it got"],
        ..REFUSED
    },
    Case {
        name: "two secrets for one URL",
        scene: SECRET,
        flags: &["-basic-git=bot=https://git.example", "-basic-git=other=https://git.example"],
        exit: 2,
        log: &["invalid flags: secrets bot and other are both annotated with https://git.example…"],
        ..REFUSED
    },
    Case {
        name: "a file that cannot be looked for",
        scene: &[("file", "")],
        flags: &["-wait_file=/tekton/file/out"],
        log: &["Error executing command: waiting for \"/tekton/file/out\": …"],
        ..FAILED
    },
    Case {
        name: "a result that is not there",
        command: &["echo", "$(steps.one.results.none)"],
        stdout: "$(steps.one.results.none)",
        log: &["ERROR Error while substituting step results: error=\"failed to find replacement for …"],
        ..DONE
    },
    Case {
        name: "a list in a word",
        scene: &[("steps/step-one/results/list", "[\"a\"]")],
        command: &["echo", "x$(steps.one.results.list[*])"],
        stdout: "x$(steps.one.results.list[*])",
        log: &[
            "ERROR Error while substituting step results: error=\"value must be in \\\"$(steps.<step-name>.results.<result-name>[*])\\\" format, when using array results…",
        ],
        ..DONE
    },
    Case {
        name: "an artifact that is not there",
        command: &["echo", "$(steps.one.outputs.image)"],
        stdout: "$(steps.one.outputs.image)",
        log: &["ERROR Error while substituting step artifacts: error=\"…"],
        ..DONE
    },
    Case {
        name: "no CEL",
        flags: &["-when_expressions", r#"[{"cel":"1 +"}]"#],
        log: &["Error executing command: …"],
        ..FAILED
    },
    Case {
        name: "an unknown name in CEL",
        flags: &["-when_expressions", r#"[{"cel":"foo == 'a'"}]"#],
        log: &["Error executing command: …"],
        ..FAILED
    },
    Case {
        name: "no home",
        scene: &[("creds/.gitconfig", "[a]\n")],
        environment: HOMELESS,
        log: &["non-fatal error copying credentials: \"HOME is not set\""],
        differs: Some("Credentials are checked"),
        ..DONE
    },
    Case { name: "no home, and nothing to copy", environment: HOMELESS, ..DONE },
    Case {
        name: "a home that cannot be written",
        scene: &[("creds/.gitconfig", "[a]\n"), ("file", "")],
        environment: &[("HOME", "/tekton/file")],
        log: &[
            "warning: unsuccessful cred copy: \".gitconfig\" from \"/tekton/creds\" to \"/tekton/file\": …",
        ],
        ..DONE
    },
    Case {
        name: "a message that cannot be written",
        flags: &["-termination_path=/tekton/no/such"],
        log: &["Error while writing message: …"],
        differs: Some("The message, the results and exitCode"),
        ..FAILED
    },
    Case {
        name: "a tee that cannot be opened",
        scene: &[("file", "")],
        flags: &["-stdout_path=/tekton/file/out"],
        log: &["Error executing command: …"],
        ..FAILED
    },
    Case {
        name: "a result that cannot be read",
        flags: &["-results=a"],
        command: &["mkdir", "/tekton/results/a"],
        log: &["ERROR Error while reading results: error=\"open /tekton/results/a: …"],
        differs: Some("Results that are too large fail the step"),
        ..FAILED
    },
];
