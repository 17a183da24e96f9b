//! The inputs of a run, and what it leaves behind.

use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;
pub use tests::installed;
use tests::{Finished, Running};

/// A run whose working folders are looked at afterwards.
pub struct Scene {
    folder: TempDir,
    inputs: PathBuf,
}

impl Scene {
    /// The inputs are `objects`.
    pub fn new(objects: &[Value]) -> Scene {
        let folder =
            tempfile::Builder::new().permissions(Permissions::from_mode(0o777)).tempdir().expect("a folder");
        let work = folder.path().join("work");
        fs::create_dir(&work).expect("a folder");
        fs::set_permissions(&work, Permissions::from_mode(0o777)).expect("a mode");
        let inputs = folder.path().join("inputs.json");
        let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
        fs::write(&inputs, list.to_string()).expect("the inputs");
        Scene { folder, inputs }
    }

    /// The folder in which working folders are made.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// `controller run` with engine process on the inputs, to be called as it is.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.of(Command::new(installed().join("controller")), &[&["--engine", "process"], arguments].concat())
    }

    /// `launcher` with `controller run` as its last arguments.
    pub fn under(&self, launcher: &[&str], arguments: &[&str]) -> Command {
        let (program, rest) = launcher.split_first().expect("a program");
        let mut command = Command::new(program);
        command.args(rest).arg(installed().join("controller"));
        self.of(command, &[&["--engine", "process"], arguments].concat())
    }

    /// The same with nothing said about the engine.
    pub fn of(&self, mut command: Command, arguments: &[&str]) -> Command {
        command.arg("run").arg("-f").arg(&self.inputs).args(arguments);
        command.env("TMPDIR", self.work()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.stdin(Stdio::null());
        command
    }

    /// Runs to the end and expects nothing to be left behind.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        let finished = Running::start(self.command(arguments)).finish();
        self.assert_clean();
        finished
    }

    /// Whether no working folder is left.
    pub fn is_clean(&self) -> bool {
        fs::read_dir(self.work()).expect("the folder").next().is_none()
    }

    /// Panics with what is left, if anything.
    pub fn assert_clean(&self) {
        let left: Vec<_> =
            fs::read_dir(self.work()).expect("the folder").flatten().map(|it| it.path()).collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

/// Runs `objects` to the end.
pub fn run(objects: &[Value], arguments: &[&str]) -> Finished {
    Scene::new(objects).run(arguments)
}

/// What a run wrote to standard output, which must be text.
pub fn stdout(finished: &Finished) -> &str {
    std::str::from_utf8(&finished.stdout).expect("text")
}

/// Runs one step's shell `script` and returns its lines without the prefix. The step must succeed.
pub fn lines(script: &str) -> Vec<String> {
    lines_of(&[crate::task::scripts(&[("it", script)])])
}

/// The lines of step `it` of `objects`, which must succeed.
pub fn lines_of(objects: &[Value]) -> Vec<String> {
    let finished = run(objects, &[]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let own = |line: &str| line.strip_prefix("[it]").map(|line| line.trim().to_owned());
    stdout(&finished).lines().filter_map(own).collect()
}
