//! One pack before git and before git-init.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tests::{Finished, Running, binary};

use super::original::Original;
use super::pack_server::{Answer, PackServer};
use crate::clone::Bench;
use crate::judge::{files, git, git_command};

/// Starts a program with this much memory, all that it maps included: some times what a clone of a large repository takes,
/// and a part of what the contents here would.
pub const LIMITED: [&str; 3] = ["sh", "-c", "ulimit -v 196608 && exec \"$0\" \"$@\""];

/// What both made of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Cloned,
    Refused,
}

/// A place to try packs at, one at a time.
pub struct Trial<'a> {
    pub original: &'a Original,
    pub bench: Bench,
    pub server: PackServer,
}

impl<'a> Trial<'a> {
    pub fn of(original: &'a Original) -> Self {
        let bench = Bench::new();
        git(bench.root(), ["init", "--quiet", "--bare", "git.git"]);
        Self { original, bench, server: PackServer::start() }
    }

    /// The usual answer, with this pack.
    pub fn answer(&self, pack: &[u8]) -> Answer {
        let Original { tip, tag, .. } = self.original;
        Answer {
            tip: tip.clone(),
            tag: tag.clone(),
            pack: pack.to_vec(),
            piece: 4096,
            side_band: true,
            stall: Duration::ZERO,
        }
    }

    /// What git makes of a pack that a clone gets: it must be whole, and have all that the commit leads to.
    pub fn verdict(&self, pack: &[u8], tip: &str) -> End {
        let folder = self.bench.path("git.git/objects/pack");
        let mut git = git_command(&self.bench.path("git.git"))
            .args(["index-pack", "--stdin", "--fix-thin", "--check-self-contained-and-connected"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // One that refuses it reads no further.
        let _ = git.stdin.take().unwrap().write_all(pack);
        let whole = git.wait().unwrap().success();
        let tip: Vec<_> =
            (0..20).map(|at| u8::from_str_radix(&tip[2 * at..2 * at + 2], 16).unwrap()).collect();
        let mut has_tip = false;
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let index = path.extension().is_some_and(|extension| extension == "idx");
            has_tip |= index && fs::read(&path).unwrap().windows(20).any(|hash| hash == tip);
            fs::remove_file(path).unwrap();
        }
        if whole && has_tip { End::Cloned } else { End::Refused }
    }

    /// The clone at `path` has the original's commit and files, and nothing else.
    pub fn is_as_it_was(&self, path: &Path, what: &str) {
        assert!(files(path) == self.original.files, "{what}: files");
        assert_eq!(git(path, ["status", "--porcelain"]), "", "{what}");
        let tips = [&*self.original.tip; 2].join("\n");
        assert_eq!(git(path, ["rev-parse", "HEAD", "origin/main"]), tips, "{what}");
    }

    /// git-init ends as git does with this pack.
    pub fn hold(&self, pack: &[u8], what: &str) -> End {
        let end = self.verdict(pack, &self.original.tip);
        self.tried(self.answer(pack), &[end], what);
        end
    }

    /// git-init ends in one of these ways, and cleanly, when it gets this answer.
    pub fn tried(&self, answer: Answer, ends: &[End], what: &str) {
        self.tried_under(&[], answer, ends, what);
    }

    /// The same, started by what stands before it.
    pub fn tried_under(&self, before: &[&str], answer: Answer, ends: &[End], what: &str) {
        let path = self.bench.path("ours");
        self.server.sends(answer);
        let run = self.run_under(before, &path);
        let end = if run.code == Some(0) { End::Cloned } else { End::Refused };
        assert!(ends.contains(&end), "{what}: to be {ends:?}, but {run:?}");
        if end == End::Refused {
            refused(&run, &path, what);
            self.server.sends(self.answer(&self.original.by_offset));
            let again = self.run_under(before, &path);
            assert_eq!(again.code, Some(0), "again, {what}: {again:?}");
        }
        assert!(files(&path) == self.original.files, "{what}: files");
        let main = fs::read_to_string(path.join(".git/refs/heads/main")).unwrap();
        assert_eq!(main.trim(), self.original.tip, "{what}");
        fs::remove_dir_all(path).unwrap();
    }

    /// git-init, started by what stands before it.
    pub fn run_under(&self, before: &[&str], path: &Path) -> Finished {
        self.run_with(before, &[], path)
    }

    /// The same with more flags.
    pub fn run_with(&self, before: &[&str], flags: &[&str], path: &Path) -> Finished {
        let program = binary("git-init");
        let mut words = before.iter().map(PathBuf::from).chain([program]);
        let mut command = Command::new(words.next().unwrap());
        command.args(words).args([
            "-retryMaxAttempts=1",
            "-userFriendlyErrors=false",
            "-url",
            &self.server.url(),
        ]);
        command
            .args(flags)
            .arg("-path")
            .arg(path)
            .env_clear()
            .env("HOME", self.bench.path("home"))
            .current_dir("/");
        Running::start(command).finish()
    }
}

/// It says in one line, its last, that it could not fetch, and has left nothing but `.git`, without anything half done in it.
pub fn refused(run: &Finished, path: &Path, what: &str) {
    assert_eq!(run.code, Some(1), "{what}: {run:?}");
    // What takes long shows its progress before.
    let said: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let errors: Vec<_> = said.iter().filter(|line| line["level"] != "info").collect();
    assert_eq!(errors, [said.last().unwrap()], "{what}: {run:?}");
    assert_eq!(
        (&errors[0]["level"], &errors[0]["stage"]),
        (&"error".into(), &"fetch".into()),
        "{what}: {run:?}"
    );
    let names = |folder: &Path| -> Vec<_> {
        fs::read_dir(folder).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name())).collect()
    };
    assert_eq!(names(path), [Path::new(".git")], "{what}");
    // A pack that is as it should be, but for objects that are not in it, stays, as after `git fetch`.
    let done = |name: &PathBuf| name.extension().is_some_and(|end| end == "pack" || end == "idx");
    let packs = names(&path.join(".git/objects/pack"));
    assert!(packs.iter().all(done) && packs.len() % 2 == 0, "{what}: {packs:?} left");
}
