//! Finding the command, in the PATH that the step gets, and saying in Go's words why it does not start.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use nix::errno::Errno;
use nix::unistd::{AccessFlags, access};

use super::log;
use super::outcome::End;
use crate::explain;

/// Where commands are looked for without a PATH: the C library's own.
const SYSTEM: &str = "/usr/local/bin:/bin:/usr/bin";
/// Not found, and found but not executable, as shells have it.
const NOT_FOUND: u8 = 127;
const NOT_EXECUTABLE: u8 = 126;

/// The file that `command` names.
///
/// # Errors
/// The end of a step that cannot be started.
pub fn find(command: &OsStr, environment: &[(OsString, OsString)]) -> Result<PathBuf, End> {
    if command.as_bytes().contains(&b'/') {
        return Ok(command.into());
    }
    let path = environment.iter().find(|(name, _)| name == "PATH");
    let path = path.map_or(OsStr::new(SYSTEM), |(_, value)| value);
    let mut code = NOT_FOUND;
    for file in env::split_paths(path).map(|folder| folder.join(command)) {
        let Ok(there) = fs::metadata(&file) else { continue };
        let executable = there.is_file() && there.permissions().mode() & 0o111 != 0;
        if executable && access(&file, AccessFlags::X_OK).is_ok() {
            return Ok(file);
        }
        code = NOT_EXECUTABLE;
    }
    let name = command.to_string_lossy();
    Err(End::NotStarted(format!("exec: {name:?}: executable file not found in $PATH"), code))
}

/// The end of a step whose `file` the kernel does not execute. What our own log adds is the remedy.
pub fn not_started(file: &OsStr, errno: Errno) -> End {
    let why = explain::explain(file, errno);
    log::complain(&why.to_string());
    End::NotStarted(format!("fork/exec {}: {}", file.display(), in_gos_words(errno)), why.code())
}

/// Go's words for an error are the C library's, in lower case.
fn in_gos_words(errno: Errno) -> String {
    let words = errno.desc();
    match words.split_at_checked(1) {
        Some((first, rest)) => first.to_lowercase() + rest,
        None => words.to_owned(),
    }
}
