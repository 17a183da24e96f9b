//! Running git-init, and reading what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use tests::{Sshd, binary};

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    /// All that it wrote.
    pub text: String,
}

/// A folder for one test: a home, and places for clones.
pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the home the key that `server` lets in, and the server's own.
    pub fn know(&self, server: &Sshd) {
        let folder = self.path("home/.ssh");
        fs::create_dir(&folder).unwrap();
        fs::copy(server.key(), folder.join("id_key")).unwrap();
        fs::write(folder.join("known_hosts"), server.known_hosts()).unwrap();
    }

    /// git-init with an empty home and nothing else in its environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary("git-init"));
        command.args(args).env_clear().env("HOME", self.path("home")).current_dir("/");
        command
    }

    /// Runs git-init.
    pub fn run(&self, args: &[&str]) -> Outcome {
        outcome(&mut self.command(args))
    }

    /// Clones `url` at `revision` (none when empty) to `name`, and expects it to work.
    pub fn clone(&self, url: &str, revision: &str, name: &str) -> PathBuf {
        let path = self.path(name);
        let mut args = vec!["-url", url, "-path", path.to_str().unwrap()];
        if !revision.is_empty() {
            args.extend(["-revision", revision]);
        }
        self.run(&args).succeeded();
        path
    }

    /// Clones `url` to `name` in one attempt, and expects it to fail.
    pub fn refusal(&self, url: &str, name: &str) -> Value {
        self.refusal_of(&[], url, name)
    }

    /// The same, with more flags.
    pub fn refusal_of(&self, flags: &[&str], url: &str, name: &str) -> Value {
        let path = self.path(name);
        let args = ["-retryMaxAttempts=1", "-url", url, "-path", path.to_str().unwrap()];
        self.run(&[flags, &args].concat()).failed()
    }
}

/// Runs a command to its end.
pub fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("git-init starts");
    assert!(output.stdout.is_empty(), "nothing belongs on stdout");
    Outcome { code: output.status.code(), text: String::from_utf8(output.stderr).expect("the log is UTF-8") }
}

impl Outcome {
    /// The lines, each a JSON object; without the text for people, which comes behind an empty line.
    pub fn lines(&self) -> Vec<Value> {
        self.text
            .lines()
            .take_while(|line| !line.is_empty())
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect()
    }

    /// The last line of a run that worked.
    pub fn succeeded(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.text);
        let last = self.lines().pop().expect("a line");
        assert_eq!(last["level"], "info");
        last
    }

    /// The last line of a run that did not work: what was wrong.
    pub fn failed(&self) -> Value {
        assert_eq!(self.code, Some(1), "{}", self.text);
        let last = self.lines().pop().expect("a line");
        assert_eq!(last["level"], "error");
        last
    }
}
