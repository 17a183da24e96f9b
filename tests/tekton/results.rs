//! Results: where they come from, and that they are told before the next step can run.

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use tests::Posted;

use crate::pod::Pod;

#[test]
fn a_step_that_fails_tells_its_results_too() {
    for (script, flags) in [("exit 3", &[][..]), ("kill -9 $$", &[]), ("sleep 60", &["-timeout=300ms"])] {
        let Some(pod) = Pod::new() else { return };
        let script = format!("echo -n x > /tekton/results/a; {script}");
        pod.step(0).args(["-results", "a"]).args(flags).runs_shell(&script).finish();
        assert_eq!(pod.message(0)[0], ("a".to_owned(), "x".to_owned(), 1), "{script}");
    }
}

#[test]
fn a_step_that_did_not_run_tells_none() {
    let Some(pod) = Pod::new() else { return };
    pod.write("results/a", "of a step before");
    let when = r#"[{"input":"a","operator":"notin","values":["a"]}]"#;
    let end = pod.step(0).args(["-results", "a", "-when_expressions", when]).runs(["true"]).finish();
    assert_eq!(end.code, Some(0));
    assert_eq!(pod.told(0), [("Reason".to_owned(), "Skipped".to_owned())]);
}

#[test]
fn a_result_that_cannot_be_read_is_a_failure() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-results", "a"]).runs(["mkdir", "/tekton/results/a"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed), "{}", end.stderr);
    assert!(end.stderr.contains("/tekton/results/a"), "{}", end.stderr);
}

#[test]
fn the_message_and_the_exit_code_are_written_before_the_post_file() {
    let Some(pod) = Pod::new() else { return };
    let step = pod.step(0).args(["-results", "a", "-on_error=continue"]);
    let events = Inotify::init(InitFlags::IN_NONBLOCK).unwrap();
    let written = AddWatchFlags::IN_CREATE | AddWatchFlags::IN_CLOSE_WRITE;
    std::fs::create_dir_all(pod.path("run/0/status")).unwrap();
    events.add_watch(&pod.path("run/0"), written).unwrap();
    events.add_watch(&pod.path("run/0/status"), written).unwrap();
    step.runs_shell("echo 1 > /tekton/results/a; exit 3").finish();
    let names: Vec<_> = events
        .read_events()
        .unwrap()
        .into_iter()
        .filter_map(|event| event.name?.into_string().ok())
        .filter(|name| !name.contains("lock") && name != "results" && name != "artifacts")
        .collect();
    let at = |name: &str, from: &dyn Fn(&[String]) -> Option<usize>| {
        from(&names).unwrap_or_else(|| panic!("{name}: {names:?}"))
    };
    let last = |wanted: &'static str| move |names: &[String]| names.iter().rposition(|name| name == wanted);
    let first = |wanted: &'static str| move |names: &[String]| names.iter().position(|name| name == wanted);
    let posted = at("out", &first("out"));
    assert!(
        at("termination", &last("termination")) < posted && at("exitCode", &last("exitCode")) < posted,
        "{names:?}"
    );
}

#[test]
fn without_a_metadata_folder_nothing_is_left_in_the_working_one() {
    let Some(pod) = Pod::new() else { return };
    std::fs::create_dir(pod.path("work")).unwrap();
    let script = "cd /tekton/work && exec \"$@\"";
    let step = pod.plain(["-post_file", "/tekton/work/out", "-termination_path", "/tekton/work/termination"]);
    let end = step.runs(["sh", "-c", script, "sh", "true"]).finish();
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    let mut names: Vec<_> =
        std::fs::read_dir(pod.path("work")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["out", "out.lock", "termination"]);
}
