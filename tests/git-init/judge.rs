//! git itself: what it makes of the same repository, and what it thinks of our clone.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::clone::Bench;

/// git with a fixed identity and dates, and with nobody's configuration.
pub fn git_command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Test")
            .env(format!("GIT_{who}_EMAIL"), "test@example.com")
            .env(format!("GIT_{who}_DATE"), "2020-02-02T02:02:02Z");
    }
    // The clones here are root's or another user's, on purpose.
    command.args(["-c", "safe.directory=*", "-c", "protocol.file.allow=always"]);
    command
}

/// Runs git; its standard output, trimmed. Panics when it fails.
pub fn git(folder: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
    let mut command = git_command(folder);
    command.args(args);
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    text(&output)
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What git makes of `url` in `folder`: `git clone --depth 1`, of `revision` where one is named.
pub fn clone(url: &str, revision: Option<&str>, folder: &Path, configure: impl Fn(&mut Command)) {
    let mut command = git_command(Path::new("/"));
    configure(&mut command);
    command.args(["clone", "--quiet", "--depth=1"]);
    if let Some(revision) = revision {
        command.args(["--branch", revision, "-c", "advice.detachedHead=false"]);
    }
    let output = command.arg(url).arg(folder).output().expect("git is installed");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// git-init clones `url` at `revision` (none when empty) to `name` as git does, and git can go on in it.
pub fn assert_cloned_alike(bench: &Bench, url: &str, revision: &str, name: &str) {
    let (ours, theirs) = (bench.clone(url, revision, name), bench.path(&format!("{name}-by-git")));
    clone(url, Some(revision).filter(|revision| !revision.is_empty()), &theirs, |_| {});
    assert_same(&ours, &theirs);
    assert_sound(&ours);
}

/// What git makes of it when it fetches `revision` by whatever name: the sequence that Tekton's git-init runs.
pub fn fetch(url: &str, revision: &str, folder: &Path) {
    git(Path::new("/"), [OsStr::new("init"), OsStr::new("--quiet"), folder.as_os_str()]);
    git(folder, ["fetch", "--quiet", "--depth=1", url, revision]);
    git(folder, ["checkout", "--quiet", "FETCH_HEAD"]);
}

/// The clone is whole and clean in git's eyes, and git can go on in it.
pub fn assert_sound(clone: &Path) {
    assert_eq!(git(clone, ["status", "--porcelain", "--untracked-files=all"]), "", "status");
    let output = git_command(clone).args(["fsck", "--strict"]).output().unwrap();
    assert!(output.status.success(), "fsck: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!git(clone, ["log", "--oneline"]).is_empty());
    git(clone, ["fetch", "--quiet"]);
}

/// Both have the same files, index, HEAD and refs.
pub fn assert_same(ours: &Path, theirs: &Path) {
    assert_same_tree(ours, theirs);
    for question in [
        &["rev-parse", "HEAD"][..],
        &["rev-parse", "--symbolic-full-name", "HEAD"],
        &["rev-parse", "--is-shallow-repository"],
        &["for-each-ref"],
        &["config", "--local", "--get-regexp", "^(remote|branch)"],
    ] {
        assert_eq!(answer(ours, question), answer(theirs, question), "git {question:?}");
    }
}

/// Both have the same files and index.
pub fn assert_same_tree(ours: &Path, theirs: &Path) {
    assert_eq!(files(ours), files(theirs), "files");
    for question in [&["ls-files", "-s", "-t", "-v"][..], &["write-tree"]] {
        assert_eq!(answer(ours, question), answer(theirs, question), "git {question:?}");
    }
}

fn answer(folder: &Path, question: &[&str]) -> String {
    text(&git_command(folder).args(question).output().unwrap())
}

/// Every file but git's own: its kind and permissions, and its content or what it links to.
pub fn files(root: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_owned();
            if name == Path::new(".git") {
                continue;
            }
            let metadata = fs::symlink_metadata(&path).unwrap();
            let content = if metadata.is_dir() {
                folders.push(path);
                Vec::new()
            } else if metadata.is_symlink() {
                fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else {
                fs::read(&path).unwrap()
            };
            found.insert(name, (metadata.mode(), content));
        }
    }
    found
}
