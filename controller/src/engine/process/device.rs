//! What the kernel shows a container: `/proc`, `/sys`, a small `/dev` and a `/run` without the machine's
//! services.

use super::mount::{self, Reach};
use super::resolve::resolve;
use anyhow::{Context, Result};
use nix::mount::{MsFlags, mount as mount_fs};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// Folders of the root that are made here.
pub const POINTS: [&str; 3] = ["/dev", "/proc", "/run"];

/// The devices of every container (OCI runtime specification, "Default Devices").
const DEVICES: [&str; 6] = ["full", "null", "random", "tty", "urandom", "zero"];

/// What else stands in `/dev` of every container.
const LINKS: [(&str, &str); 5] = [
    ("fd", "/proc/self/fd"),
    ("ptmx", "pts/ptmx"),
    ("stderr", "/proc/self/fd/2"),
    ("stdin", "/proc/self/fd/0"),
    ("stdout", "/proc/self/fd/1"),
];

/// What of `/proc` acts on the whole machine. Its files belong to the machine's root, which is who a step
/// is when root calls the controller.
const MACHINE_WIDE: [&str; 5] = ["bus", "fs", "irq", "sys", "sysrq-trigger"];

/// Fills the points in `root`.
///
/// # Errors
/// When the kernel refuses one of the mounts.
pub fn provide(root: &Path) -> Result<()> {
    proc(&root.join("proc")).context("cannot provide /proc")?;
    dev(&root.join("dev")).context("cannot provide /dev")?;
    run(root).context("cannot provide /run")
}

/// A `/proc` of the container's own processes, or the machine's where the kernel refuses that (it does when
/// parts of the machine's are hidden, as inside most containers).
fn proc(at: &Path) -> Result<()> {
    fs::create_dir_all(at)?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    if mount_fs(Some("proc"), at, Some("proc"), flags, None::<&str>).is_err() {
        mount::bind(Path::new("/proc"), at)?;
    }
    for name in MACHINE_WIDE {
        let path = at.join(name);
        if path.exists() {
            mount::bind(&path, &path)?;
            mount::seal(&path, Reach::Itself)?;
        }
    }
    Ok(())
}

fn dev(at: &Path) -> Result<()> {
    fs::create_dir_all(at)?;
    for name in DEVICES {
        let machine = Path::new("/dev").join(name);
        if machine.exists() {
            mount::point(&at.join(name), &machine)?;
            mount::bind(&machine, &at.join(name))?;
        }
    }
    for (name, target) in LINKS {
        symlink(target, at.join(name))?;
    }
    let pts = at.join("pts");
    fs::create_dir(&pts)?;
    let options = Some("newinstance,ptmxmode=0666,mode=0620");
    mount_fs(Some("devpts"), &pts, Some("devpts"), MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC, options)
        .context("terminals")?;
    let shm = at.join("shm");
    fs::create_dir(&shm)?;
    fs::set_permissions(&shm, Permissions::from_mode(0o1777))?;
    Ok(())
}

/// An empty `/run`, but for the resolver's configuration, which `/etc/resolv.conf` often links to, and the
/// userland of machines that keep the link to it there (`/run/current-system` of NixOS).
fn run(root: &Path) -> Result<()> {
    let run = root.join("run");
    fs::create_dir_all(&run)?;
    let system = Path::new("/run/current-system");
    if let Ok(target) = system.read_link() {
        symlink(target, run.join("current-system"))?;
    }
    let resolver = resolve(Path::new("/etc/resolv.conf"), &[]);
    if resolver.starts_with("/run") && resolver.is_file() {
        let shown: PathBuf = root.join(resolver.strip_prefix("/").unwrap_or(&resolver));
        mount::point(&shown, &resolver)?;
        mount::bind(&resolver, &shown)?;
        mount::seal(&shown, Reach::Itself)?;
    }
    Ok(())
}
