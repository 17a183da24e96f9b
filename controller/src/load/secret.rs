//! Secrets stay secret: what of a document may be shown in an error.

/// The kind whose contents are never printed.
pub(super) const KIND: &str = "Secret";

/// Whether a document may hold a Secret, by the mere word: a document that cannot be read tells its kind in no other way,
/// and in a List every line may be the Secret's.
pub(super) fn may_be_in(text: &str) -> bool {
    let alone = |char: Option<char>| !char.is_some_and(char::is_alphanumeric);
    text.match_indices(KIND)
        .any(|(at, _)| alone(text[..at].chars().next_back()) && alone(text[at + KIND.len()..].chars().next()))
}

/// An error message without the value that it is about.
pub(super) fn without_value(message: &str) -> String {
    if message.starts_with("unknown field") {
        return message.to_owned();
    }
    if message.contains(" stands where text belongs ") {
        return "something else stands where text belongs: put it in quotes".to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("wrong value, expected {expected}"),
        None => "wrong value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_loses_its_value() {
        let message = r#"invalid type: string "hunter2, expected", expected a map"#;
        assert_eq!(without_value(message), "wrong value, expected a map");
        assert_eq!(without_value("bad: hunter2"), "wrong value");
    }
}
