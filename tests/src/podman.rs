//! Pods for real, without a cluster: podman with a store of its own, which holds our images and a step image.

mod configuration;
mod images;
mod pod;
mod sweep;
mod volumes;

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::tell;

pub use images::STEP_IMAGE;
pub use pod::Pod;

/// What has to be in `PATH`; Debian's packages have the same names, busybox's is `busybox-static`.
const PROGRAMS: [&str; 3] = ["podman", "buildah", "busybox"];

/// A podman whose containers, images and settings are those of this test process alone.
///
/// They live in a folder that goes, with every Pod that still runs, when this process ends, however it ends.
pub struct Podman {
    folder: PathBuf,
}

impl Podman {
    /// The podman of this process with all images built, or `None` where this machine cannot run Pods: the
    /// reason goes to stderr, and the caller returns.
    ///
    /// # Panics
    /// With `CI` in the environment, where nothing may be skipped, instead of `None`; and when a build fails.
    pub fn get() -> Option<&'static Self> {
        static PODMAN: OnceLock<Result<Podman, String>> = OnceLock::new();
        match PODMAN.get_or_init(Self::start) {
            Ok(podman) => Some(podman),
            Err(reason) if env::var_os("CI").is_some() => panic!("Pods cannot be tested: {reason}"),
            Err(reason) => {
                tell(&format!(
                    "skipped, since {reason}; tests/setup installs what is needed
"
                ));
                None
            }
        }
    }

    /// `podman` with this podman's settings.
    pub fn command(&self) -> Command {
        self.tool("podman")
    }

    /// Any program that shall find this podman when it calls one itself.
    pub fn tool(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("CONTAINERS_CONF", configuration::containers(&self.folder))
            .env("CONTAINERS_STORAGE_CONF", configuration::storage(&self.folder))
            .stdin(Stdio::null());
        command
    }

    /// Adds the image of git-init, which few Pods need.
    pub fn add_git_init(&self) {
        images::build_git_init(self);
    }

    fn start() -> Result<Self, String> {
        if let Some(missing) = PROGRAMS.iter().find(|program| which(program).is_none()) {
            return Err(format!("{missing} is not installed"));
        }
        let folder = tempfile::Builder::new().prefix("baton-pods-").tempdir().expect("a temporary folder");
        configuration::write(folder.path());
        let podman = Self { folder: folder.keep() };
        sweep::when_this_process_ends(&podman);

        let info = podman.command().arg("info").output().expect("podman starts");
        if !info.status.success() {
            let said = String::from_utf8_lossy(&info.stderr);
            return Err(format!("podman info fails here: {}", said.trim()));
        }
        images::build(&podman);
        Ok(podman)
    }
}

/// Where `PATH` has `program`.
fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| Path::is_file(file))
}
