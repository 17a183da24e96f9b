//! Making programs that tests then execute.
//!
//! A child does the writing: a descriptor opened for writing here would for a moment be inherited by whatever another test is
//! just starting, and executing the file would then fail with "text file busy".

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Copies the program `from` to `to`, which is not there yet.
pub fn copy_program(from: impl AsRef<Path>, to: impl AsRef<Path>) {
    let copied = Command::new("cp").arg(from.as_ref()).arg(to.as_ref()).status().expect("cp starts");
    assert!(copied.success(), "cannot copy {}", from.as_ref().display());
}

/// Writes `content` to `path` with `mode` (octal, as chmod takes it).
pub fn write_program(path: impl AsRef<Path>, mode: &str, content: impl AsRef<[u8]>) {
    let path: &OsStr = path.as_ref().as_os_str();
    let mut shell = Command::new("sh")
        .args(["-c", r#"cat > "$2" && chmod "$1" "$2""#, "sh", mode])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .expect("sh starts");
    shell.stdin.take().expect("piped").write_all(content.as_ref()).expect("sh reads");
    assert!(shell.wait().expect("sh ends").success(), "cannot write {}", path.display());
}
