//! Percent-encoding, as the parts of a URL need it (RFC 3986, section 2).

/// Encodes everything but the unreserved characters: letters, digits, `-`, `.`, `_` and `~`.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// Decodes every `%XX`; a `%` that no two hexadecimal digits follow stays, as git has it. `None` when the
/// outcome is no UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        if let [b'%', high, low, after @ ..] = rest
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            decoded.push(high << 4 | low);
            rest = after;
        } else {
            decoded.push(*byte);
            rest = tail;
        }
    }
    String::from_utf8(decoded).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_could_end_a_userinfo_is_encoded() {
        assert_eq!(encode("a-b_c.d~0:/@%+ é"), "a-b_c.d~0%3A%2F%40%25%2B%20%C3%A9");
    }

    #[test]
    fn decoding_keeps_what_is_no_code() {
        assert_eq!(decode("100%&%4").as_deref(), Some("100%&%4"));
        assert_eq!(decode("%41%2f%C3%A9").as_deref(), Some("A/é"));
        assert_eq!(decode("%ff"), None);
    }

    proptest::proptest! {
        #[test]
        fn decode_undoes_encode(text in ".*") {
            proptest::prop_assert_eq!(decode(&encode(&text)), Some(text));
        }
    }
}
