//! How a command line is read.

use tests::Posted;

use super::{Case, DONE, FAILED, NO_STEP};

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
