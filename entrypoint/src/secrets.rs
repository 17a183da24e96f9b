//! Which values are secrets: those that `BATON_MASK` names.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use masks::SHORTEST;

/// The largest file that is taken for a secret, in bytes: a Secret of Kubernetes holds at most 1 MiB.
const LARGEST: u64 = 1024 * 1024;

/// The values to mask, and what is to be said of those that cannot be.
#[derive(Debug, Default)]
pub struct Secrets {
    /// The values themselves.
    pub values: Vec<Vec<u8>>,
    /// Warnings; none holds a value.
    pub notes: Vec<String>,
}

/// The values that `list` names, with commas between names: those of environment variables and, where a name begins
/// with `/`, of the file there or of all files below the folder there. A variable that is not set has no value.
pub fn secrets(list: &OsStr) -> Secrets {
    let mut found = Secrets::default();
    for name in list.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
        match name.first() {
            None => {}
            Some(b'/') => found.below(Path::new(OsStr::from_bytes(name))),
            Some(_) => {
                let name = OsStr::from_bytes(name);
                if let Some(value) = env::var_os(name) {
                    found.add(&name.to_string_lossy(), value.into_vec());
                }
            }
        }
    }
    found
}

impl Secrets {
    fn add(&mut self, name: &str, value: Vec<u8>) {
        match value.trim_ascii_end().len() {
            0 => {}
            1..SHORTEST => {
                self.notes.push(format!("{name} is not masked: it is shorter than {SHORTEST} bytes"));
            }
            _ => self.values.push(value),
        }
    }

    /// Takes the file at `path`, or every file below it.
    fn below(&mut self, path: &Path) {
        let name = path.display();
        match fs::metadata(path) {
            Err(error) => self.notes.push(format!("{name} is not masked: {error}")),
            Ok(metadata) if metadata.is_dir() => match fs::read_dir(path) {
                Err(error) => self.notes.push(format!("{name} is not masked: {error}")),
                Ok(entries) => {
                    for entry in entries.flatten() {
                        // The kubelet keeps what the names link to in folders that begin with two dots. A link
                        // to a folder may lead round in a circle.
                        let path = entry.path();
                        let passed_over = entry.file_name().as_bytes().starts_with(b"..")
                            || (path.is_symlink() && path.is_dir());
                        if !passed_over {
                            self.below(&path);
                        }
                    }
                }
            },
            Ok(metadata) if !metadata.is_file() => {}
            Ok(metadata) if metadata.len() > LARGEST => {
                self.notes.push(format!("{name} is not masked: it is larger than 1 MiB"));
            }
            Ok(_) => match fs::read(path) {
                Err(error) => self.notes.push(format!("{name} is not masked: {error}")),
                Ok(value) => self.add(&name.to_string(), value),
            },
        }
    }
}
