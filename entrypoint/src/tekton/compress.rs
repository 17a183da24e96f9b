//! The short form of a termination message: `tknz:` and the base64 of the deflated JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use miniz_oxide::deflate::{CompressionLevel, compress_to_vec};
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// What a short form begins with.
pub const MARK: &str = "tknz:";
/// As far as readers inflate, in bytes.
pub const INFLATED: usize = 128 * 1024;

/// The short form of `message`, or the message itself when that is no longer. Kept by itself: it takes 20 kB of the
/// stack, fresh pages that a step without it need not touch.
#[inline(never)]
pub fn shorter(message: String) -> String {
    let deflated = compress_to_vec(message.as_bytes(), CompressionLevel::BestCompression as u8);
    let short = format!("{MARK}{}", STANDARD_NO_PAD.encode(deflated));
    if short.len() < message.len() && message.len() <= INFLATED { short } else { message }
}

/// What the short form `text` stands for; nothing when it is none, or one of too much. By itself for the same reason.
#[inline(never)]
pub fn inflate(text: &str) -> Option<String> {
    let deflated = STANDARD_NO_PAD.decode(text.strip_prefix(MARK)?).ok()?;
    String::from_utf8(decompress_to_vec_with_limit(&deflated, INFLATED).ok()?).ok()
}
