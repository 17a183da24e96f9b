//! The command line in Go's syntax.

use tests::{Finished, Posted, Step, Tools};

/// Runs `entrypoint` with `args` in the folder of `tools`.
fn run(tools: &Tools, args: &[&str]) -> Finished {
    let folder = tools.folder().to_owned();
    Step::new()
        .args(args)
        .with(move |command| {
            command.current_dir(folder);
        })
        .finish()
}

#[test]
fn every_spelling_means_the_same() {
    for args in [
        &["-post_file", "P", "-entrypoint", "echo", "--", "a"][..],
        &["--post_file", "P", "--entrypoint", "echo", "--", "a"],
        &["-post_file=P", "-entrypoint=echo", "--", "a"],
        &["--post_file=P", "--entrypoint=echo", "--", "a"],
        &["-post_file", "P", "--", "echo", "a"],
        &["-post_file", "other", "-post_file", "P", "--", "echo", "a"],
        &["-wait_file=", "-post_file", "P", "-entrypoint", "", "--", "echo", "a"],
    ] {
        let tools = Tools::new();
        let end = run(&tools, args);
        assert_eq!((end.code, end.text().as_str()), (Some(0), "a"), "{args:?}: {}", end.stderr);
        assert_eq!(tools.names(), ["P", "P.lock"], "{args:?}");
    }
}

#[test]
fn a_flag_swallows_the_next_word_whatever_it_is() {
    let tools = Tools::new();
    let end = run(&tools, &["-post_file", "-entrypoint", "--", "echo", "a"]);
    assert_eq!((end.code, end.text().as_str()), (Some(0), "a"), "{}", end.stderr);
    assert_eq!(tools.names(), ["-entrypoint", "-entrypoint.lock"]);
}

#[test]
fn parsing_stops_at_the_first_word_that_is_no_flag() {
    for (args, said) in [
        (&["-entrypoint", "echo", "a", "-post_file", "P"][..], "a -post_file P"),
        (&["-entrypoint", "echo", "a", "--", "b"], "a b"),
        (&["-entrypoint", "echo", "-", "-post_file", "P"], "- -post_file P"),
        (&["echo", "a", "-x"], "a -x"),
        (&["-entrypoint", "echo", "--", "--", "-post_file"], "-- -post_file"),
    ] {
        let tools = Tools::new();
        let end = run(&tools, args);
        assert_eq!((end.code, end.text().as_str()), (Some(0), said), "{args:?}: {}", end.stderr);
        assert_eq!(tools.names(), Vec::<String>::new(), "{args:?}");
    }
}

#[test]
fn usage_errors_are_one_line_and_the_usage() {
    for (args, line) in [
        (&["-x"][..], "flag provided but not defined: -x"),
        (&["--nonsense=1"], "flag provided but not defined: -nonsense"),
        (&["-post_file"], "flag needs an argument: -post_file"),
        (&["-=x"], "bad flag syntax: -=x"),
        (&["---x"], "bad flag syntax: ---x"),
        (&["-Post_file", "P"], "flag provided but not defined: -Post_file"),
    ] {
        let tools = Tools::new();
        let end = run(&tools, args);
        assert_eq!((end.code, end.text().as_str()), (Some(2), ""), "{args:?}");
        let lines: Vec<_> = end.stderr.lines().collect();
        assert!(lines[0].ends_with(line), "{args:?}: {}", end.stderr);
        assert!(lines.len() > 1 && end.stderr.contains("-wait_file"), "usage follows: {}", end.stderr);
        assert_eq!(tools.names(), Vec::<String>::new());
    }
}

#[test]
fn a_usage_error_is_handed_on_once_the_post_file_is_known() {
    for args in [
        &["-post_file", "P", "-x", "--", "true"][..],
        &["-x", "-post_file", "P", "--", "true"],
        &["-x", "--post_file=P", "--", "true"],
        &["-post_file=P", "-wait_file"],
    ] {
        let tools = Tools::new();
        assert_eq!(run(&tools, args).code, Some(2), "{args:?}");
        assert_eq!(tools.posted("P"), Posted::Failed, "{args:?}");
    }
    // Behind the dashes it is the step's own.
    let tools = Tools::new();
    assert_eq!(run(&tools, &["-x", "--", "true", "-post_file", "P"]).code, Some(2));
    assert_eq!(tools.posted("P"), Posted::Nothing);
}

#[test]
fn help_shows_every_flag_on_standard_output() {
    for flag in ["-h", "--help", "-help"] {
        let end = Step::new().args([flag]).finish();
        assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""), "{flag}");
        for word in ["-wait_file", "-post_file", "-entrypoint", "cp", "--version"] {
            assert!(end.text().contains(word), "{flag} shows {word}: {}", end.text());
        }
    }
}

#[test]
fn the_version_is_the_workspaces() {
    for flag in ["--version", "-version"] {
        let end = Step::new().args([flag]).finish();
        let version = format!("entrypoint {}", env!("CARGO_PKG_VERSION"));
        assert_eq!((end.code, end.text(), end.stderr.as_str()), (Some(0), version, ""), "{flag}");
    }
}
