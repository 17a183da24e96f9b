//! What to do where a file of the clone cannot be written.

use git2::{Error, ErrorClass, ErrorCode};

/// Where it is the volume's fault.
pub const VOLUME: &str = "is the volume writable for this user, and not full?";

/// Where there is another's lock.
const LOCKED: &str =
    "another process is at work in this clone, or one was killed: remove the .lock file then";

/// What the kernel says of a volume that takes no more: full, read-only, over the quota.
const REFUSALS: [&str; 3] = ["No space left on device", "Read-only file system", "uota exceeded"];

/// What to do about `error`, with which libgit2 did not write a file.
pub fn remedy(error: &Error) -> &'static str {
    if error.code() == ErrorCode::Locked { LOCKED } else { VOLUME }
}

/// Whether it is this machine's volume that `error` is about: nothing that another attempt makes better.
pub fn is_full_or_read_only(error: &Error) -> bool {
    error.class() == ErrorClass::Os && REFUSALS.iter().any(|refusal| error.message().contains(refusal))
}
