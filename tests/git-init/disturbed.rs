//! A clone that somebody has worked in since: the next run makes of it what git does, and reaches nothing outside of it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tests::GitDaemon;

use crate::clone::Bench;
use crate::judge::{files, git, git_command};
use crate::repository::Repository;
use crate::submodules;

/// Two commits: folders that both have, that one lacks, and files where the other one has folders.
fn repository(root: &Path) -> Repository {
    let repository = Repository::empty(root, "r.git");
    for path in ["both/file", "both/below/file", "gone/below/file", "file", "turns", "back/file", "d/turns"] {
        repository.write(path, format!("{path}\n").as_bytes());
    }
    repository.commit("first");
    repository.git(["tag", "first"]);
    repository.git(["rm", "--quiet", "-r", "gone", "turns", "back", "d"]);
    for path in
        ["both/file", "both/below/file", "new/below/file", "turns/file", "file", "back", "d/turns/file"]
    {
        repository.write(path, format!("{path}, anew\n").as_bytes());
    }
    repository.commit("second");
    repository.push();
    repository
}

/// What git-init and git make of the clone at `first` that was disturbed: both clones, and how git-init ended.
fn updated(bench: &Bench, url: &str, disturb: impl Fn(&Path)) -> (PathBuf, PathBuf, Option<i32>) {
    let [ours, theirs] = ["ours/clone", "theirs/clone"].map(|name| bench.path(name));
    for path in [&ours, &theirs] {
        let around = path.parent().unwrap();
        let _ = fs::remove_dir_all(around);
        bench.run(&["-url", url, "-revision", "first", "-path", path.to_str().unwrap()]).succeeded();
        for kept in ["outside/file", "outside/below/file"] {
            fs::create_dir_all(around.join(kept).parent().unwrap()).unwrap();
            fs::write(around.join(kept), "kept\n").unwrap();
        }
        disturb(path);
    }
    let run = bench.run(&["-url", url, "-revision", "main", "-path", ours.to_str().unwrap()]);
    git(&theirs, ["fetch", "--quiet", "--depth=1", "origin", "main"]);
    git_command(&theirs).args(["checkout", "--quiet", "--force", "FETCH_HEAD"]).output().unwrap();
    (ours, theirs, run.code)
}

fn assert_alike(ours: &Path, theirs: &Path, what: &str) {
    let [all, judged] = [ours, theirs].map(|path| files(path.parent().unwrap()));
    // What is in `.git` is not the same, and an empty folder is nothing to git.
    let shown = |mut all: BTreeMap<PathBuf, (u32, Vec<u8>)>| {
        all.retain(|path, (mode, _)| !path.starts_with("clone/.git") && *mode & 0o170_000 != 0o040_000);
        all
    };
    assert_eq!(shown(all), shown(judged), "{what}");
    for question in [&["status", "--porcelain"][..], &["rev-parse", "HEAD"], &["ls-files", "--stage"]] {
        assert_eq!(git(ours, question), git(theirs, question), "{what}: git {question:?}");
    }
}

#[test]
fn links_in_place_of_folders_lead_nowhere() {
    let bench = Bench::new();
    repository(bench.root());
    let server = GitDaemon::start(bench.root());
    for place in ["both", "both/below", "gone", "gone/below", "new", "turns", "back", "d", "d/turns"] {
        for target in ["outside", "nowhere"] {
            let up = "../".repeat(1 + place.matches('/').count());
            let (ours, theirs, code) = updated(&bench, &server.url("r.git"), |clone| {
                remove(&clone.join(place));
                symlink(format!("{up}{target}"), clone.join(place)).unwrap();
            });
            let what = format!("{place} leads to {target}");
            assert_eq!(code, Some(0), "{what}");
            assert_alike(&ours, &theirs, &what);
        }
    }
    // Where nothing was checked out yet.
    let ours = bench.path("ours/clone");
    remove(&ours);
    git(bench.root(), ["init", "--quiet", ours.to_str().unwrap()]);
    symlink("../outside", ours.join("both")).unwrap();
    bench.run(&["-url", &server.url("r.git"), "-path", ours.to_str().unwrap()]).succeeded();
    assert_eq!(fs::read_to_string(bench.path("ours/outside/file")).unwrap(), "kept\n");
    assert_eq!(git(&ours, ["status", "--porcelain"]), "");
}

#[test]
fn files_and_folders_in_place_of_each_other() {
    let bench = Bench::new();
    repository(bench.root());
    let server = GitDaemon::start(bench.root());
    for place in ["both", "gone", "new", "turns", "back", "d/turns", "file"] {
        for inside in [None, Some(None), Some(Some("")), Some(Some("file")), Some(Some("of/ones/own"))] {
            // A folder in place of a file is emptied where the next commit has one too: git keeps what it does not know.
            if place.contains("turns") && inside == Some(Some("of/ones/own")) {
                continue;
            }
            let (ours, theirs, code) = updated(&bench, &server.url("r.git"), |clone| {
                let place = clone.join(place);
                remove(&place);
                match inside {
                    None => {}
                    Some(None) => fs::write(place, "another\n").unwrap(),
                    Some(Some("")) => fs::create_dir(place).unwrap(),
                    Some(Some(inside)) => {
                        fs::create_dir_all(place.join(inside).parent().unwrap()).unwrap();
                        fs::write(place.join(inside), "another\n").unwrap();
                    }
                }
            });
            let what = format!("{place} with {inside:?}");
            assert_eq!(code, Some(0), "{what}");
            assert_alike(&ours, &theirs, &what);
        }
    }
}

