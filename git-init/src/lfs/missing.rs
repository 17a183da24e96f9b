//! What is said of objects that are nowhere to be had.

use std::collections::{BTreeMap, BTreeSet};

use super::files::PointerFile;
use super::pointer::Pointer;
use crate::failure::{Failure, Stage};

/// How many files an error lists.
const LISTED: usize = 3;

/// What the user can do about it.
const REMEDY: &str = "are they pushed (git lfs push --all), and is the LFS server the right one?";

/// Refuses to go on while objects are `left`, which no place had.
///
/// # Errors
/// When there are any.
pub fn check(left: &BTreeSet<&Pointer>, files: &[PointerFile]) -> Result<(), Failure> {
    let why = left.iter().map(|pointer| (*pointer, "it is not there".to_owned())).collect();
    if left.is_empty() { Ok(()) } else { Err(failure(&why, files)) }
}

/// The failure that lists the files of the first few of the objects in `why`, each with what was said of it.
pub fn failure(why: &BTreeMap<&Pointer, String>, files: &[PointerFile]) -> Failure {
    let lost: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let why = why.get(&file.pointer)?;
            Some(format!("{} ({}: {why})", file.path.display(), &file.pointer.oid[..12]))
        })
        .collect();
    let lost = listed(&lost);
    let cause = format!("there is no LFS object for {lost}");
    Failure::local(Stage::Fetch, cause, REMEDY)
}

/// The first few, and how many more there are.
pub fn listed(files: &[String]) -> String {
    let more = files.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    files[..files.len().min(LISTED)].join(", ") + &more
}
