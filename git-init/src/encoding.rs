//! Text in another encoding than UTF-8, by the names that `.gitattributes` has for them.

use encoding_rs::{EncoderResult, Encoding};

/// An encoding that files can have.
#[derive(Clone, Copy)]
pub struct Target(Kind);

#[derive(Clone, Copy)]
enum Kind {
    /// Units of 2 or 4 bytes.
    Wide {
        bytes: usize,
        big: bool,
        mark: bool,
    },
    /// The first so many code points, a byte each: ISO 8859-1 and ASCII.
    First(u32),
    Other(&'static Encoding),
    /// One whose bytes from 0x80 to 0x9f have signs on the web, and none by its own standard.
    WithoutSigns(&'static Encoding),
}

/// Names of the GNU C library, which git takes, that the standard for the web does not have.
const ALIASES: [(&str, &str); 4] =
    [("cp932", "windows-31j"), ("cp936", "gbk"), ("cp949", "windows-949"), ("eucjp", "euc-jp")];

/// ISO 8859-1 and ASCII, which the web takes for windows-1252.
const FIRST: [(&str, u32); 9] = [
    ("iso-8859-1", 0x100),
    ("iso8859-1", 0x100),
    ("iso_8859-1", 0x100),
    ("latin1", 0x100),
    ("latin-1", 0x100),
    ("l1", 0x100),
    ("ascii", 0x80),
    ("us-ascii", 0x80),
    ("ansi_x3.4-1968", 0x80),
];

/// The names of such.
const WITHOUT_SIGNS: [&str; 4] = ["iso-8859-9", "iso8859-9", "iso-8859-11", "tis-620"];

impl Target {
    /// The encoding of a name; `None` for one that is not known.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if let Some(kind) = wide(&name) {
            return Some(Self(kind));
        }
        if let Some((_, end)) = FIRST.iter().find(|(known, _)| *known == name) {
            return Some(Self(Kind::First(*end)));
        }
        let without_signs = WITHOUT_SIGNS.contains(&&name[..]);
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(&name[..], |(_, name)| name);
        let encoding = Encoding::for_label_no_replacement(name.as_bytes())?;
        // What is left of these is what they have no encoder for.
        let kind = if without_signs { Kind::WithoutSigns(encoding) } else { Kind::Other(encoding) };
        (encoding.output_encoding() == encoding).then_some(Self(kind))
    }

    /// The text in this encoding; `None` where it has a sign that this lacks.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self.0 {
            Kind::Wide { bytes, big, mark } => Some(widened(text, bytes, big, mark)),
            Kind::First(end) => {
                let byte = |c: char| u8::try_from(u32::from(c)).ok().filter(|_| u32::from(c) < end);
                text.chars().map(byte).collect()
            }
            Kind::WithoutSigns(encoding) => {
                let plain = |out: &Vec<u8>| !out.iter().any(|byte| (0x80..0xa0).contains(byte));
                Self(Kind::Other(encoding)).encode(text).filter(plain)
            }
            Kind::Other(encoding) => {
                let mut encoder = encoding.new_encoder();
                let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len())?;
                let mut out = vec![0; room];
                let (result, _, written) = encoder.encode_from_utf8_without_replacement(text, &mut out, true);
                out.truncate(written);
                matches!(result, EncoderResult::InputEmpty).then_some(out)
            }
        }
    }
}

/// Whether the name is one of UTF-8, which files have anyway.
pub fn is_utf8(name: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// UTF-16 and UTF-32, with and without a byte order mark. Without a word about the order they are as the machine
/// has it, with a mark, as the GNU C library writes them; all that this is built for has the small end first.
fn wide(name: &str) -> Option<Kind> {
    let rest = name.strip_prefix("utf")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let (bytes, order) = match rest.split_at_checked(2)? {
        ("16", order) => (2, order),
        ("32", order) => (4, order),
        _ => return None,
    };
    let (big, mark) = match order {
        "" => (false, true),
        "le" => (false, false),
        "be" => (true, false),
        "le-bom" if bytes == 2 => (false, true),
        "be-bom" if bytes == 2 => (true, true),
        _ => return None,
    };
    Some(Kind::Wide { bytes, big, mark })
}

fn widened(text: &str, bytes: usize, big: bool, mark: bool) -> Vec<u8> {
    let text = mark.then_some('\u{feff}').into_iter().chain(text.chars());
    let mut out = Vec::new();
    let mut unit = |unit: u32| {
        let all = unit.to_be_bytes();
        let unit = &all[4 - bytes..];
        if big { out.extend_from_slice(unit) } else { out.extend(unit.iter().rev()) }
    };
    for c in text {
        if bytes == 2 {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|half| unit(u32::from(*half)));
        } else {
            unit(u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(name: &str, text: &str) -> Option<Vec<u8>> {
        Target::named(name).unwrap_or_else(|| panic!("{name}")).encode(text)
    }

    #[test]
    fn texts() {
        for (name, text, bytes) in [
            ("UTF-16", "a", &b"\xff\xfea\0"[..]),
            ("utf16le", "\u{1f600}", b"\x3d\xd8\x00\xde"),
            ("UTF-16BE-BOM", "a", b"\xfe\xff\0a"),
            ("ISO-8859-9", "\u{11f}", b"\xf0"),
            ("UTF-32BE", "a", b"\0\0\0a"),
            ("Latin-1", "\u{e9}\u{85}", b"\xe9\x85"),
            ("SHIFT-JIS", "\u{3042}", b"\x82\xa0"),
            ("CP1252", "\u{20ac}", b"\x80"),
            ("ISO-2022-JP", "\u{3042}", b"\x1b$B$\"\x1b(B"),
        ] {
            assert_eq!(encoded(name, text).unwrap(), bytes, "{name}");
        }
        for (name, text) in [
            ("ISO-8859-1", "\u{20ac}"),
            ("ASCII", "\u{e9}"),
            ("ISO-8859-9", "\u{20ac}"),
            ("SHIFT-JIS", "\u{1f600}"),
        ] {
            assert!(encoded(name, text).is_none(), "{name}");
        }
        for name in ["", "nope", "utf-16le-", "utf-7", "utf-8", "replacement"] {
            assert!(Target::named(name).is_none_or(|_| is_utf8(name)), "{name}");
        }
    }
}
