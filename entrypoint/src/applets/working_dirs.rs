//! `workingdirinit DIR...`: makes the working folders of the steps before any of them starts.

use std::ffi::OsString;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Component, Path, PathBuf};

use super::complain;
use crate::brief;

const FAILURE: u8 = 1;
/// Where absolute folders are made; those elsewhere belong to the step's image.
const WORKSPACE: &str = "/workspace";

/// Makes those of the folders in `args` that are relative or below `/workspace`, mode 0755, and gives the exit code.
pub fn main(args: &[OsString]) -> u8 {
    brief::at_least(|| make(args))
}

fn make(args: &[OsString]) -> u8 {
    for folder in args.iter().map(|folder| cleaned(Path::new(folder))) {
        let ours = folder.is_relative() || (folder.starts_with(WORKSPACE) && folder != Path::new(WORKSPACE));
        if !ours {
            continue;
        }
        if let Err(error) = DirBuilder::new().recursive(true).mode(0o755).create(&folder) {
            complain(
                "workingdirinit",
                format_args!("Failed to mkdir {:?}: {error}", folder.display().to_string()),
            );
            return FAILURE;
        }
    }
    0
}

/// `path` without `.`, `..` and empty parts, as far as the text tells: `/workspace/../etc` is `/etc`.
fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            Component::ParentDir if clean.has_root() => {}
            part => clean.push(part),
        }
    }
    if clean.as_os_str().is_empty() { PathBuf::from(".") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::cleaned;
    use std::path::Path;

    #[test]
    fn paths_are_read_as_their_text_says() {
        for (path, clean) in [
            ("/workspace/../etc", "/etc"),
            ("/../..", "/"),
            ("a/./b//c/", "a/b/c"),
            ("a/../../b", "../b"),
            ("../../b", "../../b"),
            ("", "."),
            ("a/..", "."),
        ] {
            assert_eq!(cleaned(Path::new(path)), Path::new(clean), "{path}");
        }
    }
}
