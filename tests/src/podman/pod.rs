//! One Pod on podman, from play to removal.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::{Podman, volumes};

/// Seconds until a container that should have ended fails the test: far more than any of them needs.
const PATIENCE: &str = "60";

/// A Pod whose containers have all been started; it is removed on drop.
pub struct Pod<'podman> {
    podman: &'podman Podman,
    name: String,
}

impl Podman {
    /// Runs the init containers of `pod` (a Kubernetes Pod) and starts its containers, without a network.
    ///
    /// # Panics
    /// When podman does not take the Pod, or an init container fails.
    pub fn play(&self, pod: &Value) -> Pod<'_> {
        let name = pod["metadata"]["name"].as_str().expect("a Pod has a name").to_owned();
        let object = volumes::private(pod).to_string();
        let mut command = self.command();
        command.args(["kube", "play", "--network", "none", "-"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("podman starts");
        let played = Pod { podman: self, name };
        child.stdin.take().expect("a pipe").write_all(object.as_bytes()).expect("podman reads the Pod");
        let output = child.wait_with_output().expect("podman ends");
        assert!(output.status.success(), "podman kube play failed:\n{}\n{pod:#}", text(&output.stderr));
        played
    }
}

impl Pod<'_> {
    /// Waits for the end of `container`, and returns its exit code.
    ///
    /// # Panics
    /// When it does not end within a minute.
    pub fn exit_code(&self, container: &str) -> i32 {
        let mut wait = self.podman.tool("timeout");
        let output = output(wait.args([PATIENCE, "podman", "wait", &self.container(container)]));
        text(&output.stdout).trim().parse().expect("podman wait prints the exit code")
    }

    /// What `container` has written so far: stdout, then stderr.
    pub fn logs(&self, container: &str) -> (String, String) {
        let output = output(self.podman.command().args(["logs", &self.container(container)]));
        (text(&output.stdout), text(&output.stderr))
    }

    /// What podman knows about `container`, as `podman inspect` shows it through the Go template `format`.
    pub fn inspect(&self, container: &str, format: &str) -> String {
        let mut inspect = self.podman.command();
        let output = output(inspect.args(["inspect", "--format", format, &self.container(container)]));
        text(&output.stdout).trim().to_owned()
    }

    /// Sends `signal` (`KILL`, `TERM`, ...) to the first process of `container`.
    pub fn kill(&self, container: &str, signal: &str) {
        output(self.podman.command().args(["kill", "--signal", signal, &self.container(container)]));
    }

    /// Ends `container` as a kubelet would: TERM, and KILL after `grace` seconds.
    pub fn stop(&self, container: &str, grace: u32) {
        let grace = grace.to_string();
        output(self.podman.command().args(["stop", "--time", &grace, &self.container(container)]));
    }

    /// podman's name for a container of this Pod.
    fn container(&self, name: &str) -> String {
        format!("{}-{name}", self.name)
    }
}

impl Drop for Pod<'_> {
    fn drop(&mut self) {
        // A Pod that kube play refused is not there: nothing to remove is no failure.
        let _ = self.podman.command().args(["pod", "rm", "--force", "--time", "0", &self.name]).output();
    }
}

/// Runs `command`, which has to succeed.
fn output(command: &mut Command) -> Output {
    let output = command.output().expect("podman starts");
    assert!(output.status.success(), "{command:?} failed ({}): {}", output.status, text(&output.stderr));
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
