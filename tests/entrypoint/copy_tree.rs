//! `entrypoint cp -r SRC DST` and `entrypoint mkdir DIR...`: how files get from task to task, without a shell.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use tempfile::TempDir;
use tests::{Finished, Step};

fn entrypoint<A: AsRef<OsStr>>(words: &[A]) -> Finished {
    Step::new().args(words.iter().map(AsRef::as_ref)).finish()
}

fn copy(from: &Path, to: &Path) -> Finished {
    entrypoint(&["cp".as_ref(), "-r".as_ref(), from.as_os_str(), to.as_os_str()])
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

/// A folder `src` with a file, a folder in a folder, a link, and a hidden file.
fn scene() -> TempDir {
    let folder = TempDir::new().unwrap();
    let src = folder.path().join("src");
    fs::create_dir_all(src.join("a/b")).unwrap();
    fs::write(src.join("a/b/program"), "#!/bin/sh\n").unwrap();
    fs::set_permissions(src.join("a/b/program"), Permissions::from_mode(0o751)).unwrap();
    fs::write(src.join(".hidden"), [0, 159, 146, 150]).unwrap();
    fs::set_permissions(src.join("a/b"), Permissions::from_mode(0o550)).unwrap();
    symlink("b/program", src.join("a/link")).unwrap();
    symlink("/nowhere", src.join("dangling")).unwrap();
    folder
}

/// What `scene` holds is in `dst`.
fn whole(dst: &Path) {
    assert_eq!(fs::read(dst.join(".hidden")).unwrap(), [0, 159, 146, 150]);
    assert_eq!(fs::read_to_string(dst.join("a/link")).unwrap(), "#!/bin/sh\n");
    assert_eq!(fs::read_link(dst.join("a/link")).unwrap(), Path::new("b/program"));
    assert_eq!(fs::read_link(dst.join("dangling")).unwrap(), Path::new("/nowhere"));
    assert_eq!((mode(&dst.join("a/b")), mode(&dst.join("a/b/program"))), (0o550, 0o751));
}

#[test]
fn all_that_is_in_a_folder_is_copied_with_modes_and_links() {
    let folder = scene();
    let dst = folder.path().join("not/yet/there");
    for time in ["new", "again"] {
        let end = copy(&folder.path().join("src"), &dst);
        assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""), "{time}");
        whole(&dst);
    }
}

#[test]
fn what_is_there_stays_or_is_replaced() {
    let folder = scene();
    let dst = folder.path().join("dst");
    fs::create_dir_all(dst.join("a")).unwrap();
    fs::write(dst.join("a/own"), "own").unwrap();
    fs::write(dst.join(".hidden"), "old and longer").unwrap();
    fs::set_permissions(dst.join(".hidden"), Permissions::from_mode(0o400)).unwrap();
    assert_eq!(copy(&folder.path().join("src"), &dst).code, Some(0));
    whole(&dst);
    assert_eq!(fs::read_to_string(dst.join("a/own")).unwrap(), "own");
}

#[test]
fn links_in_the_way_lead_nothing_out() {
    let folder = scene();
    let (dst, outside) = (folder.path().join("dst"), folder.path().join("outside"));
    fs::create_dir_all(&dst).unwrap();
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("file"), "mine").unwrap();
    symlink(&outside, dst.join("a")).unwrap();
    symlink(outside.join("file"), dst.join(".hidden")).unwrap();
    assert_eq!(copy(&folder.path().join("src"), &dst).code, Some(0));
    whole(&dst);
    assert_eq!(fs::read_to_string(outside.join("file")).unwrap(), "mine");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_copied_is_named() {
    let folder = scene();
    let (src, dst) = (folder.path().join("src"), folder.path().join("dst"));
    for (from, to, why) in [
        (folder.path().join("missing"), dst.clone(), "cannot read folder"),
        (src.join(".hidden"), dst.clone(), "cannot read folder"),
        (src.clone(), src.join(".hidden"), "cannot make folder"),
        (src.clone(), src.join("into"), "into itself"),
    ] {
        let end = copy(&from, &to);
        assert_eq!(end.code, Some(1), "{}", end.stderr);
        assert!(end.stderr.contains(why), "{}", end.stderr);
    }
}

#[test]
fn a_fifo_is_left_out_with_a_word() {
    let folder = scene();
    let src = folder.path().join("src");
    assert!(std::process::Command::new("mkfifo").arg(src.join("fifo")).status().unwrap().success());
    let end = copy(&src, &folder.path().join("dst"));
    assert_eq!(end.code, Some(0));
    assert!(end.stderr.contains("not copied") && end.stderr.contains("fifo"), "{}", end.stderr);
    whole(&folder.path().join("dst"));
}

#[test]
fn folders_are_made_with_those_above_them() {
    let folder = TempDir::new().unwrap();
    let (one, other) = (folder.path().join("a/b/c"), folder.path().join("d"));
    for _ in 0..2 {
        let end = entrypoint(&["mkdir".as_ref(), one.as_os_str(), other.as_os_str()]);
        assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
    }
    assert!(one.is_dir() && other.is_dir());
    fs::write(folder.path().join("file"), "").unwrap();
    let end = entrypoint(&["mkdir".as_ref(), folder.path().join("file/x").as_os_str()]);
    assert_eq!(end.code, Some(1));
    assert!(end.stderr.contains("cannot make folder"), "{}", end.stderr);
    assert_eq!(entrypoint(&["mkdir"]).code, Some(2));
}
