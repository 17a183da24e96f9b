//! What stands in the tree in the place of a large file.

use std::ops::RangeInclusive;

/// How long a file is that may be a pointer, in bytes: three lines with a hash of 64 digits at least, and git-lfs's
/// own limit.
pub const LENGTHS: RangeInclusive<u64> = 100..=1024;

/// The versions of the format that git-lfs reads; they differ in their name only.
const VERSIONS: [&str; 3] =
    ["https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1", "http://git-media.io/v/2"];

/// An object of git LFS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    /// The SHA-256 of the content: 64 small hexadecimal digits.
    pub oid: String,
    /// How many bytes the content has.
    pub size: u64,
}

/// What a pointer file says.
#[derive(Debug, PartialEq, Eq)]
pub struct PointerText {
    /// The object.
    pub pointer: Pointer,
    /// The extension that made the object of the content: a program of the user's, and none that is run here.
    pub extension: Option<String>,
}

impl PointerText {
    /// Reads a pointer file; `None` for any other file.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text = str::from_utf8(text).ok()?;
        let mut lines = text.trim().lines().peekable();
        let version = lines.next()?.strip_prefix("version ")?;
        let mut extension = None;
        while let Some(line) = lines.next_if(|line| line.starts_with("ext-")) {
            extension = extension.or(Some(name_of_extension(line)?));
        }
        let mut value = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ');
        let oid = value("oid")?.strip_prefix("sha256:")?;
        let size = value("size")?.parse().ok()?;
        let known = VERSIONS.contains(&version) && lines.next().is_none();
        let pointer = (known && is_oid(oid)).then(|| Pointer { oid: oid.to_owned(), size })?;
        Some(Self { pointer, extension })
    }
}

/// The name in a line such as `ext-0-name sha256:...`, where the digit says in which order extensions come.
fn name_of_extension(line: &str) -> Option<String> {
    let (key, oid) = line.split_once(' ')?;
    let (order, name) = key.strip_prefix("ext-")?.split_once('-')?;
    let known = order.len() == 1 && order.as_bytes()[0].is_ascii_digit();
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (known && plain && is_oid(oid.strip_prefix("sha256:")?)).then(|| name.to_owned())
}

/// Whether a text is the name of an object, so that it can be part of a path.
fn is_oid(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_and_what_is_none() {
        let oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
        let text = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n");
        let pointer = Pointer { oid: oid.into(), size: 12345 };
        let read = |text: &str| PointerText::parse(text.as_bytes());
        assert_eq!(read(&text), Some(PointerText { pointer: pointer.clone(), extension: None }));
        let extended = text.replace("oid", &format!("ext-0-foo sha256:{oid}\next-1-bar sha256:{oid}\noid"));
        assert_eq!(read(&extended), Some(PointerText { pointer, extension: Some("foo".into()) }));
        for (from, to) in [
            ("spec/v1", "spec/v9"),
            ("sha256", "md5"),
            ("4d7a", "../."),
            ("4d7a", "4D7A"),
            ("4d7a", ""),
            ("size 12345", "size -1"),
            ("size 12345", "size 99999999999999999999"),
            ("oid", "ext-0-x sha256:0\noid"),
            ("oid", &format!("ext-10-x sha256:{oid}\noid")),
            ("oid", &format!("ext-0-x/y sha256:{oid}\noid")),
            ("12345\n", "12345\nmore\n"),
            ("\nsize 12345", ""),
        ] {
            assert_eq!(read(&text.replacen(from, to, 1)), None, "{from} {to}");
        }
        assert_eq!(PointerText::parse(b"\xff"), None);
        assert_eq!(PointerText::parse(b""), None);
    }
}
