//! What runs in the Pods: our own images, made by the script that users run, and an image for steps.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::{Podman, which};
use crate::workspace;

/// The image for steps: busybox under all of its names, and nothing else.
pub const STEP_IMAGE: &str = "localhost/baton-tests/busybox:v1";

/// Builds every image that a Pod of these tests names into the store of `podman`.
pub fn build(podman: &Podman) {
    let script = workspace().join("images/build");
    run(podman.tool(script).args(["--tool", "buildah", "entrypoint", "nop", "creds-init"]));
    build_step_image(podman);
}

/// Builds the image of git-init too, which few tests need.
pub fn build_git_init(podman: &Podman) {
    run(podman.tool(workspace().join("images/build")).args(["--tool", "buildah", "git-init"]));
}

fn build_step_image(podman: &Podman) {
    let context = tempfile::tempdir().expect("a temporary folder");
    let bin = context.path().join("bin");
    fs::create_dir(&bin).expect("bin can be made");
    let busybox = which("busybox").expect("busybox is installed");
    fs::copy(&busybox, bin.join("busybox")).expect("busybox can be copied");
    let names = Command::new(&busybox).arg("--list").output().expect("busybox lists its names").stdout;
    for name in String::from_utf8_lossy(&names).lines().filter(|name| *name != "busybox") {
        symlink("busybox", bin.join(name)).expect("a link can be made");
    }
    fs::write(context.path().join("Containerfile"), "FROM scratch\nCOPY bin /bin\n")
        .expect("a file can be written");
    run(podman
        .tool("buildah")
        .args(["bud", "--quiet", "--isolation", "chroot", "--tag", STEP_IMAGE])
        .arg(context.path()));
}

/// Runs `command` to its end, and panics with what it said when it fails.
fn run(command: &mut Command) {
    let output = command.output().expect("the build starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed ({}):\n{said}", output.status);
}
