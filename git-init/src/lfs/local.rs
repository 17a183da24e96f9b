//! Taking objects from a repository on this machine.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::pointer::Pointer;
use super::store::{PIECE, Store};
use crate::failure::{Failure, Stage};
use crate::{link, stop};

/// Copies those of the objects that are `left` and that the repository at `source` has, and takes them away from
/// `left`.
///
/// # Errors
/// When there is no repository, or an object cannot be read, is not what its name says, or cannot be written.
pub fn copy(source: &Path, store: &Store, left: &mut BTreeSet<&Pointer>) -> Result<(), Failure> {
    let theirs = Store::of(&link::open(source)?);
    let mut there: Vec<&Pointer> = left.iter().copied().collect();
    there.retain(|pointer| theirs.has(pointer));
    for pointer in there {
        let path = theirs.path(pointer);
        let copied = copy_one(&path, store, pointer).map_err(|error| {
            let cause = format!("cannot copy the LFS object {}: {error}", path.display());
            Failure::local(Stage::Fetch, cause, "may this user read it, and is there room?")
        })?;
        if !copied {
            let cause = format!("the LFS object {} is not what its name says", path.display());
            return Err(Failure::local(Stage::Fetch, cause, "run git lfs fsck in that repository"));
        }
        left.remove(pointer);
    }
    Ok(())
}

/// Copies one object; says whether it has the right hash.
fn copy_one(path: &Path, store: &Store, pointer: &Pointer) -> io::Result<bool> {
    let mut from = File::open(path)?;
    let mut part = store.part(pointer)?;
    part.restart()?;
    let mut piece = vec![0; PIECE];
    loop {
        if !stop::go_on() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "stopped"));
        }
        match from.read(&mut piece)? {
            0 => return store.keep(pointer, part),
            read => part.append(&piece[..read])?,
        }
    }
}
