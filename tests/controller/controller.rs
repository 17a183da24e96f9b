//! Calls the controller and keeps what it says.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tests::binary;

/// What a call came to.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// The names of the Pods in a JSON List, in order.
    pub fn pod_names(&self) -> Vec<String> {
        self.pods().iter().map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The Pods of a JSON List.
    pub fn pods(&self) -> Vec<Value> {
        assert_eq!(self.code, 0, "{}", self.stderr);
        let list: Value = serde_json::from_str(&self.stdout).unwrap();
        assert_eq!((&list["apiVersion"], &list["kind"]), (&"v1".into(), &"List".into()));
        list["items"].as_array().unwrap().clone()
    }

    /// That the call failed, with errors, and printed nothing else.
    pub fn refused(&self) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (1, ""), "{}", self.stderr);
        &self.stderr
    }
}

/// Calls `controller ARGS` with `stdin`, without what the environment says of images.
pub fn controller<A: AsRef<OsStr>>(args: &[A], stdin: &str) -> Said {
    let mut command = Command::new(binary("controller"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("BATON_")) {
        command.env_remove(name);
    }
    run(command.args(args), stdin)
}

/// Runs a command with `stdin`.
pub fn run(command: &mut Command, stdin: &str) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A usage error ends it before it reads.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// `controller emit -o json -f -` over `text`.
pub fn emit(text: &str) -> Said {
    controller(&["emit", "-o", "json", "-f", "-"], text)
}

/// A folder with these files, gone when dropped.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A run of one step that brings its own spec.
pub fn task_run(name: &str) -> String {
    format!(
        "apiVersion: tekton.dev/v1alpha1\nkind: TaskRun\nmetadata: {{name: {name}}}\n\
         spec: {{taskSpec: {{steps: [{{name: s, image: i, command: [c]}}]}}}}\n"
    )
}
