//! The values of Secrets, which nothing that is shown may hold.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use k8s_openapi::api::core::v1::Secret;
use serde_json::Value;

/// What a cluster's own Secrets hold beside their token, and what every other word of a log is: their namespace.
const NAMESPACE: (&str, &str) = ("kubernetes.io/service-account-token", "namespace");

/// Finds secrets in text. It has no `Debug`: it holds them.
#[derive(Clone, Default)]
pub(crate) struct Mask(Option<Arc<masks::Mask>>);

impl Mask {
    /// The values of `secrets`, each text in those that are JSON, and a user with its password too, as HTTP sends them.
    pub fn of(secrets: &[Secret]) -> Self {
        let mut all = BTreeSet::new();
        for secret in secrets {
            let data = secret.data.iter().flatten().map(|(key, value)| (key, value.0.as_slice()));
            let texts = secret.string_data.iter().flatten().map(|(key, value)| (key, value.as_bytes()));
            let values: Vec<(&String, &[u8])> = data.chain(texts).collect();
            let kind = secret.type_.as_deref().unwrap_or_default();
            for (_, value) in values.iter().filter(|(key, _)| (kind, key.as_str()) != NAMESPACE) {
                add(value, &mut all);
            }
            let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            if let (Some(user), Some(password)) = (value("username"), value("password")) {
                all.insert([user, b":", password].concat());
            }
        }
        Self(masks::Mask::new(all.iter().map(Vec::as_slice)).map(Arc::new))
    }

    /// `text` with stars for every secret.
    pub fn apply<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        self.0.as_ref().map_or(Cow::Borrowed(text), |mask| mask.apply(text).into())
    }

    /// The same for what is text.
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.apply(text.as_bytes())).into_owned()
    }

    /// The same in place.
    pub fn hide(&self, text: &mut Vec<u8>) {
        if let Some(mask) = &self.0 {
            *text = mask.apply(text);
        }
    }
}

fn add(value: &[u8], all: &mut BTreeSet<Vec<u8>>) {
    // What stands indented in one place may not in another.
    all.extend(value.split(|byte| *byte == b'\n').map(|line| line.trim_ascii().to_vec()));
    all.insert(value.to_vec());
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