/// A merge is over then, for git too; `git commit` would make a commit with two parents of what was checked out.
#[test]
fn a_merge_that_was_not_ended() {
    let bench = Bench::new();
    repository(bench.root());
    let server = GitDaemon::start(bench.root());
    let (ours, theirs, code) = updated(&bench, &server.url("r.git"), |clone| {
        git(clone, ["checkout", "--quiet", "-b", "other"]);
        for (branch, text) in [("other", "a"), ("again", "b")] {
            fs::write(clone.join("file"), text).unwrap();
            git(clone, ["commit", "--quiet", "--all", "--message=x"]);
            if branch == "other" {
                git(clone, ["checkout", "--quiet", "-b", "again", "HEAD~1"]);
            }
        }
        assert!(!git_command(clone).args(["merge", "other"]).status().unwrap().success());
        assert!(clone.join(".git/MERGE_HEAD").exists());
    });
    assert_eq!(code, Some(0));
    assert_alike(&ours, &theirs, "a merge");
    for name in ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE", "AUTO_MERGE"] {
        let [ours, theirs] = [&ours, &theirs].map(|clone| clone.join(".git").join(name).exists());
        assert_eq!(ours, theirs, "{name}");
    }
}

/// Nothing is written beside another process that is at it.
#[test]
fn an_index_that_is_locked() {
    let bench = Bench::new();
    repository(bench.root());
    let server = GitDaemon::start(bench.root());
    let (ours, theirs, code) =
        updated(&bench, &server.url("r.git"), |clone| fs::write(clone.join(".git/index.lock"), "").unwrap());
    assert_eq!(code, Some(1));
    assert_alike(&ours, &theirs, "locked");
}

/// Neither git moves a branch under another working tree.
#[test]
fn a_branch_that_is_checked_out_elsewhere() {
    let bench = Bench::new();
    let repository = repository(bench.root());
    repository.git(["push", "--quiet", "origin", "first:refs/heads/other"]);
    let server = GitDaemon::start(bench.root());
    let url = server.url("r.git");
    let ours = bench.clone(&url, "main", "ours");
    git(&ours, ["worktree", "add", "--quiet", "-b", "other", "../elsewhere", "main"]);
    let before = files(&ours);
    assert!(!git_command(&ours).args(["checkout", "--force", "other"]).status().unwrap().success());
    let path = ours.to_str().unwrap();
    let failure = bench.run(&["-url", &url, "-revision", "other", "-path", path]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("in another working tree"), "{failure}");
    assert!(files(&ours) == before);
    assert_eq!(git(&ours, ["rev-parse", "other"]), repository.hash("main"));
    bench.run(&["-url", &url, "-revision", &repository.hash("first"), "-path", path]).succeeded();
}

#[test]
fn links_in_place_of_submodules_lead_nowhere() {
    let bench = Bench::new();
    let outer = repository(bench.root());
    let inner = Repository::sample(bench.root(), "inner.git");
    submodules::add(&outer, "sub", "both/sub", "../inner.git", &inner.hash("main"));
    outer.push();
    let server = GitDaemon::start(bench.root());
    let url = server.url("r.git");
    let outside = bench.path("outside");
    fs::create_dir(&outside).unwrap();
    for place in ["both", "both/sub", "both/sub/a", "both/sub/a/b"] {
        let ours = bench.clone(&url, "", "ours");
        outer.write("file", place.as_bytes());
        // Alone: the folder of the submodule is not there, which would be a change too.
        outer.git(["commit", "--quiet", "--message=another", "--", "file"]);
        outer.push();
        remove(&ours.join(place));
        symlink(&outside, ours.join(place)).unwrap();
        bench.clone(&url, "", "ours");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "{place}");
        assert_eq!(git(&ours, ["status", "--porcelain"]), "", "{place}");
        assert_eq!(git(&ours.join("both/sub"), ["status", "--porcelain"]), "", "{place}");
    }
}

fn remove(path: &Path) {
    let _ = fs::remove_dir_all(path).or_else(|_| fs::remove_file(path));
}

#[test]
fn where_history_ends_is_locked() {
    let bench = Bench::new();
    repository(bench.root());
    let server = GitDaemon::start(bench.root());
    let url = server.url("r.git");
    let ours = bench.clone(&url, "first", "ours");
    fs::write(ours.join(".git/shallow.lock"), "").unwrap();
    let failure = bench.refusal(&url, "ours");
    assert!(failure["remedy"].as_str().unwrap().contains("remove the .lock file"), "{failure}");
}
