//! The hashes of a clone, SHA-1 or SHA-256: those of the repository that it is made from.
//!
//! libgit2 takes each hash for one of its repository's kind: `object_file_name` in its `odb_loose.c` makes room for
//! one of these, and writes one of the other kind beyond it. So nothing is asked of a clone by a remote's hash before
//! the two are found to be alike.

use git2::{Error, ErrorCode, ObjectFormat, RemoteHead, Repository};

use crate::failure::{Again, Failure, Stage};
use crate::{late, unwritten};

/// How many hexadecimal digits a hash has.
pub const fn digits(format: ObjectFormat) -> usize {
    match format {
        ObjectFormat::Sha1 => 40,
        ObjectFormat::Sha256 => 64,
    }
}

/// The format whose hashes have as many digits as `text`, all hexadecimal; `None` for what is no whole hash.
pub fn of_hash(text: &str) -> Option<ObjectFormat> {
    let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let formats = [ObjectFormat::Sha1, ObjectFormat::Sha256];
    formats.into_iter().find(|format| hexadecimal && digits(*format) == text.len())
}

/// How people call it.
pub fn name(format: ObjectFormat) -> &'static str {
    match format {
        ObjectFormat::Sha1 => "SHA-1",
        ObjectFormat::Sha256 => "SHA-256",
    }
}

/// Holds the refs that a remote shows against the clone.
///
/// # Errors
/// When their hashes are of the other kind. The failure says which: the clone may [`adopt`] it.
pub fn agree(repository: &Repository, heads: &[RemoteHead<'_>]) -> Result<(), Failure> {
    let ours = repository.object_format();
    if ours == ObjectFormat::Sha256 {
        // It is OpenSSL that hashes then.
        late::know_processor();
    }
    match heads.iter().map(|head| head.oid().object_format()).find(|theirs| *theirs != ours) {
        Some(theirs) => Err(Failure { again: Again::InFormat(theirs), ..differ(theirs, ours) }),
        None => Ok(()),
    }
}

/// Makes the clone one of the remote's `format`, if there is nothing in it yet.
///
/// # Errors
/// When there is something, since hashes are never translated, or when `.git/config` cannot be written.
pub fn adopt(repository: &mut Repository, format: ObjectFormat) -> Result<(), Failure> {
    let ours = repository.object_format();
    if ours == format {
        return Ok(());
    }
    let unwritten = |error: Error| {
        let cause = format!("cannot write .git/config: {}", error.message());
        Failure::local(Stage::Prepare, cause, unwritten::remedy(&error))
    };
    if !is_untouched(repository).map_err(unwritten)? {
        return Err(differ(format, ours));
    }
    configure(repository, format).map_err(unwritten)?;
    *repository = Repository::open(repository.path()).map_err(unwritten)?;
    Ok(())
}

fn differ(theirs: ObjectFormat, ours: ObjectFormat) -> Failure {
    let cause = format!("the remote has {} hashes, and the clone that is there {}", name(theirs), name(ours));
    Failure::local(Stage::Fetch, cause, "take another -path, or replace the clone with -deleteExisting")
}

/// Whether there is neither a ref nor an object.
fn is_untouched(repository: &Repository) -> Result<bool, Error> {
    if repository.references()?.next().is_some() {
        return Ok(false);
    }
    let mut objects = 0;
    match repository.odb()?.foreach(|_| {
        objects += 1;
        false
    }) {
        Err(error) if error.code() != ErrorCode::User => Err(error),
        _ => Ok(objects == 0),
    }
}

fn configure(repository: &Repository, format: ObjectFormat) -> Result<(), Error> {
    let mut config = repository.config()?.open_level(git2::ConfigLevel::Local)?;
    match format {
        ObjectFormat::Sha1 => config.remove("extensions.objectformat"),
        ObjectFormat::Sha256 => {
            // Extensions count from this version on; a clone that has it and no extension is one of SHA-1.
            config.set_i32("core.repositoryformatversion", 1)?;
            config.set_str("extensions.objectformat", format.str())
        }
    }
}
