//! `P.lock` says that somebody is alive: it is never seen unlocked while its owner lives.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tests::{Step, Tools, eventually};

fn is_held(lock: &Path) -> bool {
    match File::open(lock).expect("readable").try_lock_shared() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(error)) => panic!("{error}"),
    }
}

#[test]
fn it_is_held_from_the_moment_it_is_seen() {
    for _ in 0..60 {
        let tools = Tools::new();
        let lock = tools.path("1.lock");
        let step = tools.step(1).runs(["true"]).start();
        let file = loop {
            // No pause: the moment is what matters.
            if let Ok(file) = File::open(&lock) {
                break file;
            }
        };
        assert!(matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)), "seen before it was locked");
        tools.post("0");
        step.finish();
    }
}

#[test]
fn it_is_held_while_waiting_and_while_running_and_free_behind() {
    let tools = Tools::new();
    let lock = tools.path("1.lock");
    let script = format!("touch {0}; until test -e {1}; do sleep 0.01; done", "$1", "$2");
    let (running, go) = (tools.path("running"), tools.path("go"));
    let argv =
        ["sh".as_ref(), "-c".as_ref(), script.as_ref(), "sh".as_ref(), running.as_os_str(), go.as_os_str()];
    let step = tools.step(1).runs(argv).start();
    step.settle("it waits", || lock.exists());
    assert!(is_held(&lock));
    tools.post("0");
    eventually("it runs", || running.exists().then_some(()));
    assert!(is_held(&lock));
    tools.post("go");
    assert_eq!(step.finish().code, Some(0));
    assert!(lock.exists() && !is_held(&lock), "left behind, free");
}

#[test]
fn orphans_do_not_hold_it() {
    let tools = Tools::new();
    let end = tools.step(0).runs_shell("sleep 60 > /dev/null 2>&1 & echo $!").finish();
    let orphan: u32 = end.text().parse().unwrap();
    assert!(!is_held(&tools.path("0.lock")), "inherited by the step's children");
    tests::send(orphan, libc::SIGKILL);
}

#[test]
fn everybody_may_open_it() {
    let tools = Tools::new();
    tools.step(0).under(["sh", "-c", "umask 077; exec \"$@\"", "sh"]).runs(["true"]).finish();
    assert_eq!(fs::metadata(tools.path("0.lock")).unwrap().mode() & 0o777, 0o644);
}

#[test]
fn a_lock_from_an_earlier_run_is_replaced() {
    let tools = Tools::new();
    tools.post("1.lock");
    let step = tools.step(1).runs(["true"]).start();
    step.settle("it waits and holds the lock", || is_held(&tools.path("1.lock")));
    tools.post("0");
    assert_eq!(step.finish().code, Some(0));
}

#[test]
fn a_free_lock_beside_a_post_file_means_nothing() {
    for (posted, code) in [("0", 0), ("0.err", 0)] {
        let tools = Tools::new();
        tools.post("0.lock");
        tools.post(posted);
        assert_eq!(tools.step(1).runs(["true"]).finish().code, Some(code));
    }
}

#[test]
fn without_a_post_file_there_is_no_lock() {
    let tools = Tools::new();
    let folder = tools.folder().to_owned();
    Step::new()
        .runs(["true"])
        .with(move |command| {
            command.current_dir(folder);
        })
        .finish();
    assert_eq!(tools.names(), Vec::<String>::new());
}
