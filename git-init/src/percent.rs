//! The escapes in URLs.

/// A part of a URL without them: git decodes `%20` and its like in the path of a file URL too.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = more.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn what_is_no_escape_stays() {
        for (text, decoded) in [
            ("a%20b%2f", "a b/"),
            ("%c3%A9", "\u{e9}"),
            ("100%", "100%"),
            ("%2", "%2"),
            ("%zz%", "%zz%"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(percent_decoded(text), decoded, "{text}");
        }
    }
}
