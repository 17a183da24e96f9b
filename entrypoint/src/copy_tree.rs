//! `entrypoint cp -r SRC DST` and `entrypoint mkdir`: what tasks hand to one another is copied with no shell in the image.

use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use anyhow::{Error, Result, anyhow, bail};

use crate::say::{Level, say};

/// What of a mode a copy takes over: who may do what, and no setuid.
const ACCESS: u32 = 0o777;
/// What the owner may do in a folder that is being filled; then it gets the mode of the one that it is a copy of.
const PRIVATE: u32 = 0o700;

/// Makes `folder` and those above it; one that is there is fine.
pub fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| cannot("make folder", folder, &error))
}

/// Copies all that is in the folder `src` into the folder `dst`, which is made when it is not there.
///
/// Symbolic links are copied as links. What stands in `dst` under the same name is replaced, links too, but folders are
/// filled up.
pub fn copy(src: &Path, dst: &Path) -> Result<()> {
    make(dst)?;
    let itself = dst.metadata().map_err(|error| cannot("read", dst, &error))?;
    fill(src, dst, (itself.dev(), itself.ino()))
}

/// `itself` is the device and the inode of the folder that is being filled: a copy that held it would never end.
fn fill(src: &Path, dst: &Path, itself: (u64, u64)) -> Result<()> {
    for entry in fs::read_dir(src).map_err(|error| cannot("read folder", src, &error))? {
        let from = entry.map_err(|error| cannot("read folder", src, &error))?.path();
        let to = dst.join(from.file_name().unwrap_or_default());
        let folder = one(&from, &to).map_err(|error| cannot("copy", &from, &error))?;
        if let Some(folder) = folder {
            if (folder.dev(), folder.ino()) == itself {
                bail!("cannot copy a folder into itself, to {}", from.display());
            }
            fill(&from, &to, itself)?;
            set_access(&to, &folder).map_err(|error| cannot("copy", &from, &error))?;
        }
    }
    Ok(())
}

/// Copies a file or a link. Makes a folder that is still to be filled, and gives what it is a copy of.
fn one(from: &Path, to: &Path) -> io::Result<Option<Metadata>> {
    let there = fs::symlink_metadata(from)?;
    let old = fs::symlink_metadata(to).ok();
    // A link could lead anywhere, and a file that nobody may write to can still be replaced.
    if old.as_ref().is_some_and(|old| !old.is_dir()) {
        fs::remove_file(to)?;
    }
    if there.is_symlink() {
        symlink(fs::read_link(from)?, to)?;
    } else if there.is_file() {
        io::copy(&mut File::open(from)?, &mut File::create(to)?)?;
        set_access(to, &there)?;
    } else if there.is_dir() {
        match old.filter(Metadata::is_dir) {
            Some(old) => fs::set_permissions(to, Permissions::from_mode(old.mode() | PRIVATE))?,
            None => DirBuilder::new().mode(PRIVATE).create(to)?,
        }
        return Ok(Some(there));
    } else {
        say(
            Level::Warning,
            format_args!("not copied, since it is no file, folder or link: {}", from.display()),
        );
    }
    Ok(None)
}

fn set_access(copy: &Path, of: &Metadata) -> io::Result<()> {
    fs::set_permissions(copy, Permissions::from_mode(of.mode() & ACCESS))
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    anyhow!("cannot {what} {}: {error}", path.display())
}
