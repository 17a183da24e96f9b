//! One step after the other, and what a failing one changes.

use crate::scene::{installed, run, stdout};
use crate::task::scripts;

#[test]
fn a_step_starts_when_its_predecessor_has_ended() {
    let clock = "date +%s%N; sleep 0.1; date +%s%N";
    let finished = run(&[scripts(&[("a", clock), ("b", clock), ("c", clock)])], &[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let times: Vec<(char, u64)> = stdout(&finished)
        .lines()
        .filter(|line| !line.starts_with("[nop]"))
        .map(|line| (line.as_bytes()[1].into(), line.split_whitespace().last().unwrap().parse().unwrap()))
        .collect();
    let steps: String = times.iter().map(|(step, _)| step).collect();
    assert_eq!(steps, "aabbcc");
    assert!(times.is_sorted_by_key(|(_, time)| *time), "{times:?}");
}

#[test]
fn a_failing_step_gives_its_code_and_is_the_last_to_run() {
    let finished =
        run(&[scripts(&[("a", "echo A"), ("b", "echo B; exit 42"), ("c", "echo C"), ("d", "echo D")])], &[]);
    assert_eq!(finished.code, Some(42), "{}", finished.stderr);
    let said: Vec<_> =
        stdout(&finished).lines().filter(|line| line.starts_with("[a]") || line.starts_with("[b]")).collect();
    assert_eq!(said, ["[a]   A", "[b]   B"]);
    assert!(!stdout(&finished).contains("Build successful"), "{}", stdout(&finished));
    assert!(!stdout(&finished).contains(" C\n"), "{}", stdout(&finished));
    let row = |step: &str| {
        finished.stderr.lines().find(|line| line.starts_with(step)).unwrap_or_default().to_owned()
    };
    assert!(row("b ").contains("42") && row("b ").ends_with("failed"), "{}", finished.stderr);
    assert!(row("c ").ends_with("skipped") && row("d ").ends_with("skipped"), "{}", finished.stderr);
}

#[test]
fn a_failing_init_container_fails_the_pod() {
    let folder = tempfile::Builder::new().tempdir_in(installed()).unwrap();
    for name in ["entrypoint", "nop"] {
        tests::copy_program(installed().join(name), folder.path().join(name));
    }
    tests::write_program(folder.path().join("creds-init"), "755", "#!/bin/sh\necho no credentials; exit 5\n");
    let finished = run(&[scripts(&[("a", "echo A")])], &["--bin-dir", folder.path().to_str().unwrap()]);
    assert_eq!(finished.code, Some(5), "{finished:?}");
    assert!(stdout(&finished).starts_with("[credential-initializer-"), "{finished:?}");
    assert!(stdout(&finished).ends_with("no credentials\n"), "{finished:?}");
    assert!(
        finished.stderr.lines().any(|line| line.starts_with("a ") && line.ends_with("not started")),
        "{}",
        finished.stderr
    );
}

#[test]
fn a_command_that_is_not_there_gives_127() {
    let mut step = crate::task::script("a", "");
    step["command"] = serde_json::json!(["/no/such/program"]);
    let finished = run(&[crate::task::task_run("it", &[step], &serde_json::json!([]))], &[]);
    assert_eq!(finished.code, Some(127), "{finished:?}");
    assert!(stdout(&finished).contains("/no/such/program"), "{finished:?}");
}

#[test]
fn a_step_that_dies_of_a_signal_gives_128_and_its_number() {
    let finished = run(&[scripts(&[("a", "kill -s SEGV $$$$"), ("b", "echo B")])], &[]);
    assert_eq!(finished.code, Some(139), "{finished:?}");
}
