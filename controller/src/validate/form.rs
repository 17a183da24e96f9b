//! How the API server wants single values to be written.

use std::ops::RangeInclusive;

use crate::field_path::FieldPath;
use crate::names::{LABEL_MAX, is_label};
use crate::problem::Problems;
use crate::quantity::is_quantity;

/// One way to write a value.
pub(crate) struct Form {
    expected: &'static str,
    fits: fn(&str) -> bool,
}

/// The name of a namespace or a volume.
pub(super) const LABEL: Form = Form { expected: "a DNS label", fits: is_label };

/// The name of most objects.
pub(crate) const NAME: Form = Form { expected: "the name of an object: a DNS name", fits: is_subdomain };

/// The key of a label, an annotation, a taint.
pub(super) const KEY: Form = Form {
    expected: "letters, digits and inner -, _ and ., at most 63, perhaps behind a DNS name and a slash",
    fits: is_qualified,
};

/// The value of a label.
pub(super) const VALUE: Form = Form {
    expected: "nothing, or letters, digits and inner -, _ and ., at most 63",
    fits: |value| value.is_empty() || is_part(value),
};

/// A key in a Secret or a `ConfigMap`.
pub(crate) const DATA_KEY: Form =
    Form { expected: "a key of letters, digits, -, _ and ., at most 253", fits: is_data_key };

/// The name of a variable of the environment.
pub(crate) const VARIABLE: Form = Form {
    expected: "the name of a variable: printable ASCII without =",
    fits: |name| !name.is_empty() && name.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'='),
};

/// The name of a port.
pub(super) const PORT: Form = Form {
    expected: "lower-case letters, digits and single inner -, at most 15, a letter among them",
    fits: |name| {
        name.len() <= PORT_MAX
            && is_label(name)
            && !name.contains("--")
            && name.bytes().any(|byte| byte.is_ascii_lowercase())
    },
};

/// A path below a folder.
pub(crate) const BELOW: Form = Form {
    expected: "a relative path without ..",
    fits: |path| !path.starts_with('/') && path.split('/').all(|part| part != ".."),
};

/// A file of a volume.
pub(super) const FILE: Form = Form {
    expected: "a relative path that neither begins with .. nor goes up",
    fits: |path| !path.is_empty() && !path.starts_with("..") && (BELOW.fits)(path),
};

/// A path that does not go up.
pub(super) const DIRECT: Form = Form {
    expected: "a path without ..",
    fits: |path| !path.is_empty() && path.split('/').all(|part| part != ".."),
};

/// Anything but nothing.
pub(crate) const TEXT: Form = Form { expected: "some text", fits: |text| !text.is_empty() };

/// A quantity that is not below zero.
pub(super) const QUANTITY: Form = Form {
    expected: "a quantity such as 500m, 1.5 or 2Gi",
    // Blanks around it are nothing to the API server.
    fits: |text| {
        let text = text.trim();
        is_quantity(text) && (!text.starts_with('-') || !text.contains(|char| ('1'..='9').contains(&char)))
    },
};

/// The name of a header of HTTP.
pub(super) const HEADER: Form = Form {
    expected: "letters, digits and -",
    fits: |name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
};

/// The longest DNS name (RFC 1123), and the longest key of a Secret, in bytes.
const NAME_MAX: usize = 253;

/// The longest name of a port (RFC 6335), in bytes.
const PORT_MAX: usize = 15;

/// The largest id of a user or a group.
pub(super) const IDS: RangeInclusive<i64> = 0..=2_147_483_647;

/// The ports of TCP and UDP.
pub(super) const PORTS: RangeInclusive<i64> = 1..=65_535;

/// Permission bits.
pub(super) const MODES: RangeInclusive<i64> = 0..=0o777;

impl Form {
    /// Checks that `value`, which stands under `key` at `path`, is written so.
    pub fn check(&self, value: &str, path: &FieldPath, key: &'static str, problems: &mut Problems<'_>) {
        self.check_at(value, || path.key(key), problems);
    }

    /// The same of a value that stands at the path that `path` makes. One with a variable is left alone.
    pub fn check_at(&self, value: &str, path: impl FnOnce() -> FieldPath, problems: &mut Problems<'_>) {
        if !has_variable(value) && !self.fits(value) {
            problems.wrong(path(), format!("invalid value {value:?}: expected {}", self.expected));
        }
    }

    /// Whether `value` is written so.
    pub fn fits(&self, value: &str) -> bool {
        (self.fits)(value)
    }
}

/// Whether what looks like a variable stands in `text`. Fields that take none are handed on with it, as Tekton does.
pub(super) fn has_variable(text: &str) -> bool {
    text.contains("${")
}

/// Checks that the value under `key` at `path`, if there is one, is among `known`.
pub(super) fn one_of(
    value: Option<&String>,
    known: &[&str],
    path: &FieldPath,
    key: &'static str,
    problems: &mut Problems<'_>,
) {
    let value = value.map(String::as_str).filter(|value| !value.is_empty());
    if let Some(value) = value.filter(|value| !known.contains(value)) {
        problems.wrong(path.key(key), format!("invalid value {value:?}: expected {}", known.join(", ")));
    }
}

/// Checks that the number under `key` at `path`, if there is one, is within `range`.
pub(super) fn within(
    value: Option<impl Into<i64>>,
    range: &RangeInclusive<i64>,
    path: &FieldPath,
    key: &'static str,
    problems: &mut Problems<'_>,
) {
    let Some(value) = value.map(Into::into).filter(|value| !range.contains(value)) else { return };
    let (first, last) = (range.start(), range.end());
    let message = if *range == MODES {
        format!("invalid value 0{value:o}: expected permission bits, at most 0777")
    } else if *last == i64::MAX {
        format!("invalid value {value}: expected {first} or more")
    } else {
        format!("invalid value {value}: expected a number from {first} to {last}")
    };
    problems.wrong(path.key(key), message);
}

fn is_subdomain(name: &str) -> bool {
    // Its labels may be longer than those of DNS.
    let is_part = |part: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !part.is_empty() && part.bytes().all(inner) && !part.starts_with('-') && !part.ends_with('-')
    };
    name.len() <= NAME_MAX && name.split('.').all(is_part)
}

fn is_part(part: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_end = |char: char| char.is_ascii_alphanumeric();
    part.len() <= LABEL_MAX && part.bytes().all(inner) && part.starts_with(is_end) && part.ends_with(is_end)
}

fn is_qualified(key: &str) -> bool {
    match key.split_once('/') {
        Some((prefix, name)) => is_subdomain(prefix) && is_part(name),
        None => is_part(key),
    }
}

fn is_data_key(key: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !key.is_empty() && key.len() <= NAME_MAX && key.bytes().all(inner) && key != "." && !key.starts_with("..")
}
