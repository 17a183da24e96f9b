//! What a tree can hold, and what it may not.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use tests::GitDaemon;

use crate::clone::Bench;
use crate::judge::{assert_cloned_alike, git_command};
use crate::repository::Repository;

#[test]
fn many_files_deep_folders_and_large_files() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    for at in 0..300 {
        repository.write(format!("many/{}/{at}", at % 7), format!("{at}\n").as_bytes());
    }
    repository.write(format!("{}/deep", "d/".repeat(60)), b"deep\n");
    repository.write("large", &vec![7; 5 << 20]);
    repository.write("-dash", b"x");
    repository.write("with space\nand line", b"x");
    repository.commit("first");
    repository.push();
    let server = GitDaemon::start(bench.root());
    assert_cloned_alike(&bench, &server.url("r.git"), "", "ours");
}

/// Trees that try to write into `.git`, or out of the clone. git itself refuses to make them with its own
/// commands, so they are written object by object.
#[test]
fn trees_that_reach_outside_are_refused() {
    for name in [
        ".git",
        ".GIT",
        "..",
        "git~1",
        ".g\u{200c}it",
        "a/../../config",
        "x/.git/y",
        "/etc/x",
        ".git.",
        ".git::$INDEX_ALLOCATION",
    ] {
        let bench = Bench::new();
        let repository = Repository::sample(bench.root(), "r.git");
        let blob = hash_object(&repository, "blob", b"evil\n");
        let inner = hash_object(&repository, "tree", &entry("100644", "config", &blob));
        publish(&repository, &entry("40000", name, &inner));
        let server = GitDaemon::start(bench.root());
        let outcome =
            bench.run(&["-url", &server.url("r.git"), "-path", bench.path("in/ours").to_str().unwrap()]);
        assert_eq!(outcome.code, Some(1), "{name}: {}", outcome.text);
        assert!(!bench.path("in/config").exists(), "{name}");
        let config = fs::read_to_string(bench.path("in/ours/.git/config")).unwrap();
        assert!(!config.contains("evil"), "{name}");
    }
}

/// A symbolic link and a folder of the same name: the second must not be written through the first.
#[test]
fn a_tree_cannot_write_through_its_own_link() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let (outside, [link, _, folder]) = ways(&bench, &repository);
    publish(&repository, &[link, folder].concat());
    let server = GitDaemon::start(bench.root());
    bench.run(&["-url", &server.url("r.git"), "-path", bench.path("ours").to_str().unwrap()]);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

/// A folder outside of any clone, and three entries of one name: a link there, a file, a folder that holds a file.
pub fn ways(bench: &Bench, repository: &Repository) -> (PathBuf, [Vec<u8>; 3]) {
    let outside = bench.path("outside");
    fs::create_dir(&outside).unwrap();
    let link = hash_object(repository, "blob", outside.to_str().unwrap().as_bytes());
    let blob = hash_object(repository, "blob", b"evil\n");
    let inner = hash_object(repository, "tree", &entry("100644", "file", &blob));
    let entries = [("120000", link), ("100644", blob), ("40000", inner)];
    (outside, entries.map(|(mode, hash)| entry(mode, "way", &hash)))
}

/// Makes the tree of these entries, however wrong, what a clone gets.
pub fn publish(repository: &Repository, entries: &[u8]) {
    let tree = hash_object(repository, "tree", entries);
    let commit = repository.git(["commit-tree", &tree, "-m", "evil"]);
    repository.git(["update-ref", "refs/heads/main", &commit]);
    repository.push();
}

/// One entry of a tree object.
pub fn entry(mode: &str, name: &str, hash: &str) -> Vec<u8> {
    let mut entry = format!("{mode} {name}\0").into_bytes();
    entry.extend(
        hash.as_bytes()
            .chunks(2)
            .map(|hex| u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap()),
    );
    entry
}

/// Writes an object as it is, however wrong.
pub fn hash_object(repository: &Repository, kind: &str, content: &[u8]) -> String {
    let mut git = git_command(&repository.work)
        .args(["hash-object", "--literally", "-w", "--stdin", "-t", kind])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(content).unwrap();
    String::from_utf8(git.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}
