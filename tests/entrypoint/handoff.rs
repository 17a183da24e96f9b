//! Steps run one after the other, whatever order they start in, and a failure is handed on to the end.

use std::fs;
use std::process::Command;

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use tests::{Dice, Finished, Posted, Running, Tools};

/// Starts `count` steps in a random order, all at once; the step `failing` exits 7. Each appends its number to
/// the file `log`. Returns their ends in the order of the Task.
fn chain(tools: &Tools, count: usize, failing: Option<usize>, dice: &mut Dice) -> Vec<Finished> {
    let log = tools.path("log");
    let mut order: Vec<_> = (0..count).collect();
    dice.shuffle(&mut order);
    let mut running: Vec<Option<Running>> = (0..count).map(|_| None).collect();
    for n in order {
        let code = if failing == Some(n) { 7 } else { 0 };
        let step = tools.step(n).runs_shell(&format!("echo {n} >> {}; exit {code}", log.display()));
        running[n] = Some(step.start());
    }
    running.into_iter().flatten().map(Running::finish).collect()
}

#[test]
fn steps_run_in_order_however_they_start() {
    let mut dice = Dice::new();
    for _ in 0..8 {
        let tools = Tools::new();
        let ends = chain(&tools, 10, None, &mut dice);
        assert_eq!(tools.read("log"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        assert!(ends.iter().all(|end| end.code == Some(0) && end.stderr.is_empty()), "{ends:?}");
        assert!((0..10).all(|n| tools.posted(n.to_string()) == Posted::Done));
    }
}

#[test]
fn a_failure_skips_all_that_follows() {
    let mut dice = Dice::new();
    for failing in [0, 1, 4, 6] {
        let tools = Tools::new();
        let ends = chain(&tools, 7, Some(failing), &mut dice);
        let ran = "0\n1\n2\n3\n4\n5\n6\n"[..2 * (failing + 1)].to_owned();
        assert_eq!(tools.read("log"), ran);
        for (n, end) in ends.iter().enumerate() {
            let (code, posted) = match n {
                n if n < failing => (0, Posted::Done),
                n if n == failing => (7, Posted::Failed),
                // Skipped, which in the classic protocol is no failure of its own.
                _ => (0, Posted::Failed),
            };
            assert_eq!(
                (end.code, tools.posted(n.to_string())),
                (Some(code), posted),
                "step {n} after {failing}"
            );
            assert_eq!(n > failing, !end.stderr.is_empty(), "only skipped steps say something: {end:?}");
        }
    }
}

#[test]
fn a_skipped_step_names_what_it_waited_for_in_one_line() {
    let tools = Tools::new();
    tools.post("0.err");
    let end = tools.step(1).runs(["touch".as_ref(), tools.path("ran").as_os_str()]).finish();
    assert!(end.complaint().contains(tools.path("0").to_str().unwrap()), "{}", end.stderr);
    assert!(!tools.path("ran").exists());
}

#[test]
fn a_chain_that_is_there_already_is_followed_at_once() {
    let tools = Tools::new();
    tools.post("0");
    let end = tools.step(1).runs(["true"]).finish();
    assert_eq!((end.code, tools.posted("1")), (Some(0), Posted::Done));
}

#[test]
fn the_plain_file_wins_over_the_failure() {
    let tools = Tools::new();
    tools.post("0");
    tools.post("0.err");
    let end = tools.step(1).runs(["true"]).finish();
    assert_eq!((end.code, tools.posted("1")), (Some(0), Posted::Done), "{}", end.stderr);
}

#[test]
fn only_the_existence_of_the_wait_file_counts() {
    for make in ["mkdir 0", "echo content > 0", "ln -s / 0", "umask 777; touch 0", "mkfifo 0"] {
        let tools = Tools::new();
        let step = tools.step(1).runs(["true"]).start();
        step.settle("it waits", || tools.path("1.lock").exists());
        let made = Command::new("sh").args(["-c", make]).current_dir(tools.folder()).status();
        assert!(made.unwrap().success(), "{make}");
        assert_eq!(step.finish().code, Some(0), "{make}");
    }
}

#[test]
fn without_a_post_file_nothing_is_written() {
    let tools = Tools::new();
    tools.post("0");
    let end = tests::Step::new().wait_file(tools.path("0")).runs(["echo", "ran"]).finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "ran"));
    assert_eq!(tools.names(), ["0"]);
}

#[test]
fn with_nothing_to_run_the_turn_is_handed_on() {
    let tools = Tools::new();
    assert_eq!(tools.step(0).finish().code, Some(0));
    assert_eq!(tools.step(1).args(["--"]).finish().code, Some(0));
    assert_eq!((tools.posted("0"), tools.posted("1")), (Posted::Done, Posted::Done));
    let failed = Tools::new();
    failed.post("0.err");
    assert_eq!(failed.step(1).finish().code, Some(0));
    assert_eq!(failed.posted("1"), Posted::Failed);
}

#[test]
fn what_an_earlier_run_left_is_overwritten() {
    let tools = Tools::new();
    tools.post("0");
    assert_eq!(tools.step(0).runs(["true"]).finish().code, Some(0));
    assert_eq!(tools.posted("0"), Posted::Done);
}

#[test]
fn the_post_file_is_empty_and_follows_the_umask() {
    use std::os::unix::fs::MetadataExt;
    for (umask, mode) in [("022", 0o644), ("077", 0o600), ("000", 0o666)] {
        let tools = Tools::new();
        let scene = format!("umask {umask}; exec \"$@\"");
        let end = tools.step(0).under(["sh", "-c", &scene, "sh"]).runs(["true"]).finish();
        assert_eq!(end.code, Some(0));
        let post = fs::metadata(tools.path("0")).unwrap();
        assert_eq!((post.len(), post.mode() & 0o777), (0, mode), "umask {umask}");
    }
}

#[test]
fn the_post_file_appears_exactly_once() {
    for (script, posted) in [("true", "0"), ("false", "0.err"), ("kill -9 $$", "0.err")] {
        let tools = Tools::new();
        let events = Inotify::init(InitFlags::IN_NONBLOCK).unwrap();
        let watched = AddWatchFlags::IN_CREATE | AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_DELETE;
        events.add_watch(tools.folder(), watched).unwrap();
        tools.step(0).runs_shell(script).finish();
        let names: Vec<_> =
            events.read_events().unwrap().into_iter().filter_map(|event| event.name).collect();
        let times = |name: &str| names.iter().filter(|seen| seen.to_str() == Some(name)).count();
        assert_eq!((times("0") + times("0.err"), times(posted), times("0.lock")), (1, 1, 1), "{names:?}");
        assert_eq!(tools.names(), [posted, "0.lock"].map(str::to_owned).into_iter().collect::<Vec<_>>());
    }
}
