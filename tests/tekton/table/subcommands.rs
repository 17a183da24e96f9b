//! What a call says that is no step.

use super::{Case, NO_STEP};

pub const SUBCOMMANDS: &[Case] = &[
    Case { name: "step-init", flags: &["step-init", "step-a"], log: &["Setup /step directories"], ..NO_STEP },
    Case {
        name: "init",
        scene: &[("a", "x"), ("bin/.keep", "")],
        flags: &["init", "/tekton/a", "/tekton/bin/b"],
        log: &["Entrypoint initialization"],
        left: &[("bin/b", "x")],
        ..NO_STEP
    },
    Case {
        name: "init of what is not there",
        flags: &["init", "/no/such", "/tekton/b"],
        exit: 1,
        log: &["init error: …"],
        ..NO_STEP
    },
    Case {
        name: "cp",
        scene: &[("a", "x")],
        flags: &["cp", "/tekton/a", "/tekton/b"],
        left: &[("b", "x")],
        differs: Some("cp and init put the binary there"),
        ..NO_STEP
    },
    Case {
        name: "cp over a longer file",
        scene: &[("a", "x"), ("b", "longer")],
        flags: &["cp", "/tekton/a", "/tekton/b"],
        left: &[("b", "x")],
        differs: Some("cp and init put the binary there"),
        ..NO_STEP
    },
    Case {
        name: "decode-script",
        scene: &[("s", "IyEv\r\nYQ==\n")],
        flags: &["decode-script", "/tekton/s"],
        log: &["Decoded script /tekton/s"],
        left: &[("s", "#!/a")],
        ..NO_STEP
    },
    Case {
        name: "decode-script of no base64",
        scene: &[("s", "a*bc")],
        flags: &["decode-script", "/tekton/s"],
        exit: 1,
        log: &[
            "decode-script error: error decoding script file \"/tekton/s\": error decoding script file \"/tekton/s\": illegal base64 data at input byte 1",
        ],
        left: &[("s", "a*bc")],
        ..NO_STEP
    },
    Case {
        name: "decode-script of nothing",
        flags: &["decode-script", "/tekton/none"],
        exit: 1,
        log: &["decode-script error: error decoding script file \"/tekton/none\": error …"],
        ..NO_STEP
    },
];
