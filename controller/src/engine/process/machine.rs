//! The machine's own tree, shown in a container's root.

use super::mount;
use anyhow::{Context, Error, Result};
use nix::errno::Errno;
use std::fs::{self, DirEntry, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// Shows every entry of the machine's `/` in `root`, except what lies at one of `points` (absolute, symlinks
/// resolved). A folder above a point is made anew with its entries shown one by one, so that the point can
/// be made in it without touching the machine. The outermost of those are file systems of their own, which
/// are returned to be sealed once the points are made.
///
/// # Errors
/// When an entry cannot be shown.
pub fn show(root: &Path, points: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut made_anew = Vec::new();
    for point in points {
        let top = Path::new("/").join(point.iter().nth(1).unwrap_or_default());
        let to = root.join(top.strip_prefix("/").unwrap_or(&top));
        if top != *point && top.is_dir() && !points.contains(&top) && !made_anew.contains(&to) {
            fs::create_dir(&to).with_context(|| format!("cannot make {}", to.display()))?;
            mount::memory(&to)?;
            made_anew.push(to);
        }
    }
    folder(Path::new("/"), root, points)?;
    Ok(made_anew)
}

fn folder(from: &Path, to: &Path, points: &[PathBuf]) -> Result<()> {
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        // What the caller cannot list, the container need not see.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot list {}", from.display())),
    };
    for found in entries {
        let found = found.with_context(|| format!("cannot list {}", from.display()))?;
        let to = to.join(found.file_name());
        match entry(&found, &to, points) {
            // The machine's files come and go: somebody's temporary one was listed. Nothing is mounted at its place.
            Err(error) if is_gone(&error) => {
                fs::remove_file(&to).or_else(|_| fs::remove_dir(&to)).ok();
            }
            shown => shown.with_context(|| format!("cannot show {}", found.path().display()))?,
        }
    }
    Ok(())
}

/// Whether what was looked for is not there any more. By the error, since it may be back by now.
fn is_gone(error: &Error) -> bool {
    let cause = error.root_cause();
    cause.downcast_ref() == Some(&Errno::ENOENT)
        || cause.downcast_ref().is_some_and(|error: &io::Error| error.kind() == ErrorKind::NotFound)
}

fn entry(found: &DirEntry, to: &Path, points: &[PathBuf]) -> Result<()> {
    let from = found.path();
    let kind = found.file_type()?;
    let is_point = points.contains(&from);
    let above_a_point = points.iter().any(|point| point.starts_with(&from)) && !is_point;
    if kind.is_symlink() {
        return Ok(symlink(fs::read_link(&from)?, to)?);
    }
    if kind.is_dir() && above_a_point {
        fs::create_dir_all(to)?;
        folder(&from, to, points)?;
        return Ok(fs::set_permissions(to, Permissions::from_mode(found.metadata()?.permissions().mode()))?);
    }
    // Sockets, pipes and devices are ways to the machine's services, not part of its userland.
    if (kind.is_dir() || kind.is_file()) && !is_point {
        mount::point(to, &from)?;
        mount::bind(&from, to)?;
    }
    Ok(())
}
