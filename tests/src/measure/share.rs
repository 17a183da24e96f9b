//! A share of a processor, as a container's limit is: a control group with a quota.
#![allow(unsafe_code)] // a child that joins the group before it becomes the program

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

/// What the kubelet accounts in, in microseconds: the quota is used up and waited for once in each.
const PERIOD: u32 = 100_000;

/// How many there have been: for their names.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A control group that goes when it is dropped, by when its processes must have ended.
pub struct Share {
    folder: PathBuf,
}

impl Share {
    /// `thousandths` of a processor, which Kubernetes writes `10m`.
    ///
    /// # Errors
    /// Where control groups cannot be written, as without root or in most containers.
    pub fn new(thousandths: u32) -> Result<Self> {
        let quota = thousandths * PERIOD / 1000;
        let (root, limits) = match Path::new("/sys/fs/cgroup/cpu") {
            first if first.is_dir() => (
                first,
                vec![("cpu.cfs_period_us", PERIOD.to_string()), ("cpu.cfs_quota_us", quota.to_string())],
            ),
            _ => (Path::new("/sys/fs/cgroup"), vec![("cpu.max", format!("{quota} {PERIOD}"))]),
        };
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = root.join(format!("share-{}-{number}", process::id()));
        fs::create_dir(&folder)
            .with_context(|| format!("cannot make the control group {}", folder.display()))?;
        let share = Self { folder };
        for (file, limit) in limits {
            let file = share.folder.join(file);
            fs::write(&file, limit).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(share)
    }

    /// Makes `command` start in it.
    ///
    /// # Errors
    /// When the group takes no process.
    pub fn hold(&self, command: &mut Command) -> Result<()> {
        let mut members = open(&self.folder.join("cgroup.procs"))?;
        // SAFETY: between fork and exec it makes one system call, and neither allocates nor locks. 0 is who writes it.
        unsafe { command.pre_exec(move || members.write_all(b"0")) };
        Ok(())
    }
}

fn open(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).open(path).with_context(|| format!("cannot open {}", path.display()))
}

impl Drop for Share {
    fn drop(&mut self) {
        // Its files cannot be removed, and go with it.
        let _ = fs::remove_dir(&self.folder);
    }
}
