//! Names that are the same every time, cut to what Kubernetes takes.

use std::borrow::Cow;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use sha2::{Digest, Sha256};

use crate::model::namespace_of;

/// The longest DNS label, and with it the longest container name, in bytes.
pub(crate) const LABEL_MAX: usize = 63;

/// What generated container names end in: no vowels, and nothing that looks like one, so that they spell no word.
const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// How many characters of the alphabet such a name ends in.
const SUFFIX: usize = 5;

/// How much of the base such a name keeps, so that base, `-` and suffix fit into a label.
const BASE_MAX: usize = LABEL_MAX - 1 - SUFFIX;

/// A hash of the namespace, name and uid of an object: what its generated names are made of.
///
/// The founding version draws lots; we run again and again and must come to the same names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seed([u8; 32]);

impl Seed {
    /// The seed of the object with this metadata.
    pub fn of(owner: &ObjectMeta) -> Self {
        let parts = [
            namespace_of(owner),
            owner.name.as_deref().unwrap_or_default(),
            owner.uid.as_deref().unwrap_or_default(),
        ];
        Self(digest(&parts))
    }

    /// Six hexadecimal digits, for Pods.
    pub fn hex(&self) -> String {
        hex(&self.0[..3])
    }

    /// The same for what is made again and again: others each time, and those of [`Seed::hex`] the first time.
    pub fn hex_of(&self, time: usize) -> String {
        match time {
            0 => self.hex(),
            time => hex(&digest(&[&self.hex(), &time.to_string()])[..3]),
        }
    }

    /// `base`, cut to 57 bytes, and a suffix of five letters that differs from base to base.
    pub fn name(&self, base: &str) -> String {
        self.cut(base, digest(&[base, &self.hex()]))
    }

    /// As [`Seed::name`], with another suffix for each `key`: for names that are needed more than once.
    pub fn name_for(&self, base: &str, key: &str) -> String {
        self.cut(base, digest(&[base, key, &self.hex()]))
    }

    fn cut(&self, base: &str, hash: [u8; 32]) -> String {
        let bytes = hash.iter().zip(&self.0).take(SUFFIX);
        // 256 is no multiple of 27: some letters come a little oftener, which costs nothing here.
        let suffix: String =
            bytes.map(|(a, b)| char::from(ALPHABET[usize::from(a ^ b) % ALPHABET.len()])).collect();
        format!("{}-{suffix}", &base[..base.floor_char_boundary(BASE_MAX)])
    }

    /// A uid for an object that has none yet, in the shape that Kubernetes gives to uids (RFC 9562, version 8: of one's own making).
    pub fn uid(&self) -> String {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.0[16..]);
        bytes[6] = 0x80 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        let hex = hex(&bytes);
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

/// `name` cut to 63 bytes, without what then stands at its end and is neither letter nor digit.
pub(crate) fn restrict(name: &str) -> &str {
    name[..name.floor_char_boundary(LABEL_MAX)].trim_end_matches(|char: char| !char.is_ascii_alphanumeric())
}

/// `name`, or when it is longer than a label may be, its start and a suffix that tells it from others that start so.
pub(crate) fn fitted(name: &str) -> Cow<'_, str> {
    if name.len() <= LABEL_MAX { name.into() } else { Seed(digest(&[name])).name(name).into() }
}

/// `name` with a suffix that differs from `key` to `key`.
pub(crate) fn told_apart(name: &str, key: &str) -> String {
    Seed(digest(&[name, key])).name(name)
}

/// Whether `name` is a DNS label: at most 63 of `a-z`, `0-9` and inner `-`.
pub(crate) fn is_label(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LABEL_MAX).contains(&name.len())
        && name.bytes().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// Two lower-case digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// The hash of texts: each is followed by NUL, which none of them holds, so that their borders count.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seed(namespace: &str, name: &str, uid: &str) -> Seed {
        let text = |text: &str| Some(text.to_owned());
        Seed::of(&ObjectMeta {
            namespace: text(namespace),
            name: text(name),
            uid: text(uid),
            ..ObjectMeta::default()
        })
    }

    #[test]
    fn names_do_not_change_from_version_to_version() {
        let seed = seed("tekton-pipelines", "echo-hello-world-task-run", "");
        assert_eq!(seed.hex(), "6d33c0");
        assert_eq!(seed.name("build-step-credential-initializer"), "build-step-credential-initializer-mwl9q");
        assert_eq!(seed.uid(), "dd6e89b7-531c-80e6-b710-165aa7f74f75");
    }

    #[test]
    fn no_namespace_is_the_default_one() {
        let bare = ObjectMeta { name: Some("a".to_owned()), ..ObjectMeta::default() };
        assert_eq!(Seed::of(&bare), seed("default", "a", ""));
    }

    #[test]
    fn long_names_lose_their_end() {
        assert_eq!(restrict(&format!("{}-_.xyz", "a".repeat(60))), "a".repeat(60));
        assert_eq!(restrict("build-step-a"), "build-step-a");
    }

    #[test]
    fn what_is_too_long_for_a_label_still_differs_from_others() {
        let long = |end: &str| format!("{}{end}", "a".repeat(62));
        assert_eq!(fitted(&long("x")), long("x"));
        let names = ["x-pvc", "y-pvc"].map(|end| fitted(&long(end)).into_owned());
        assert!(names.iter().all(|name| is_label(name) && name.starts_with("aaaa")), "{names:?}");
        assert_ne!(names[0], names[1]);
    }

    proptest! {
        #[test]
        fn generated_names_are_labels(base in "[a-z]([a-z0-9-]{0,80}[a-z0-9])?", owner in "[a-z]{1,20}") {
            let name = seed("ns", &owner, "").name(&base);
            prop_assert!(is_label(&name), "{name}");
            let (kept, suffix) = name.rsplit_once('-').unwrap();
            prop_assert!(base.starts_with(kept) && kept.len() <= 57);
            prop_assert!(suffix.len() == 5 && suffix.bytes().all(|byte| ALPHABET.contains(&byte)));
        }

        #[test]
        fn restricted_names_are_a_start_of_the_name(name in "\\PC{0,200}") {
            let cut = restrict(&name);
            prop_assert!(name.starts_with(cut) && cut.len() <= 63);
            prop_assert!(cut.is_empty() || cut.ends_with(|char: char| char.is_ascii_alphanumeric()));
        }

        #[test]
        fn borders_between_namespace_and_name_count(a in "[a-z]{1,9}", b in "[a-z]{1,9}", c in "[a-z]{1,9}") {
            prop_assert_ne!(seed(&format!("{a}{b}"), &c, ""), seed(&a, &format!("{b}{c}"), ""));
            prop_assert_ne!(seed(&a, &b, ""), seed(&a, &b, &c));
        }
    }
}
