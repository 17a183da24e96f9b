//! What is written of a clone while its pack is still on its way: nothing that anybody sees, and nothing that stays when it is
//! ended.

use std::fs;
use std::path::{Path, PathBuf};

use tests::{Dice, GitDaemon, Running, eventually};

use crate::clone::Bench;
use crate::judge::{self, assert_same_tree, assert_sound};
use crate::progress::slow;
use crate::repository::Repository;

/// The files of the repository: 160 kB in a pack, four seconds.
const FILES: usize = 160;

fn scene(bench: &Bench) -> (GitDaemon, String) {
    let repository = Repository::empty(bench.root(), "r.git");
    let mut dice = Dice::new();
    for at in 0..FILES {
        let content: Vec<u8> = (0..1000).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        repository.write(format!("{}/{at}", at % 4), &content);
    }
    repository.write("top", b"a file beside the folders\n");
    repository.commit("what no compression makes smaller");
    repository.push();
    let server = GitDaemon::start(bench.root());
    let url = format!("git://127.0.0.1:{}/r.git", slow(server.port()));
    (server, url)
}

/// The folder for what is not whole.
fn receiving(clone: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(clone.join(".git")).ok()?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("git-init-receiving-"))
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name())).collect();
    names.sort();
    names
}

/// A clone of which files are written already.
fn begun(bench: &Bench, url: &str, name: &str) -> (Running, PathBuf) {
    let path = bench.path(name);
    let mut command = bench.command(&["-url", url, "-path"]);
    command.arg(&path);
    let running = Running::start(command);
    eventually("files are written", || {
        let folder = receiving(&path)?.join("files/1");
        fs::read_dir(folder).ok()?.next().map(drop)
    });
    (running, path)
}

#[test]
fn files_are_there_when_all_of_them_are() {
    let bench = Bench::new();
    let (server, url) = scene(&bench);
    let (mut running, ours) = begun(&bench, &url, "ours");
    assert_eq!(names(&ours), [Path::new(".git")]);
    assert!(names(&ours.join(".git/objects/pack")).is_empty(), "no pack before it is whole");
    assert!(running.runs(), "the rest is still on its way");
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(receiving(&ours), None);
    let theirs = bench.path("theirs");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    assert_same_tree(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn nothing_is_left_of_one_that_was_ended() {
    let bench = Bench::new();
    let (server, url) = scene(&bench);
    let (running, ours) = begun(&bench, &url, "ended");
    running.send(libc::SIGTERM);
    assert_eq!(running.finish().code, Some(143));
    assert_eq!((receiving(&ours), names(&ours)), (None, vec![PathBuf::from(".git")]));
    let (running, ours) = begun(&bench, &url, "killed");
    running.send(libc::SIGKILL);
    running.finish();
    assert!(receiving(&ours).is_some(), "nobody was there to remove it");
    bench.clone(&server.url("r.git"), "", "killed");
    assert_eq!(receiving(&ours), None);
    assert_sound(&ours);
}

#[test]
fn what_came_into_the_folder_meanwhile_is_dealt_with_as_ever() {
    let bench = Bench::new();
    let (_server, url) = scene(&bench);
    let (running, ours) = begun(&bench, &url, "ours");
    fs::create_dir(ours.join("1")).unwrap();
    fs::write(ours.join("1/mine"), "not in the repository\n").unwrap();
    fs::write(ours.join("top"), "another one\n").unwrap();
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(fs::read_to_string(ours.join("1/mine")).unwrap(), "not in the repository\n");
    fs::remove_file(ours.join("1/mine")).unwrap();
    assert_eq!(receiving(&ours), None);
    assert_sound(&ours);
}
