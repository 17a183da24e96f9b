//! The examples say in their first lines how to call them and what comes out, and it does.
//!
//! `BATON_UPDATE_EXAMPLES=1` writes what comes out into them: read the difference before committing.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tests::{Finished, Running, installed, workspace, write_program};

/// Tells images that examples run without a command; without it they would need a network.
const KNOWN: [&str; 2] = ["--image-entrypoint", "docker.io/library/hello-world=/hello"];

/// The examples: a file in each folder.
fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(workspace().join("examples")).unwrap();
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 17, "{folders:?}");
    folders
}

/// Calls a line of shell in the workspace, as somebody would who has the controller installed and no podman.
fn call(line: &str) -> Finished {
    let shims = tempfile::tempdir().unwrap();
    write_program(shims.path().join("podman"), "755", "#!/bin/sh\nexit 1\n");
    let path =
        format!("{}:{}:{}", shims.path().display(), installed().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(workspace()).env("PATH", path).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("BATON_")) {
        command.env_remove(name);
    }
    Running::start(command).finish()
}

/// What an example says of itself.
struct Header {
    path: PathBuf,
    command: String,
    prints: String,
}

impl Header {
    /// The one of the file with the folder's name.
    fn of(folder: &Path) -> Self {
        let path = folder.join(folder.file_name().unwrap()).with_extension("yaml");
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().map_while(|line| line.strip_prefix('#'));
        let (mut command, mut prints, mut after) = (String::new(), String::new(), false);
        for line in lines {
            let code = line.strip_prefix("     ");
            match code {
                Some(code) if !after => code.clone_into(&mut command),
                _ if after => prints = prints + code.unwrap_or_default() + "\n",
                _ => after = line == " prints",
            }
        }
        assert!(
            after && command.contains("controller "),
            "{}: no command, or not what it prints",
            path.display()
        );
        Self { path, command, prints: prints.trim_start_matches('\n').to_owned() }
    }

    /// Writes other lines for what it prints.
    fn update(&self, prints: &str) {
        let text = fs::read_to_string(&self.path).unwrap();
        let (head, rest) = text.split_once("# prints\n#\n").unwrap();
        let body: String = rest.split_inclusive('\n').skip_while(|line| line.starts_with('#')).collect();
        let lines: String =
            prints.lines().map(|line| format!("#     {line}").trim_end().to_owned() + "\n").collect();
        fs::write(&self.path, format!("{head}# prints\n#\n{lines}{body}")).unwrap();
    }
}

#[test]
fn every_example_prints_what_it_says() {
    let update = std::env::var_os("BATON_UPDATE_EXAMPLES").is_some();
    for folder in folders() {
        let header = Header::of(&folder);
        let finished = call(&header.command);
        let printed = String::from_utf8(finished.stdout).unwrap();
        let printed: String = printed.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        if update {
            header.update(&printed);
        } else {
            assert_eq!(printed, header.prints, "{}: {}", folder.display(), finished.stderr);
        }
        assert!(!printed.is_empty() && finished.code == Some(0), "{}: {}", folder.display(), finished.stderr);
    }
}

#[test]
fn every_example_is_valid() {
    let files = ["examples/hello-world.yaml", "examples/pipeline.yaml"].map(PathBuf::from);
    for path in folders().into_iter().chain(files) {
        let mut command = Command::new(installed().join("controller"));
        command.current_dir(workspace()).arg("validate").args(KNOWN).arg("-f").arg(&path);
        let finished = Running::start(command).finish();
        let said = String::from_utf8(finished.stdout).unwrap();
        assert!(said.ends_with(" objects, nothing wrong\n") || said == "1 object, nothing wrong\n", "{said}");
        assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""), "{}", path.display());
    }
}

#[test]
fn every_example_wants_pods_but_the_one_that_is_cancelled() {
    let files = ["examples/hello-world.yaml", "examples/pipeline.yaml"].map(PathBuf::from);
    for path in folders().into_iter().chain(files) {
        let mut command = Command::new(installed().join("controller"));
        command.current_dir(workspace()).args(["emit", "-o", "json"]).args(KNOWN).arg("-f").arg(&path);
        let finished = Running::start(command).finish();
        let list: Value = serde_json::from_slice(&finished.stdout).unwrap();
        let pods = list["items"].as_array().unwrap().iter().filter(|object| object["kind"] == "Pod").count();
        if path.ends_with("cancellation") {
            let want =
                "warning: Pod unwanted-pod-94d8b4 has to go, since its run is cancelled or took too long";
            assert!(pods == 0 && finished.stderr.starts_with(want), "{}", finished.stderr);
        } else {
            assert!(pods > 0 && finished.stderr.is_empty(), "{}: {}", path.display(), finished.stderr);
        }
    }
}
