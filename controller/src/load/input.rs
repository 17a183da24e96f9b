//! The arguments of `-f`: files, folders and stdin.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::diagnostic::Diagnostic;
use super::file::{File, Position};

/// The names that stand for objects in a folder, as kubectl takes them.
const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// Reads every input, a folder's files one by one.
pub(super) fn read_all(paths: &[PathBuf]) -> Vec<Result<File, Diagnostic>> {
    let mut all = Vec::new();
    for path in paths {
        let order = all.len();
        if path.as_os_str() == "-" {
            all.push(read("<stdin>", order, || {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }));
        } else if path.is_dir() {
            read_folder(path, &mut all);
        } else {
            all.push(read_path(path, order));
        }
    }
    all
}

fn read_folder(folder: &Path, all: &mut Vec<Result<File, Diagnostic>>) {
    let entries = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
    });
    let order = all.len();
    match entries {
        Err(error) => {
            all.push(Err(Diagnostic::whole(
                &folder.display().to_string(),
                order,
                format!("cannot be read: {error}"),
            )));
        }
        Ok(mut paths) => {
            paths.retain(|path| is_object_file(path));
            paths.sort();
            if paths.is_empty() {
                let message = "no *.yaml, *.yml or *.json file in this folder".to_owned();
                all.push(Err(Diagnostic::whole(&folder.display().to_string(), order, message)));
            }
            for path in paths {
                let order = all.len();
                all.push(read_path(&path, order));
            }
        }
    }
}

fn is_object_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) && !path.is_dir()
}

fn read_path(path: &Path, order: usize) -> Result<File, Diagnostic> {
    read(&path.display().to_string(), order, || fs::read(path))
}

fn read(name: &str, order: usize, bytes: impl FnOnce() -> io::Result<Vec<u8>>) -> Result<File, Diagnostic> {
    let bytes =
        bytes().map_err(|error| Diagnostic::whole(name, order, format!("cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let wrong = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let message = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "UTF-16 and not UTF-8 text: convert it, for example by iconv -f UTF-16 -t UTF-8"
        } else {
            "not UTF-8 text"
        };
        let before = String::from_utf8_lossy(&bytes[..wrong]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let position = Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 };
        Diagnostic::unshown(name, order, position, message.to_owned())
    })?;
    Ok(File::new(name, order, text))
}
