//! What to say about a field that does not exist.

/// `unknown field "imagee", did you mean "image"?`, or without the question when nothing is near.
pub(super) fn unknown(field: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("unknown field {field:?}, did you mean {near:?}?"),
        None => format!("unknown field {field:?}"),
    }
}

/// The known field that is within two edits of `field` (one for short names), the nearest first.
pub(super) fn nearest<'a>(field: &str, known: &[&'a str]) -> Option<&'a str> {
    let most = if field.len() < 4 { 1 } else { 2 };
    known
        .iter()
        .map(|&name| (edits(field, name), name))
        .filter(|(edits, _)| *edits <= most)
        .min()
        .map(|(_, name)| name)
}

/// How many letters to add, drop or change, whatever their case (Levenshtein).
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &b) in right.iter().enumerate() {
            let cost = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let known = ["args", "command", "image", "name", "workingDir"];
        for (field, near) in [
            ("imagee", Some("image")),
            ("workingdir", Some("workingDir")),
            ("comand", Some("command")),
            ("Args", Some("args")),
            ("replicas", None),
            ("x", None),
        ] {
            assert_eq!(nearest(field, &known), near, "{field}");
        }
        assert_eq!(unknown("imagee", Some("image")), r#"unknown field "imagee", did you mean "image"?"#);
        assert_eq!(unknown("replicas", None), r#"unknown field "replicas""#);
    }
}
