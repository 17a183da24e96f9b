//! Repositories by chance, each cloned by git-init and by git. `TESTS_ROUNDS` says how many, and `TESTS_SEED=N
//! TESTS_ROUNDS=1` makes the one that a failure names once more.

mod comparison;
mod contents;
mod history;
mod names;
mod repository;

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use tests::{Dice, GitDaemon, HttpBackend, Sshd, rounds, seed, share_out};

use crate::clone::{Bench, outcome};
use crate::judge::git_command;
use comparison::compare;

/// Where all repositories lie, and who serves them.
struct Site {
    bench: Bench,
    http: HttpBackend,
    daemon: GitDaemon,
    sshd: Sshd,
}

impl Site {
    fn start() -> Self {
        let bench = Bench::new();
        let (http, daemon) =
            (HttpBackend::start(bench.root(), ("ci", "pw"), None), GitDaemon::start(bench.root()));
        let sshd = Sshd::start();
        bench.know(&sshd);
        Self { bench, http, daemon, sshd }
    }

    /// Mostly http, which most clones take.
    fn url(&self, dice: &mut Dice, name: &str) -> String {
        let path = self.bench.path(name);
        match dice.below(20) {
            0 => self.sshd.url(&path),
            1 | 2 => self.daemon.url(name),
            3 => path.display().to_string(),
            _ => self.http.url(name),
        }
    }

    /// git with the key that the server knows.
    fn git(&self) -> Command {
        let mut git = git_command(self.bench.root());
        git.env("GIT_SSH_COMMAND", self.sshd.git_ssh_command());
        git
    }

    /// The repository of one seed.
    fn round(&self, seed: u64) {
        let mut dice = Dice::of(seed);
        // Seeds that are alike begin alike.
        for _ in 0..20 {
            dice.below(2);
        }
        let [bare, ours, theirs] =
            ["git", "ours", "theirs"].map(|end| self.bench.path(&format!("{seed}.{end}")));
        let names = repository::make(&mut dice, &bare);
        let url = self.url(&mut dice, &format!("{seed}.git"));
        let depth = match dice.below(8) {
            0 => 0,
            1 => 2 + dice.below(5),
            _ => 1,
        };
        let depth = if url.starts_with('/') { 0 } else { depth }.to_string();
        let revision = match dice.below(4) {
            0 => dice.pick(&names.branches),
            1 => dice.pick(&names.tags),
            _ => "",
        };
        let what = format!("TESTS_SEED={seed} TESTS_ROUNDS=1: {url} at {revision:?}, depth {depth}");
        let mut command = self.bench.command(&["-url", &url, "-depth", &depth, "-submodules=false", "-path"]);
        command.arg(&ours);
        let mut git = self.git();
        git.args(["clone", "--quiet", "--single-branch", "-c", "advice.detachedHead=false"]);
        if depth != "0" {
            git.args(["--depth", &depth]);
        }
        if !revision.is_empty() {
            command.args(["-revision", revision]);
            git.args(["--branch", revision]);
        }
        let outcome = outcome(&mut command);
        assert_eq!(outcome.code, Some(0), "{what}: {}", outcome.text);
        let output = git.args([OsStr::new(&url), theirs.as_os_str()]).output().unwrap();
        assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
        compare(&ours, &theirs, &what);
        for folder in [bare, ours, theirs] {
            fs::remove_dir_all(folder).unwrap();
        }
    }
}

#[test]
fn a_clone_of_anything_is_the_one_of_git() {
    let (first, rounds) = (seed(), rounds(150));
    let site = Site::start();
    share_out(rounds, || (), |(), round| site.round(first.wrapping_add(round)));
}
