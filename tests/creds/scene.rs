//! A home, secrets, and `creds-init` between them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// What the files of one Pod would be: a folder with `home` and `secrets` in it.
pub struct Scene {
    folder: TempDir,
}

/// How a run of `creds-init` ended.
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// All that it wrote, which goes to stderr.
    pub said: String,
}

impl Scene {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        fs::create_dir(folder.path().join("secrets")).unwrap();
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path below the home.
    pub fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join("home").join(name)
    }

    /// Mounts a secret with these files.
    pub fn secret(&self, name: &str, files: &[(&str, &str)]) -> &Self {
        let folder = self.folder.path().join("secrets").join(name);
        fs::create_dir_all(&folder).unwrap();
        for (file, content) in files {
            fs::write(folder.join(file), content).unwrap();
        }
        self
    }

    /// Mounts a secret with a user name and a password as an editor leaves them: with a line end behind.
    pub fn basic(&self, name: &str, username: &str, password: &str) -> &Self {
        self.secret(name, &[("username", &format!("{username}\n")), ("password", &format!("{password}\n"))])
    }

    /// Puts a file of the user's own into the home.
    pub fn users(&self, name: &str, content: &str) -> &Self {
        let path = self.home(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// The text of a file below the home.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.home(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// `creds-init` with these flags and the folder of the secrets, before it runs.
    pub fn command(&self, flags: &[&str]) -> Command {
        let mut command = Command::new(tests::binary("creds-init"));
        command.args(flags).arg("-secrets_dir").arg(self.folder.path().join("secrets"));
        command.env_clear().env("HOME", self.home(""));
        command
    }

    /// Runs it.
    pub fn run(&self, flags: &[&str]) -> Ended {
        ended(&mut self.command(flags))
    }

    /// Runs it; it has to succeed.
    pub fn init(&self, flags: &[&str]) -> String {
        let Ended { code, said } = self.run(flags);
        assert_eq!(code, 0, "{flags:?}: {said}");
        said
    }

    /// A program of a step: it has this home, and nothing of the developer's own settings.
    pub fn step(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", self.home("")).env("LC_ALL", "C");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_TERMINAL_PROMPT", "0").current_dir(self.path());
        command
    }

    /// Clones `url` into a new folder, with these options before the command; the output of git.
    pub fn clone_of(&self, url: &str) -> Result<String, String> {
        let place = tempfile::tempdir_in(self.path()).unwrap();
        let mut git = self.step("git");
        let output = git.args(["clone", "--quiet", url]).arg(place.path().join("clone")).output().unwrap();
        let cloned = fs::read_to_string(place.path().join("clone/README"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(cloned.expect("every repository here has one")) } else { Err(said) }
    }

    /// Every file and folder below the home with its mode and, of files, its content.
    pub fn listing(&self) -> Vec<(PathBuf, u32, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.home("")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let there = fs::metadata(&path).unwrap();
                let content = if there.is_dir() { Vec::new() } else { fs::read(&path).unwrap() };
                found.push((path.clone(), there.permissions().mode() & 0o7777, content));
                if there.is_dir() {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found
    }
}

/// Runs a command and reads what it said.
pub fn ended(command: &mut Command) -> Ended {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
    Ended { code: status.code().unwrap_or(-1), said: String::from_utf8(stderr).unwrap() }
}

/// The message of a log of one line, after a look at its form.
pub fn message(said: &str) -> String {
    assert_eq!(said.lines().count(), 1, "{said}");
    let line: serde_json::Value = serde_json::from_str(said).unwrap();
    assert!(line["ts"].as_f64().unwrap() > 1.7e9, "seconds since 1970: {said}");
    assert!(said.starts_with(r#"{"level":""#), "{said}");
    line["msg"].as_str().unwrap().to_owned()
}
