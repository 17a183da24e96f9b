//! The name of a piece of content: the hash of its bytes.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::names::hex;

/// A SHA-256, the one algorithm that registries use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digest(String);

impl Digest {
    /// Reads `sha256:` and 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix("sha256:")?;
        let right = hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        right.then(|| Self(hex.to_owned()))
    }

    /// Whether these are the bytes that it names.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        hex(&Sha256::digest(bytes)) == self.0
    }

    /// The 64 digits.
    pub fn hex(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_digest_is_one() {
        // printf '' | sha256sum
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let digest = Digest::parse(empty).unwrap();
        assert!(digest.fits(b"") && !digest.fits(b"x"));
        assert_eq!(digest.to_string(), empty);
        for wrong in
            ["", "sha256:", "sha256:../../etc/passwd", &empty.to_uppercase(), &empty[1..], "sha512:00"]
        {
            assert_eq!(Digest::parse(wrong), None, "{wrong}");
        }
    }
}
