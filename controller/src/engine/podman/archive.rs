//! Files as a tar archive, which is how podman takes the content of a volume.

use crate::engine::file::File;
use anyhow::Result;
use tar::{Builder, Header};

/// An archive of `files`, owned by user `uid` and group `gid` of the container.
///
/// # Errors
/// When a path is too long for an archive.
pub fn archive(files: &[File], uid: u64, gid: u64) -> Result<Vec<u8>> {
    let mut builder = Builder::new(Vec::new());
    for file in files {
        let mut header = Header::new_gnu();
        header.set_size(file.content.len() as u64);
        header.set_mode(file.mode);
        header.set_uid(uid);
        header.set_gid(gid);
        builder.append_data(&mut header, &file.path, file.content.as_slice())?;
    }
    Ok(builder.into_inner()?)
}
