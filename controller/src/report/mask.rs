//! The values of Secrets, which nothing that is shown may hold.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use k8s_openapi::api::core::v1::Secret;
use memchr::memmem::Finder;
use serde_json::Value;

/// What stands in place of a secret.
const STARS: &[u8] = b"***";

/// Shorter values are not looked for: they are in every other word, and hide nothing.
const SHORTEST: usize = 4;

/// How `base64` and PEM files break lines: at 76 and at 64 characters (RFC 2045, RFC 7468).
const LINES: [usize; 2] = [76, 64];

/// Finds secrets in text. It has no `Debug`: it holds them.
#[derive(Clone, Default)]
pub(super) struct Mask(Vec<Finder<'static>>);

impl Mask {
    /// The values of `secrets`: each as it is, line by line, in base64, and each text in those that are JSON; a user
    /// with its password too, as HTTP sends them.
    pub fn of(secrets: &[Secret]) -> Self {
        let mut all = BTreeSet::new();
        for secret in secrets {
            let data = secret.data.iter().flatten().map(|(key, value)| (key, value.0.as_slice()));
            let texts = secret.string_data.iter().flatten().map(|(key, value)| (key, value.as_bytes()));
            let values: Vec<(&String, &[u8])> = data.chain(texts).collect();
            for (_, value) in &values {
                add(value, &mut all);
            }
            let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            if let (Some(user), Some(password)) = (value("username"), value("password")) {
                all.insert(STANDARD.encode([user, b":", password].concat()).into_bytes());
            }
        }
        let mut all: Vec<Vec<u8>> = all.into_iter().filter(|value| value.len() >= SHORTEST).collect();
        // A value that is a part of another one must not leave the rest of it.
        all.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Self(all.iter().map(|value| Finder::new(value).into_owned()).collect())
    }

    /// `text` with stars for every secret.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        let mut text = text.to_vec();
        for finder in &self.0 {
            let length = finder.needle().len();
            let (mut masked, mut from) = (Vec::new(), 0);
            for at in finder.find_iter(&text) {
                masked.extend_from_slice(&text[from..at]);
                masked.extend_from_slice(STARS);
                from = at + length;
            }
            if from > 0 {
                masked.extend_from_slice(&text[from..]);
                text = masked;
            }
        }
        text
    }

    /// The same for what is text.
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.apply(text.as_bytes())).into_owned()
    }
}

fn add(value: &[u8], all: &mut BTreeSet<Vec<u8>>) {
    for line in value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        all.insert(line.to_vec());
    }
    for value in [value, value.trim_ascii_end()] {
        let encoded = STANDARD.encode(value).into_bytes();
        for length in LINES {
            // What a line break would cut off at the end may be nothing but padding.
            all.extend(encoded.chunks(length).filter(|chunk| chunk.len() > SHORTEST).map(<[u8]>::to_vec));
        }
        all.insert(encoded);
    }
    if let Ok(json) = serde_json::from_slice::<Value>(value) {
        leaves(&json, all);
    }
}

/// The texts in a document such as `.dockerconfigjson`.
fn leaves(json: &Value, all: &mut BTreeSet<Vec<u8>>) {
    match json {
        Value::String(text) => {
            all.insert(text.clone().into_bytes());
        }
        Value::Array(values) => values.iter().for_each(|value| leaves(value, all)),
        Value::Object(values) => values.values().for_each(|value| leaves(value, all)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::ByteString;

    use super::*;

    fn mask(values: &[(&str, &str)]) -> Mask {
        let bytes = |&(key, value): &(&str, &str)| (key.to_owned(), ByteString(value.as_bytes().to_vec()));
        Mask::of(&[Secret { data: Some(values.iter().map(bytes).collect()), ..Secret::default() }])
    }

    #[test]
    fn values_are_hidden_in_every_shape() {
        let mask = mask(&[
            ("password", "hunter22\n"),
            ("username", "somebody"),
            ("key", "-----BEGIN-----\nabcdefgh\n-----END-----\n"),
            ("json", r#"{"auths": {"host.example": {"auth": "c2VjcmV0"}}}"#),
            ("short", "yes"),
        ]);
        for (text, masked) in [
            ("it is hunter22!", "it is ***!"),
            ("hunter22hunter22", "******"),
            ("aHVudGVyMjIK", "***"),
            ("aHVudGVyMjI=", "***"),
            ("Authorization: Basic c29tZWJvZHk6aHVudGVyMjIK", "Authorization: Basic ***"),
            ("abcdefgh", "***"),
            ("auth c2VjcmV0", "auth ***"),
            ("yes, host.example", "yes, host.example"),
        ] {
            assert_eq!(mask.text(text), masked);
        }
    }

    #[test]
    fn the_longer_one_goes_first() {
        let mask = mask(&[("a", "secret"), ("b", "secret-and-more")]);
        assert_eq!(mask.text("secret-and-more secret"), "*** ***");
    }
}
