//! What a step leaves for others: results, a file each, and artifacts.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::compress::INFLATED;
use super::message::{Entry, Kind};
use super::paths::{ARTIFACTS, STEP_ARTIFACTS};

/// The results `names`, separated by commas, of the folder `folder`. Those that are not there are left out. No message
/// holds more than [`INFLATED`] bytes, so no more is read of a file.
///
/// # Errors
/// One is there and cannot be read.
pub fn results(folder: &Path, names: &str, kind: Kind) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for name in names.split(',').filter(|name| !name.is_empty()) {
        if let Some(value) = text(&folder.join(name))? {
            entries.push(Entry { key: name.to_owned(), value, kind });
        }
    }
    Ok(entries)
}

/// The artifacts of the step whose metadata folder is `metadata`, and those of the Task; the key is the file.
///
/// # Errors
/// A file is there and cannot be read.
pub fn artifacts(metadata: Option<&Path>) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let step = metadata.map(|metadata| (metadata.join(STEP_ARTIFACTS), Kind::StepArtifacts));
    for (file, kind) in step.into_iter().chain([(ARTIFACTS.into(), Kind::TaskRunArtifacts)]) {
        if let Some(value) = text(&file)? {
            entries.push(Entry { key: file.to_string_lossy().into_owned(), value, kind });
        }
    }
    Ok(entries)
}

/// How long each of `entries` is, for who has to make one shorter.
pub fn sizes<'e>(entries: impl Iterator<Item = &'e Entry>) -> String {
    let size = |entry: &Entry| {
        let more = if entry.value.len() > INFLATED { "more than " } else { "" };
        format!("{} has {more}{} bytes", entry.key, entry.value.len().min(INFLATED))
    };
    entries.map(size).collect::<Vec<_>>().join(", ")
}

/// The file as text, in which bytes that are none are replaced.
fn text(file: &Path) -> io::Result<Option<String>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("open {}: {error}", file.display()));
    match fs::metadata(file).and_then(|_| File::open(file)) {
        Ok(open) => {
            let mut bytes = Vec::new();
            open.take(INFLATED as u64 + 1).read_to_end(&mut bytes).map_err(named)?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named(error)),
    }
}
