//! `entrypoint cp SRC DST`: how the binary gets into the tools folder, without a shell.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tests::{Finished, Step, Tools, binary, mount_namespace, root, write_program};

fn copy(from: impl AsRef<OsStr>, to: impl AsRef<OsStr>) -> Finished {
    Step::new().args(["cp".as_ref(), from.as_ref(), to.as_ref()]).finish()
}

fn same(one: &Path, other: &Path) -> bool {
    fs::read(one).unwrap() == fs::read(other).unwrap()
}

/// The copy of itself at `to` is whole, alone in its folder, and everybody may execute it.
fn good(tools: &Tools, name: &str) {
    let to = tools.path(name);
    assert!(same(&binary("entrypoint"), &to));
    let mode = fs::metadata(&to).unwrap().mode() & 0o7777;
    assert!(mode & 0o555 == 0o555 && mode & 0o022 == 0, "{mode:o}");
}

#[test]
fn a_copy_of_itself_runs() {
    let tools = Tools::new();
    let end = copy(binary("entrypoint"), tools.path("e"));
    assert_eq!((end.code, end.stderr.as_str(), end.text().as_str()), (Some(0), "", ""));
    good(&tools, "e");
    assert_eq!(tools.names(), ["e"]);
    let copy = Step::of(tools.path("e")).runs(["echo", "ran"]).finish();
    assert_eq!((copy.code, copy.text().as_str()), (Some(0), "ran"));
}

#[test]
fn everybody_may_execute_it_whatever_the_umask_and_the_source() {
    for umask in ["000", "022", "077", "777"] {
        let tools = Tools::new();
        let scene = format!("umask {umask}; exec \"$@\"");
        let (from, to) = (binary("entrypoint"), tools.path("e"));
        let step = Step::new().args(["cp".as_ref(), from.as_os_str(), to.as_os_str()]);
        let end = step.under(["sh", "-c", &scene, "sh"]).finish();
        assert_eq!(end.code, Some(0), "{}", end.stderr);
        good(&tools, "e");
    }
    let tools = Tools::new();
    write_program(tools.path("plain"), "400", "#!/bin/sh\necho plain\n");
    assert_eq!(copy(tools.path("plain"), tools.path("e")).code, Some(0));
    assert_eq!(Step::new().runs([tools.path("e")]).finish().text(), "plain");
}

#[test]
fn what_is_there_is_replaced() {
    let tools = Tools::new();
    write_program(tools.path("e"), "000", "x".repeat(3_000_000));
    assert_eq!(copy(binary("entrypoint"), tools.path("e")).code, Some(0));
    good(&tools, "e");
    assert_eq!(copy(binary("entrypoint"), tools.path("e")).code, Some(0), "again");
    good(&tools, "e");
    assert_eq!(tools.names(), ["e"]);
}

#[test]
fn a_busy_destination_is_replaced_and_goes_on_running() {
    let tools = Tools::new();
    copy(binary("entrypoint"), tools.path("e"));
    let busy = Step::of(tools.path("e"))
        .wait_file(tools.path("W"))
        .post_file(tools.path("P"))
        .runs(["true"])
        .start();
    busy.settle("it waits", || tools.path("P.lock").exists());
    assert!(File::options().write(true).open(tools.path("e")).is_err(), "busy indeed");
    let end = copy(binary("entrypoint"), tools.path("e"));
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    tools.post("W");
    assert_eq!(busy.finish().code, Some(0));
}

#[test]
fn onto_itself_nothing_is_lost() {
    let tools = Tools::new();
    copy(binary("entrypoint"), tools.path("e"));
    let end = Step::of(tools.path("e")).args([
        "cp".as_ref(),
        tools.path("e").as_os_str(),
        tools.path("e").as_os_str(),
    ]);
    assert_eq!(end.finish().code, Some(0));
    good(&tools, "e");
}

#[test]
fn readers_see_the_old_or_the_new_and_never_a_part() {
    let tools = Tools::new();
    let expected = fs::metadata(binary("entrypoint")).unwrap().len();
    copy(binary("entrypoint"), tools.path("e"));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let whole = fs::read(tools.path("e")).map(|content| content.len() as u64);
                assert_eq!(whole.expect("always there"), expected, "a part of it was seen");
            }
        });
        for _ in 0..20 {
            assert_eq!(copy(binary("entrypoint"), tools.path("e")).code, Some(0));
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}

