//! The handful of mount calls that a container's root is made of, each with an error that says what it was.

use super::report::Refused;
use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use std::fs::{self, File};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

const NONE: Option<&str> = None;

/// Makes every mount of this namespace private: nothing done from here on is seen outside.
///
/// # Errors
/// When the kernel refuses, as a security module may that allows user namespaces only for show.
pub fn make_private() -> Result<(), Refused> {
    mount(NONE, "/", NONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NONE)
        .map_err(Refused::at("a private mount tree"))
}

/// Mounts an empty memory file system of mode 755 at `at`.
///
/// # Errors
/// When the kernel refuses.
pub fn memory(at: &Path) -> Result<(), Refused> {
    mount(Some("tmpfs"), at, Some("tmpfs"), MsFlags::MS_NOSUID | MsFlags::MS_NODEV, Some("mode=0755"))
        .map_err(Refused::at(format!("a memory file system at {}", at.display())))
}

/// Shows `from` at `to` too, with all that is mounted below it. `to` must exist and be of the same kind.
///
/// # Errors
/// When either is missing or the kernel refuses.
pub fn bind(from: &Path, to: &Path) -> Result<()> {
    mount(Some(from), to, NONE, MsFlags::MS_BIND | MsFlags::MS_REC, NONE)
        .with_context(|| format!("cannot show {} at {}", from.display(), to.display()))
}

/// Makes `at`, a folder or an empty file as `like` is one, with its parents.
///
/// # Errors
/// When the place cannot be written.
pub fn point(at: &Path, like: &Path) -> Result<()> {
    let made = if like.is_dir() {
        fs::create_dir_all(at)
    } else {
        let parent = at.parent().unwrap_or(at);
        fs::create_dir_all(parent)
            .and_then(|()| if at.exists() { Ok(()) } else { File::create(at).map(drop) })
    };
    made.with_context(|| format!("cannot make the mount point {}", at.display()))
}

/// Which mounts [`seal`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach<'a> {
    /// The mount at the given path only.
    Itself,
    /// All mounts below the given path, without itself.
    Below {
        /// The paths of those that stay as they are.
        except: &'a [PathBuf],
    },
}

/// Makes the mounts at or below `top` (absolute, no symlinks) that can be reached read-only.
///
/// # Errors
/// When one of them stays writable.
pub fn seal(top: &Path, reach: Reach) -> Result<()> {
    let table = fs::read("/proc/self/mountinfo").context("cannot read the mount table")?;
    for (path, flags) in table.split(|byte| *byte == b'\n').filter_map(entry) {
        let meant = match reach {
            Reach::Itself => path == top,
            Reach::Below { except } => path != top && path.starts_with(top) && !except.contains(&path),
        };
        if !meant || flags.contains(MsFlags::MS_RDONLY) {
            continue;
        }
        let flags = flags | MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY;
        match mount(NONE, &path, NONE, flags, NONE) {
            // Hidden below another mount: nobody can reach it to write there.
            Ok(()) | Err(Errno::EINVAL | Errno::ENOENT | Errno::ENOTDIR | Errno::EACCES) => {}
            Err(errno) => {
                return Err(Refused { what: format!("a read-only view of {}", path.display()), errno }.into());
            }
        }
    }
    Ok(())
}

/// Path and flags of one line of mountinfo: the fifth and the sixth field (`proc_pid_mountinfo(5)`). The flags
/// must be named again when remounting: those of the machine's own mounts cannot be taken away here.
fn entry(line: &[u8]) -> Option<(PathBuf, MsFlags)> {
    let mut fields = line.split(|byte| *byte == b' ').skip(4);
    let path = unescape(fields.next()?);
    let options = fields.next()?;
    let flags = options.split(|byte| *byte == b',').fold(MsFlags::empty(), |flags, option| {
        flags
            | match option {
                b"ro" => MsFlags::MS_RDONLY,
                b"nosuid" => MsFlags::MS_NOSUID,
                b"nodev" => MsFlags::MS_NODEV,
                b"noexec" => MsFlags::MS_NOEXEC,
                b"noatime" => MsFlags::MS_NOATIME,
                b"nodiratime" => MsFlags::MS_NODIRATIME,
                b"relatime" => MsFlags::MS_RELATIME,
                _ => MsFlags::empty(),
            }
    });
    Some((PathBuf::from(std::ffi::OsString::from_vec(path)), flags))
}

/// Space, tab, newline and backslash stand in the table as a backslash and three octal digits.
fn unescape(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&first, tail)) = rest.split_first() {
        let octal = tail.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) if first == b'\\' => {
                plain.push(byte);
                rest = &tail[3..];
            }
            _ => {
                plain.push(first);
                rest = tail;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line_of_the_mount_table() {
        let line = br"36 35 98:0 /mnt1 /mnt\0402\134x rw,nosuid,relatime master:1 - ext3 /dev/root rw";
        let flags = MsFlags::MS_NOSUID | MsFlags::MS_RELATIME;
        assert_eq!(entry(line), Some((PathBuf::from(r"/mnt 2\x"), flags)));
        assert_eq!(entry(b""), None);
    }
}
