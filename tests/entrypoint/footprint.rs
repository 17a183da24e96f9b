//! What it touches, as strace sees it: nothing below `/proc`, and writing only next to its post file.

use std::path::Path;

use tests::{Step, Tools, strace};

/// The system calls with paths in `log`, of all processes.
fn calls(log: &str) -> impl Iterator<Item = &str> {
    log.lines().filter(|line| line.contains('"'))
}

/// The strings in one line of strace: its paths. What execve is given are words, not paths.
fn paths(call: &str) -> Vec<&str> {
    call.split('"').skip(1).step_by(2).collect()
}

fn writes(call: &str) -> bool {
    const MAKERS: [&str; 12] = [
        "mkdir", "rename", "link(", "linkat(", "symlink", "unlink", "rmdir", "creat(", "chmod", "chown",
        "truncate", "mknod",
    ];
    const MODES: [&str; 4] = ["O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC"];
    (MAKERS.iter().any(|name| call.contains(name)) && !call.contains("readlink"))
        || MODES.iter().any(|mode| call.contains(mode))
}

fn stays_home(log: &str, home: &Path) {
    assert!(log.contains("execve"), "strace saw something: {log}");
    for call in calls(log).filter(|call| !call.contains("execve")) {
        for path in paths(call) {
            assert!(!path.starts_with("/proc"), "{call}");
            assert!(!writes(call) || Path::new(path).starts_with(home) || path == "/dev/null", "{call}");
        }
    }
}

#[test]
fn it_opens_nothing_in_proc_and_writes_beside_its_post_file_only() {
    let Some(strace) = strace(&["-e", "trace=%file"]) else { return };
    // A step of its own kind, static and quiet, so that what is seen is entrypoint's doing.
    let quiet = tests::binary("nop");
    for (wait, argv) in
        [("W", [quiet.as_path()]), ("W", [Path::new("/no/such")]), ("failed", [quiet.as_path()])]
    {
        let (tools, elsewhere) = (Tools::new(), Tools::new());
        elsewhere.post("W");
        elsewhere.post("failed.err");
        let log = elsewhere.path("strace");
        let under = strace.iter().map(AsRef::as_ref).chain(["-o".as_ref(), log.as_os_str()]);
        let step = Step::new().wait_file(elsewhere.path(wait)).post_file(tools.path("a/P"));
        step.runs(argv).under(under).finish();
        stays_home(&elsewhere.read("strace"), tools.folder());
        assert_eq!(tools.names(), ["a"]);
        assert_eq!(std::fs::read_dir(tools.path("a")).unwrap().count(), 2, "the post file and the lock");
    }
}

#[test]
fn an_idle_waiter_sleeps_but_for_the_backstop() {
    let Some(strace) = strace(&["-e", "trace=all"]) else { return };
    let (tools, logs) = (Tools::new(), Tools::new());
    let log = logs.path("strace");
    let under: Vec<_> = strace.iter().map(AsRef::as_ref).chain(["-o".as_ref(), log.as_os_str()]).collect();
    let step = tools.step(1).runs(["true"]).under(under).start();
    tests::eventually("it waits", || tools.path("1.lock").exists().then_some(()));
    tests::eventually("it is quiet", || {
        let before = logs.read("strace").lines().count();
        std::thread::sleep(std::time::Duration::from_millis(300));
        (logs.read("strace").lines().count() - before < 12).then_some(())
    });
    let before = logs.read("strace").lines().count();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let calls = logs.read("strace").lines().count() - before;
    // Three or four looks at two or three files each, with the sleeps between them on two lines at most.
    assert!((1..=40).contains(&calls), "{calls} system calls in 3 s: {}", logs.read("strace"));
    tools.post("0");
    assert_eq!(step.finish().code, Some(0));
}
