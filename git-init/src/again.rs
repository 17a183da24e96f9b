//! Writing files of a checkout once more, where what their attributes say was not known the first time.

use std::fs;
use std::path::PathBuf;

use git2::build::CheckoutBuilder;
use git2::{Error, ErrorClass, ErrorCode, Repository};

/// Writes the files at `paths` of the index as attributes and settings have it by now.
///
/// # Errors
/// When a file cannot be written.
pub fn write(repository: &Repository, paths: &[PathBuf]) -> Result<(), Error> {
    let Some(workdir) = repository.workdir().filter(|_| !paths.is_empty()) else { return Ok(()) };
    let mut again = CheckoutBuilder::new();
    again.force().disable_pathspec_match(true);
    for path in paths {
        // One that is there and not changed would not be written.
        match fs::remove_file(workdir.join(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let message = format!("cannot rewrite {}: {error}", path.display());
                return Err(Error::new(ErrorCode::GenericError, ErrorClass::Os, message));
            }
            _ => again.path(path),
        };
    }
    repository.checkout_index(None, Some(&mut again))
}
