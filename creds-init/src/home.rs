//! The home folder whose credential files these are.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use staged::Staged;

use crate::CredentialFile;

/// Read and written by its owner alone: ssh takes no other key.
const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// A home folder.
pub struct Home {
    folder: PathBuf,
    name: String,
}

impl Home {
    /// The folder that `HOME` names (the variable's value).
    ///
    /// # Errors
    /// It is not set, no absolute path, or one that ssh's configuration could not hold.
    pub fn new(home: Option<OsString>) -> Result<Self> {
        let Some(home) = home.filter(|home| !home.is_empty()) else {
            bail!(
                "HOME is not set; set it to a folder that the steps see under the same name, as /builder/home"
            );
        };
        let Some(name) =
            home.to_str().filter(|name| !name.contains(|char: char| char == '"' || char.is_control()))
        else {
            bail!("HOME holds a quotation mark or what is no text; set it to a folder with a plain name");
        };
        let name = name.trim_end_matches('/').to_owned();
        let folder = PathBuf::from(home);
        if !folder.is_absolute() {
            bail!("HOME={name} is no absolute path; set it to one");
        }
        Ok(Self { folder, name })
    }

    /// The folder, without a slash behind it (the root folder's name is empty): `{name}/.ssh` is a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the file `name` holds now; nothing when it is not there.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.folder.join(name);
        match fs::read(&path) {
            Ok(content) => Ok(content),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error).with_context(|| {
                format!(
                    "cannot read {}, which has to be kept; let this user read it, or move it",
                    path.display()
                )
            }),
        }
    }

    /// Writes the files, and says how many of them were not so already. All of them are on disk under other
    /// names before the first gets its own, so that a full disk or a read-only folder leaves nothing half done.
    ///
    /// # Errors
    /// Names the file and the remedy.
    pub fn write(&self, files: &[CredentialFile]) -> Result<usize> {
        let mut changed = Vec::new();
        for CredentialFile { name, content } in files {
            let place = self.place(name)?;
            if !stands(&place, content) {
                changed.push((place, content));
            }
        }
        let mut waiting = Vec::new();
        for (place, content) in &changed {
            waiting.push(self.stage(place, content).with_context(|| {
                format!(
                    "cannot write {}; mount a writable volume at HOME={}/, or set HOME to a folder that this \
                     user may write",
                    place.display(),
                    self.name
                )
            })?);
        }
        for (staged, (place, _)) in waiting.into_iter().zip(&changed) {
            staged.publish().with_context(|| format!("cannot replace {}; move it away", place.display()))?;
        }
        Ok(changed.len())
    }

    /// Where the file `name` really is: one that links to another place is written there, so that the link
    /// stays.
    fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_symlink() => fs::canonicalize(&path)
                .with_context(|| format!("{} links to what is not there; remove the link", path.display())),
            Ok(there) if there.is_dir() => bail!("{} is a folder; move it away", path.display()),
            _ => Ok(path),
        }
    }

    fn stage<'a>(&self, place: &'a Path, content: &[u8]) -> io::Result<Staged<'a>> {
        if let Some(folder) = place.parent().filter(|folder| *folder != self.folder) {
            make_private(folder)?;
        }
        let mut staged = Staged::create(place, FILE_MODE)?;
        staged.file().write_all(content)?;
        Ok(staged)
    }
}

/// Whether the file is as it shall be, so that it need not be touched.
fn stands(place: &Path, content: &[u8]) -> bool {
    let private = |there: fs::Metadata| there.permissions().mode() & 0o7777 == FILE_MODE;
    fs::metadata(place).is_ok_and(private) && fs::read(place).is_ok_and(|there| there == content)
}

/// Makes the folder, or takes others' rights from the one that is there.
fn make_private(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    if fs::metadata(folder)?.permissions().mode() & 0o777 == FOLDER_MODE {
        return Ok(());
    }
    match fs::set_permissions(folder, Permissions::from_mode(FOLDER_MODE)) {
        // Another user's folder, in which this one may write all the same: its owner's affair.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        done => done,
    }
}
