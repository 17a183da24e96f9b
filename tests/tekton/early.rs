//! What is refused before the step's turn posts `.err`, so that nobody waits for ever.

use tests::Posted;

use crate::pod::{Pod, log};

/// Runs step 0 with `flags` and `environment`; gives its exit code and its log.
fn refused(flags: &[&str], environment: &[(&str, &str)]) -> Option<(Option<i32>, String)> {
    let pod = Pod::new()?;
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let step = pod.step(0).args(flags).args(["--", "touch", "/tekton/ran"]).with(move |command| {
        command.envs(environment);
    });
    let end = step.finish();
    assert_eq!(pod.posted(0), Posted::Failed, "{flags:?}: {}", end.stderr);
    assert!(!pod.path("ran").exists() && !pod.path("run/0/status/exitCode").exists());
    Some((end.code, end.stderr))
}

#[test]
fn usage() {
    for (flags, line) in [
        (&["-no_such_flag"][..], "entrypoint: flag provided but not defined: -no_such_flag"),
        (&["-spire_socket_path", "x"], "entrypoint: flag provided but not defined: -spire_socket_path"),
        (&["-wait_file_content=maybe"], "invalid value 'maybe' for '--wait_file_content"),
        (&["-timeout", "soon"], "invalid value 'soon' for '--timeout <DURATION>'"),
        (&["-timeout", "1"], "invalid value '1' for '--timeout <DURATION>'"),
        (&["-timeout"], "entrypoint: flag needs an argument: -timeout"),
    ] {
        let Some((code, said)) = refused(flags, &[]) else { return };
        assert_eq!(code, Some(2), "{flags:?}");
        assert!(said.lines().next().unwrap().contains(line), "{flags:?}: {said}");
        assert!(said.contains("Usage: entrypoint"), "{said}");
    }
}

#[test]
fn what_makes_no_sense() {
    let go = &["-entrypoint", "true"][..];
    let when = |text| [&["-when_expressions", text], go].concat();
    for (flags, environment, line) in [
        (vec![], &[][..], "unexpected end of JSON input"),
        (vec![], &[("TEKTON_PLATFORM_COMMANDS", "")], "unexpected end of JSON input"),
        (vec![], &[("TEKTON_PLATFORM_COMMANDS", "[]")], "TEKTON_PLATFORM_COMMANDS is no map of platforms"),
        (
            vec![],
            &[("TEKTON_PLATFORM_COMMANDS", "{\"linux/none\":[\"a\"]}")],
            "could not find command for platform",
        ),
        (when("["), &[], "EOF while parsing"),
        (when("{}"), &[], "-when_expressions: expected a list, not {}"),
        (when("[1]"), &[], "-when_expressions: expected an object"),
        (when("[{\"values\":[1]}]"), &[], "-when_expressions: values: expected a list of strings"),
        (go.to_vec(), &[("BATON_EXIT_CODES", "shel")], "BATON_EXIT_CODES=shel is not known"),
        (go.to_vec(), &[("BATON_GRACE", "10")], "BATON_GRACE: `10` is no duration"),
        (
            [&["-enable_spire"], go].concat(),
            &[],
            "Error: SPIRE is disabled in this build, but enableSpire was set to true. Please recompile with SPIRE \
             support.",
        ),
    ] {
        let Some((code, said)) = refused(&flags, environment) else { return };
        assert_eq!(code, Some(1), "{flags:?}: {said}");
        assert!(said.contains(line), "{flags:?}: {said}");
    }
}

#[test]
fn spire_is_refused_only_when_asked_for() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-enable_spire=false"]).runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{}", end.stderr);
}

#[test]
fn words_between_the_flags_and_the_dashes_are_dropped() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-entrypoint", "echo", "a", "-x", "b", "--", "c", "--", "d"]).finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "c -- d"), "{}", end.stderr);
    let end = pod.step(1).args(["-entrypoint", "echo", "a", "b"]).finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), ""), "{}", end.stderr);
    let end = pod.step(2).args(["-entrypoint", "echo", "step-init"]).finish();
    assert_eq!(log(&end), ["Setup /step directories"], "but a subcommand is one");
}

#[test]
fn the_last_of_a_repeated_flag_wins() {
    let Some(pod) = Pod::new() else { return };
    let flags = ["-on_error=stopAndFail", "--on_error", "continue", "-timeout=1ns", "--timeout=0"];
    let booleans = ["-breakpoint_on_failure", "-breakpoint_on_failure=F"];
    let end = pod.step(0).args(flags).args(booleans).runs_shell("exit 5").finish();
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{}", end.stderr);
}
