//! Why a command could not be started, in words that lead to the remedy, and the shells' code for it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;

/// The command, or what it needs to run, is not there.
const NOT_FOUND: u8 = 127;
/// The command is there and cannot be executed.
const NOT_EXECUTABLE: u8 = 126;

/// A command that could not be started.
pub struct Explanation {
    text: String,
    code: u8,
}

impl Explanation {
    /// 127 or 126, as shells have it.
    pub fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Explains `errno`, the kernel's answer to executing `command`.
pub fn explain(command: &OsStr, errno: Errno) -> Explanation {
    let name = command.display();
    let found = find(command);
    let (text, code) = match (errno, &found) {
        (Errno::ENOENT, Some(path)) => match interpreter(path) {
            Some(interpreter) => (
                format!("cannot run {name}: its interpreter {} is not in this image", interpreter.display()),
                NOT_FOUND,
            ),
            None => (format!("cannot run {name}: what it needs to run is not in this image"), NOT_FOUND),
        },
        (Errno::ENOENT | Errno::ENOTDIR, _) if command.as_bytes().contains(&b'/') => {
            (format!("cannot run {name}: no such file in this image"), NOT_FOUND)
        }
        (Errno::ENOENT | Errno::ENOTDIR, _) => {
            (format!("cannot run {name}: executable file not found in $PATH"), NOT_FOUND)
        }
        (Errno::EACCES, Some(path)) if path.is_dir() => {
            (format!("cannot run {name}: it is a directory"), NOT_EXECUTABLE)
        }
        (Errno::EACCES, _) => (
            format!("cannot run {name}: permission denied; is it executable (chmod +x) by this user?"),
            NOT_EXECUTABLE,
        ),
        (Errno::ENOEXEC, _) => (
            format!(
                "cannot run {name}: exec format error; a script needs a first line such as #!/bin/sh, a \
                 program must be built for this machine"
            ),
            NOT_EXECUTABLE,
        ),
        (Errno::E2BIG, _) => (
            // execve(2): 32 pages for one, and a quarter of the stack for all.
            format!(
                "cannot run {name}: argument list too long; one argument or variable has more than 128 KiB, or all \
                 of them have too much: pass long text in a file"
            ),
            NOT_EXECUTABLE,
        ),
        (errno, _) => (format!("cannot run {name}: {}", errno.desc()), NOT_EXECUTABLE),
    };
    Explanation { text, code }
}

/// The file that `command` names, by the rules of the exec that failed.
fn find(command: &OsStr) -> Option<PathBuf> {
    if command.as_bytes().contains(&b'/') {
        return Some(PathBuf::from(command)).filter(|path| path.exists());
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(command)).find(|path| path.exists())
}

/// The program that the kernel would have run `path` with: of the `#!` line, or an ELF program's loader.
fn interpreter(path: &Path) -> Option<OsString> {
    let bytes = fs::read(path).ok()?;
    if let Some(line) = bytes.strip_prefix(b"#!") {
        let line = line.split(|&byte| byte == b'\n').next()?.trim_ascii_start();
        let name = line.split(|&byte| byte == b' ' || byte == b'\t').next()?;
        // A carriage return at the end is why a script from Windows does not run: make it visible.
        return Some(match name.strip_suffix(b"\r") {
            Some(bare) => OsString::from(format!("{}\\r", bare.escape_ascii())),
            None => OsString::from_vec(name.to_vec()),
        });
    }
    elf_loader(&bytes)
}

/// The `PT_INTERP` of a 64-bit little-endian ELF program (offsets of the ELF-64 object file format).
fn elf_loader(elf: &[u8]) -> Option<OsString> {
    const PT_INTERP: u64 = 3;
    let number = |at: usize, size: usize| {
        let bytes = elf.get(at..at.checked_add(size)?)?;
        Some(bytes.iter().rev().fold(0u64, |number, &byte| number << 8 | u64::from(byte)))
    };
    let place = |at: usize, size: usize| usize::try_from(number(at, size)?).ok();
    if !elf.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let (table, size, count) = (place(32, 8)?, place(54, 2)?, place(56, 2)?);
    let header = (0..count)
        .map_while(|index| table.checked_add(index * size))
        .find(|&header| number(header, 4) == Some(PT_INTERP))?;
    let (start, length) = (place(header.checked_add(8)?, 8)?, place(header.checked_add(32)?, 8)?);
    let name = elf.get(start..start.checked_add(length)?)?;
    Some(OsString::from_vec(name.split(|&byte| byte == 0).next()?.to_vec()))
}
