//! `entrypoint cp SRC DST`: puts a program where the steps find it, with no shell and no `cp` in the image.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use anyhow::{Context, Result, bail};

use staged::Staged;

/// Every user runs it, and every user may look at it.
const MODE: u32 = 0o755;

/// Copies the program `src` to `dst`. Whoever looks at `dst` sees the old file or the whole new one, and a
/// program that runs from the old one goes on.
pub fn copy(src: &Path, dst: &Path) -> Result<()> {
    let mut from = File::open(src).with_context(|| format!("cannot read {}", src.display()))?;
    if fs::metadata(dst).is_ok_and(|there| there.is_dir()) {
        bail!("cannot write {}: it is a directory; give the path of the copy itself", dst.display());
    }
    write(&mut from, dst).with_context(|| format!("cannot copy {} to {}", src.display(), dst.display()))
}

fn write(from: &mut File, dst: &Path) -> io::Result<()> {
    let mut staged = Staged::create(dst, MODE)?;
    io::copy(from, staged.file())?;
    staged.file().sync_all()?;
    staged.publish()
}
