//! The command line itself.

use crate::controller::controller;

#[test]
fn wrong_usage_is_2_and_says_what_is_missing() {
    for (args, words) in [
        (&["emit"][..], "--filename"),
        (&["emit", "-f", "-", "-o", "xml"], "xml"),
        (&["emit", "-f", "-", "--nop-image", ""], "--nop-image"),
        (&["emit", "-f", "-", "--image-entrypoint", "ubuntu"], "IMAGE=CMD"),
        (&["emit", "-f", "-", "--no-such-flag"], "--no-such-flag"),
        (&["frobnicate"], "frobnicate"),
        (&[], "Usage"),
    ] {
        let said = controller(args, "");
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{args:?}");
        assert!(said.stderr.contains(words), "{args:?}: {}", said.stderr);
    }
}

#[test]
fn every_help_shows_an_example() {
    for args in [&["--help"][..], &["emit", "--help"], &["completions", "--help"]] {
        let said = controller(args, "");
        assert_eq!(said.code, 0);
        assert!(
            said.stdout.contains("Example") && said.stdout.contains("  controller "),
            "{args:?}: {}",
            said.stdout
        );
    }
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = controller(&["completions", shell], "");
        assert!(said.code == 0 && said.stdout.contains("image-entrypoint"), "{shell}");
    }
}

#[test]
fn the_version_is_the_workspaces() {
    assert_eq!(controller(&["--version"], "").stdout, format!("controller {}\n", env!("CARGO_PKG_VERSION")));
}
