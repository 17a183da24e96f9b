//! `entrypoint decode-script FILE`: a script comes into the Pod as base64, which no shell can misread.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine};
use staged::Staged;

/// Replaces `file` by what it stands for, with the same permissions. Nobody ever sees half of it.
///
/// # Errors
/// The file cannot be read or written, or is no base64; then it stays as it is.
pub fn decode(file: &Path) -> Result<()> {
    rewrite(file).with_context(|| {
        // Both of today's Tekton's layers say so.
        let name = file.display().to_string();
        format!("error decoding script file {name:?}: error decoding script file {name:?}")
    })
}

fn rewrite(file: &Path) -> Result<()> {
    let script = decoded(&fs::read(file)?)?;
    let mode = fs::metadata(file)?.permissions().mode() & 0o7777;
    let mut staged = Staged::create(file, mode)?;
    staged.file().write_all(&script)?;
    Ok(staged.publish()?)
}

/// What the base64 `text` stands for; line ends in it do not count.
///
/// # Errors
/// It is no base64, with the place of the first byte that is none.
pub fn decoded(text: &[u8]) -> Result<Vec<u8>> {
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let letters: Vec<u8> = text.iter().copied().filter(|byte| !is_line_end(byte)).collect();
    STANDARD.decode(&letters).map_err(|error| {
        let letter = match error {
            DecodeError::InvalidByte(at, _) => at,
            DecodeError::InvalidLastSymbol { offset, .. } => offset,
            _ => letters.len(),
        };
        // The place in the file, where line ends do count.
        let mut places = text.iter().enumerate().filter(|(_, byte)| !is_line_end(byte));
        let place = places.nth(letter).map_or(text.len(), |(place, _)| place);
        anyhow!("illegal base64 data at input byte {place}")
    })
}
