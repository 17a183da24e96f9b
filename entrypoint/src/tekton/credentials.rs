//! The credentials of the service account: from its secrets into files, and those into the home of the step.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::{Result, anyhow};
use creds_init::home::Home;
use creds_init::secrets::Secrets;
use creds_init::{Asked, plan};
use staged::Staged;

use super::log;
use super::paths::{CREDENTIALS, SECRETS};

/// What of the credential files belongs into a home.
const ITEMS: [&str; 4] = [".docker", ".gitconfig", ".git-credentials", ".ssh"];
/// ssh takes no key that others can read.
const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// Writes the files that `asked` asks for. That they cannot be written is a line in the log: a step that needs them
/// says so itself.
///
/// # Errors
/// What is asked for makes no sense, or a secret is not there.
pub fn initialize(asked: &Asked) -> Result<()> {
    let request = asked.request().map_err(|why| anyhow!(why))?;
    if request.is_empty() {
        return Ok(());
    }
    let home = Home::new(Some(CREDENTIALS.into()))?;
    let plan = plan(&request, &Secrets::below(SECRETS.into()), &home)?;
    for note in &plan.notes {
        log::warn(note);
    }
    if let Err(error) = home.write(&plan.files) {
        log::warn(&format!("Error initializing credentials: {error:#}"));
    }
    Ok(())
}

/// Copies the files into the home of the step, and gives what it has not taken. That is one line in the log, whatever it is.
pub fn copy_home() -> Vec<&'static str> {
    let from = Path::new(CREDENTIALS);
    let items: Vec<_> = ITEMS.into_iter().filter(|item| from.join(item).exists()).collect();
    if items.is_empty() {
        return items;
    }
    let Some(home) = env::var_os("HOME").filter(|home| !home.is_empty()) else {
        log::warn("non-fatal error copying credentials: \"HOME is not set\"");
        return items;
    };
    let home = Path::new(&home);
    let failed = |item: &'static str| Some((item, copy(&from.join(item), &home.join(item)).err()?));
    let failed: Vec<_> = items.into_iter().filter_map(failed).collect();
    let names: Vec<_> = failed.iter().map(|(item, _)| *item).collect();
    if let Some((_, error)) = failed.first() {
        log::warn(&format!(
            "warning: unsuccessful cred copy: {} from {CREDENTIALS:?} to \"{}\": {error}",
            names.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>().join(", "),
            home.display()
        ));
    }
    names
}

/// Copies a file or a folder. What is as it shall be is left alone, whoever owns it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", to.display()));
    if from.is_dir() {
        if !to.is_dir() {
            DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(to).map_err(named)?;
        }
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let content = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == content) {
        return Ok(());
    }
    let write = || {
        let mut staged = Staged::create(to, FILE_MODE)?;
        staged.file().write_all(&content)?;
        staged.publish()
    };
    write().map_err(named)
}
