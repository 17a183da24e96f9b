//! The ways in which a secret may be printed.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// The shortest text worth masking, in bytes: what is shorter is found in innocent words.
pub const SHORTEST: usize = 4;

/// How long the lines are that `base64` (RFC 2045) and PEM files (RFC 7468) have, each of which must be known by itself.
const BASE64_LINES: [usize; 2] = [76, 64];

/// What RFC 3986 leaves as it is.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: AsciiSet = UNRESERVED.remove(b'!').remove(b'\'').remove(b'(').remove(b')').remove(b'*');

/// Every form of `secret` that is looked for: each of its lines as it is, and the whole in base64 and URL-encoded.
/// None of them has a line break; those too short to tell from other text are left out.
pub fn forms(secret: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut found = BTreeSet::new();
    let whole = secret.trim_ascii_end();
    for line in whole.split(|byte| matches!(byte, b'\n' | b'\r')) {
        found.insert(line.to_vec());
    }
    for text in BTreeSet::from([whole, secret]) {
        in_base64(text, &mut found);
    }
    url_encoded(whole, &mut found);
    found.retain(|form| form.len() >= SHORTEST);
    found
}

/// Base64 spells a text in three ways, by the place where it begins in a group of three bytes. Of the second and third
/// the first character depends on what stands before, and of each the last one on what comes after: they are left out.
/// Where the text stands by itself, nothing is.
fn in_base64(text: &[u8], found: &mut BTreeSet<Vec<u8>>) {
    for engine in [&STANDARD, &URL_SAFE] {
        let encoded = engine.encode(text).into_bytes();
        for length in BASE64_LINES {
            // What a line break cuts off at the end may be nothing but padding.
            found.extend(encoded.chunks(length).filter(|line| line.len() > SHORTEST).map(<[u8]>::to_vec));
        }
    }
    for before in 0..3 {
        let padded = [&vec![0; before][..], text].concat();
        let (first, end) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&padded);
            let sure = encoded.as_bytes().get(first..end).unwrap_or_default();
            for length in BASE64_LINES {
                found.extend(sure.chunks(length).map(<[u8]>::to_vec));
            }
        }
    }
}

fn url_encoded(text: &[u8], found: &mut BTreeSet<Vec<u8>>) {
    for set in [&UNRESERVED, &COMPONENT] {
        let encoded = percent_encode(text, set).to_string();
        found.insert(encoded.replace("%20", "+").into_bytes());
        found.insert(lower_hex(&encoded).into_bytes());
        found.insert(encoded.into_bytes());
    }
}

/// With the digits of each `%XX` in lower case.
fn lower_hex(encoded: &str) -> String {
    let mut pieces = encoded.split('%');
    let mut lower = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        lower.push('%');
        lower.push_str(&digits.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_base64_wherever_it_begins() {
        for before in ["", "u", "us", "use", "user:"] {
            for after in ["", "!", "!!", "\n"] {
                let encoded = STANDARD_NO_PAD.encode(format!("{before}s3cr3t-w0rd{after}"));
                let forms = forms(b"s3cr3t-w0rd");
                assert!(
                    forms
                        .iter()
                        .any(|form| form.len() > 10 && encoded.contains(&*String::from_utf8_lossy(form))),
                    "{encoded} of {before:?} and {after:?} is none of {forms:?}"
                );
            }
        }
    }

    #[test]
    fn a_url_spells_a_text_in_several_ways() {
        let forms = forms(b"p w/\xc3\xa4(1)");
        for expected in
            ["p%20w%2F%C3%A4%281%29", "p+w%2F%C3%A4%281%29", "p%20w%2f%c3%a4%281%29", "p%20w%2F%C3%A4(1)"]
        {
            assert!(forms.contains(expected.as_bytes()), "{expected}");
        }
    }

    #[test]
    fn each_line_is_a_secret() {
        let forms = forms(b"-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\r\nab\n-----END KEY-----\n");
        assert!(forms.contains(&b"MIIEpAIBAAKCAQEA"[..]));
        assert!(!forms.contains(&b"ab"[..]), "too short to mask");
        assert!(forms.iter().all(|form| !form.contains(&b'\n')));
    }
}
