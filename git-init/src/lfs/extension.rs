//! Files whose content has gone through an extension of git LFS: a program that the user's git-lfs is configured with.

use super::files::PointerFile;
use super::missing::listed;
use crate::failure::{Failure, Stage};

/// Refuses files whose objects are not their content, as git-lfs does where it knows no program for them.
///
/// # Errors
/// When there are any.
pub fn check(files: &[PointerFile]) -> Result<(), Failure> {
    let through =
        |file: &PointerFile| Some(format!("{} ({})", file.path.display(), file.extension.as_ref()?));
    let extended: Vec<String> = files.iter().filter_map(through).collect();
    if extended.is_empty() {
        return Ok(());
    }
    let cause = format!("an extension of git LFS, which is not run here, has changed {}", listed(&extended));
    Err(Failure::local(
        Stage::CheckOut,
        cause,
        "leave such files out: lfs.fetchexclude in .lfsconfig or .gitconfig",
    ))
}
