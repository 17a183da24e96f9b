//! Which users of the machine a container's users are.

use anyhow::{Context, Result};
use nix::unistd::{getegid, geteuid};
use std::fs;
use std::path::Path;

/// Writes the id maps of the new user namespace of process `pid`.
///
/// A caller who may (root) gets every id mapped to itself, so that steps can have different users and change
/// the owner of files. Everyone else has one id to give: `uid` and `gid` inside are the caller outside.
///
/// # Errors
/// When the process is gone, or the kernel does not take even the map of one id.
pub fn write(pid: u32, uid: u32, gid: u32) -> Result<()> {
    let folder = Path::new("/proc").join(pid.to_string());
    if geteuid().is_root() && identity(&folder).is_ok() {
        return Ok(());
    }
    // A process that may not map groups may not drop them either (user_namespaces(7)).
    fs::write(folder.join("setgroups"), "deny").context("cannot write setgroups")?;
    fs::write(folder.join("gid_map"), format!("{gid} {} 1", getegid())).context("cannot write gid_map")?;
    fs::write(folder.join("uid_map"), format!("{uid} {} 1", geteuid())).context("cannot write uid_map")
}

/// Maps every id that exists for this process to itself. The group map comes first: when the kernel refuses
/// it nothing has been written, and when it takes it, it takes the other too.
fn identity(folder: &Path) -> Result<()> {
    for name in ["gid_map", "uid_map"] {
        let own = fs::read_to_string(Path::new("/proc/self").join(name))?;
        fs::write(folder.join(name), same(&own))?;
    }
    Ok(())
}

/// The map (lines of: first id inside, first id outside, count) that leaves the inner ids of `own` as they are.
fn same(own: &str) -> String {
    let lines = own.lines().filter_map(|line| {
        let mut fields = line.split_whitespace();
        let (inside, count) = (fields.next()?, fields.nth(1)?);
        Some(format!("{inside} {inside} {count}\n"))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn keeps_every_inner_id() {
        let own = "         0       1000          1\n         1     100000      65536\n";
        assert_eq!(super::same(own), "0 0 1\n1 1 65536\n");
    }
}
