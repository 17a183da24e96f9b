//! What holds of any bytes that are read as a pack.

use std::fs;
use std::io::Write;
use std::path::Path;

use git2::Indexer;
use packs::{Counts, Index, Kind, Object, Reader, Unusual};

/// Reads `bytes` by pieces of so many. Whatever is taken, libgit2 takes, with the same index; each object that is shown
/// has its hash. Says whether it was taken.
pub fn of_a_pack(bytes: &[u8], piece: usize) -> bool {
    let mut shown = 0;
    let outcome = read(bytes, piece, &mut |object| {
        let kind = match object.kind {
            Kind::Commit => git2::ObjectType::Commit,
            Kind::Tree => git2::ObjectType::Tree,
            Kind::Blob => git2::ObjectType::Blob,
            Kind::Tag => git2::ObjectType::Tag,
        };
        let id = git2::Oid::hash_object(kind, &object.data).expect("a hash");
        assert_eq!(id.as_bytes(), object.id.0);
        shown += 1;
    });
    let Ok((counts, index)) = outcome else { return false };
    assert!(shown <= counts.objects);
    let folder = tempfile::tempdir().expect("a folder");
    let name = theirs(bytes, folder.path()).expect("libgit2 takes it too");
    assert_eq!(index.name(), format!("pack-{name}"));
    let mut ours = Vec::new();
    index.write(&mut ours).expect("memory");
    let idx = folder.path().join(format!("pack-{name}.idx"));
    assert!(ours == fs::read(idx).expect("an index"), "another index");
    true
}

fn read(bytes: &[u8], piece: usize, each: &mut dyn FnMut(Object)) -> Result<(Counts, Index), Unusual> {
    let mut reader = Reader::new(tempfile::tempfile().expect("a file"));
    for piece in bytes.chunks(piece.max(1)) {
        reader.take(piece).expect("room");
        reader.read(each)?;
    }
    reader.finish(each)
}

/// What libgit2 makes of it.
fn theirs(bytes: &[u8], folder: &Path) -> Result<String, git2::Error> {
    let mut indexer = Indexer::new(None, folder, 0, false)?;
    indexer.write_all(bytes).map_err(|error| git2::Error::from_str(&error.to_string()))?;
    indexer.commit()
}
