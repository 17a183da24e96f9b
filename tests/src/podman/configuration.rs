//! The two files that keep a test's podman apart from the user's, and make it work on machines that forbid much.

use std::fs;
use std::path::{Path, PathBuf};

/// The bit of `CAP_SYS_RESOURCE` in a capability set (linux/capability.h).
const CAP_SYS_RESOURCE: u32 = 24;

/// podman's own default limit of open files.
const MAX_FILES: u64 = 1 << 20;

/// The settings of podman's engine.
pub fn containers(folder: &Path) -> PathBuf {
    folder.join("containers.conf")
}

/// Where podman and buildah keep images and containers.
pub fn storage(folder: &Path) -> PathBuf {
    folder.join("storage.conf")
}

/// Writes both files into `folder`, which will also hold all that they name.
pub fn write(folder: &Path) {
    let folder_name = folder.display();
    // vfs copies whole layers and needs no overlay mounts; our images are small enough.
    let store = format!(
        "[storage]\ndriver = \"vfs\"\ngraphroot = \"{folder_name}/images\"\nrunroot = \"{folder_name}/run\"\n"
    );
    fs::write(storage(folder), store).expect("storage.conf can be written");

    let limits = limits_of_this_process();
    let default_ulimits = limits.map(|limits| format!("default_ulimits = {limits}")).unwrap_or_default();
    // crun, podman's first choice, refuses version 1 cgroups with the version 2 tree beside them.
    let runtime = if Path::new("/sys/fs/cgroup/unified").exists() { "runtime = \"runc\"" } else { "" };
    // Locks in files: those in shared memory belong to all of a user's podmans, whatever their store.
    let conf = format!(
        "[containers]\nlog_driver = \"k8s-file\"\n{default_ulimits}\n\
         [engine]\nevents_logger = \"file\"\nlock_type = \"file\"\ntmp_dir = \"{folder_name}/tmp\"\n{runtime}\n"
    );
    fs::write(containers(folder), conf).expect("containers.conf can be written");
}

/// What a container may be limited to by a process that may not raise its own limits: those limits. podman's
/// own defaults are higher, and with them no container starts.
fn limits_of_this_process() -> Option<String> {
    if has_capability(CAP_SYS_RESOURCE) {
        return None;
    }
    let limits = fs::read_to_string("/proc/self/limits").expect("/proc/self/limits is readable");
    // "Max open files   SOFT   HARD   files"
    let hard = |name: &str| {
        let line =
            limits.lines().find_map(|line| line.strip_prefix(name)).expect("the kernel lists the limit");
        let hard = line.split_whitespace().nth(1).expect("a hard limit");
        hard.parse().unwrap_or(u64::MAX) // "unlimited"
    };
    // Before it reads this file, podman lowers its own limit of processes to the kernel's highest process id.
    let pid_max = fs::read_to_string("/proc/sys/kernel/pid_max").expect("pid_max is readable");
    let processes = hard("Max processes").min(pid_max.trim().parse().expect("pid_max is a number"));
    let files = hard("Max open files").min(MAX_FILES);
    Some(format!("[\"nofile={files}:{files}\", \"nproc={processes}:{processes}\"]"))
}

/// Whether this process has `capability` in force.
fn has_capability(capability: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").expect("/proc/self/status is readable");
    let set =
        status.lines().find_map(|line| line.strip_prefix("CapEff:")).expect("the kernel lists capabilities");
    u64::from_str_radix(set.trim(), 16).expect("a hexadecimal set") & (1 << capability) != 0
}
