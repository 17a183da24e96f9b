//! A user's home, and the controller as that user calls it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::binary;

/// A home of its own.
pub struct Scene(TempDir);

/// What a call came to.
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// The words that the step of the only Pod runs.
    pub fn words(&self) -> Vec<String> {
        assert_eq!(self.code, 0, "{}", self.stderr);
        let list: Value = serde_json::from_str(&self.stdout).unwrap();
        let args = &list["items"][0]["spec"]["containers"][0]["args"];
        let args: Vec<String> = serde_json::from_value(args.clone()).unwrap();
        let at = args.iter().position(|arg| arg == "-entrypoint").unwrap();
        assert_eq!(args[at + 2], "--");
        [&args[at + 1..at + 2], &args[at + 3..]].concat()
    }

    /// That nothing came out, and why.
    pub fn refused(&self) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (1, ""), "{}", self.stderr);
        &self.stderr
    }
}

/// A run whose step has this image and no command.
pub fn task_run(image: &str, step: &Value) -> Value {
    let mut container = json!({"name": "s", "image": image});
    container.as_object_mut().unwrap().extend(step.as_object().unwrap().clone());
    json!({
        "apiVersion": "tekton.dev/v1alpha1", "kind": "TaskRun", "metadata": {"name": "r"},
        "spec": {"taskSpec": {"steps": [container]}}
    })
}

impl Scene {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where the controller keeps what registries sent.
    pub fn cache(&self) -> PathBuf {
        self.path().join("cache/baton/registry")
    }

    /// Writes docker's configuration.
    pub fn docker(&self, config: &Value) -> &Self {
        fs::create_dir_all(self.path().join(".docker")).unwrap();
        fs::write(self.path().join(".docker/config.json"), config.to_string()).unwrap();
        self
    }

    /// Puts a credential helper with this shell script on the PATH.
    pub fn helper(&self, name: &str, script: &str) -> &Self {
        let bin = self.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        let program = bin.join(format!("docker-credential-{name}"));
        tests::write_program(program, "755", format!("#!/bin/sh\n{script}\n"));
        self
    }

    /// `controller ARGS --resolve-entrypoints -f -`, ready to be called with objects on its standard input.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary("controller"));
        let path = format!("{}:{}", self.path().join("bin").display(), std::env::var("PATH").unwrap());
        let unset =
            ["DOCKER_CONFIG", "XDG_CACHE_HOME", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE"];
        for name in unset {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        command.env("HOME", self.path()).env("XDG_CACHE_HOME", self.path().join("cache")).env("PATH", path);
        command.args(args).args(["--resolve-entrypoints", "-f", "-"]);
        command
    }

    /// `controller emit` over `objects`.
    pub fn emit(&self, objects: &[Value], args: &[&str]) -> Said {
        call(&mut self.command(&[&["emit", "-o", "json"], args].concat()), objects)
    }

    /// The same for a run of `image`.
    pub fn resolve(&self, image: &str) -> Said {
        self.emit(&[task_run(image, &json!({}))], &[])
    }
}

/// Calls `command` with `objects` on its standard input.
pub fn call(command: &mut Command, objects: &[Value]) -> Said {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(list.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}
