//! The file of a report: there as a whole, or not at all.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// Where a report goes: said before a run, and not after an hour of it.
pub struct Place {
    /// As the user wrote it.
    name: PathBuf,
    /// The file to replace, behind all links; none where there is a pipe or a device, which is written to as it is.
    file: Option<PathBuf>,
}

impl Place {
    /// The place `path`.
    ///
    /// # Errors
    /// When its folder is not there or cannot be written to, or when it is a folder itself.
    pub fn of(path: &Path) -> Result<Self> {
        let kind = fs::metadata(path).map(|metadata| metadata.file_type());
        if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
            bail!("cannot write the report {}: it is a folder", path.display());
        }
        // What is there and no file is never replaced: the machine needs its /dev/null.
        let file = match kind {
            Ok(kind) if !kind.is_file() => None,
            Ok(_) => Some(path.canonicalize().with_context(|| cannot(path))?),
            Err(_) => Some(path.to_owned()),
        };
        let place = Self { name: path.to_owned(), file };
        place.file.as_deref().map(|file| place.new_file(file)).transpose()?;
        Ok(place)
    }

    /// Writes `page` there; a file that was there before stays until the page is there as a whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, page: &str) -> Result<()> {
        let Some(path) = &self.file else {
            return fs::write(&self.name, page).with_context(|| cannot(&self.name));
        };
        let mut file = self.new_file(path)?;
        file.as_file_mut().write_all(page.as_bytes()).with_context(|| cannot(&self.name))?;
        file.persist(path).map_err(|failed| failed.error).with_context(|| cannot(&self.name))?;
        Ok(())
    }

    /// A new file beside `path`, which is gone when it is not kept.
    fn new_file(&self, path: &Path) -> Result<NamedTempFile> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        tempfile::Builder::new()
            .prefix(".report-")
            .permissions(Permissions::from_mode(0o666)) // less what the umask takes, as for every file that a user asks for
            .tempfile_in(folder)
            .with_context(|| format!("{}: its folder takes no file", cannot(&self.name)))
    }
}

fn cannot(path: &Path) -> String {
    format!("cannot write the report {}", path.display())
}