#[test]
fn many_at_once_leave_one_good_file() {
    let tools = Tools::new();
    let (from, to) = (binary("entrypoint"), tools.path("e"));
    let start = || Step::new().args(["cp".as_ref(), from.as_os_str(), to.as_os_str()]).start();
    let copies: Vec<_> = (0..8).map(|_| start()).collect();
    assert!(copies.into_iter().all(|copy| copy.finish().code == Some(0)));
    good(&tools, "e");
    assert_eq!(tools.names(), ["e"]);
}

#[test]
fn missing_folders_of_the_destination_are_made() {
    let tools = Tools::new();
    assert_eq!(copy(binary("entrypoint"), tools.path("a/b/e")).code, Some(0));
    good(&tools, "a/b/e");
}

#[test]
fn a_link_as_destination_is_replaced_and_its_target_kept() {
    let tools = Tools::new();
    fs::write(tools.path("target"), "precious").unwrap();
    symlink(tools.path("target"), tools.path("e")).unwrap();
    assert_eq!(copy(binary("entrypoint"), tools.path("e")).code, Some(0));
    good(&tools, "e");
    assert_eq!(tools.read("target"), "precious");
}

/// `end` is a failure that names `named` in one line, and nothing is left in `folder` but `names`.
fn fails(end: &Finished, named: &Path, tools: &Tools, left: &[&str]) {
    assert_eq!(end.code, Some(1));
    assert!(end.complaint().contains(named.to_str().unwrap()), "{}", end.stderr);
    assert_eq!(tools.names(), left, "no temporary file is left");
}

#[test]
fn a_missing_source_is_a_failure_with_its_name() {
    let tools = Tools::new();
    fs::write(tools.path("e"), "old").unwrap();
    fails(&copy(tools.path("none"), tools.path("e")), &tools.path("none"), &tools, &["e"]);
    assert_eq!(tools.read("e"), "old");
}

#[test]
fn a_folder_as_source_is_a_failure_with_its_name() {
    let tools = Tools::new();
    fs::create_dir(tools.path("from")).unwrap();
    fails(&copy(tools.path("from"), tools.path("e")), &tools.path("from"), &tools, &["from"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_a_failure_with_the_destination() {
    let tools = Tools::new();
    tools.post("file");
    let end = copy(binary("entrypoint"), tools.path("file/e"));
    fails(&end, &tools.path("file"), &tools, &["file"]);
}

#[test]
fn a_full_disk_is_a_failure_that_leaves_nothing() {
    let tools = Tools::new();
    let scene =
        format!("cd '{}'; mkdir full; mount -t tmpfs -o size=64k none full", tools.folder().display());
    let Some(prefix) = mount_namespace(&scene) else { return };
    let (from, to) = (binary("entrypoint"), tools.path("full/e"));
    let list = format!("\"$@\"; echo $?; ls -A '{}'", tools.path("full").display());
    let step = Step::new().args(["cp".as_ref(), from.as_os_str(), to.as_os_str()]);
    let end = step.under(["sh", "-c", &list, "sh"]).under(prefix).finish();
    assert_eq!(end.text(), "1", "code 1 and an empty folder: {}", end.stderr);
    assert!(end.complaint().contains(to.to_str().unwrap()), "{}", end.stderr);
}

#[test]
fn another_user_can_execute_what_root_copied() {
    if !root() {
        return;
    }
    let tools = Tools::new();
    copy(binary("entrypoint"), tools.path("e"));
    let user = ["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups"];
    assert_eq!(Step::of(tools.path("e")).under(user).runs(["id", "-u"]).finish().text(), "65532");
}

#[test]
fn the_wrong_number_of_arguments_is_a_usage_error() {
    for args in [&["cp"][..], &["cp", "one"], &["cp", "one", "two", "three"]] {
        let end = Step::new().args(args).finish();
        assert_eq!((end.code, end.text().as_str()), (Some(2), ""), "{args:?}");
        assert!(end.stderr.contains("cp") && end.stderr.lines().count() >= 2, "{args:?}: {}", end.stderr);
    }
}

#[test]
fn cp_as_a_step_is_a_step() {
    let tools = Tools::new();
    fs::write(tools.path("from"), "content").unwrap();
    let (from, to) = (tools.path("from"), tools.path("to"));
    let end = Step::new().runs(["cp".as_ref(), from.as_os_str(), to.as_os_str()]).finish();
    assert_eq!((end.code, tools.read("to").as_str()), (Some(0), "content"));
    assert_eq!(fs::metadata(to).unwrap().mode() & 0o111, 0, "the system's own cp ran");
}
