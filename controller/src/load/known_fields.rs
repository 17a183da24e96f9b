//! What to say about a field that does not exist.

/// `unknown field "imagee", did you mean "image"?`, or without the question when nothing is near.
pub(super) fn unknown(field: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("unknown field {field:?}, did you mean {near:?}?"),
        None => format!("unknown field {field:?}"),
    }
}

/// The known field that is within two slips of `field` (one for short names), the nearest first. A slip is a letter
/// too many, too few, wrong, or two swapped; case does not count.
pub(super) fn nearest<'a>(field: &str, known: &[&'a str]) -> Option<&'a str> {
    let most = if field.len() < 4 { 1 } else { 2 };
    let slips = |name: &str| strsim::osa_distance(&field.to_lowercase(), &name.to_lowercase());
    known
        .iter()
        .map(|&name| (slips(name), name))
        .filter(|(slips, _)| *slips <= most)
        .min()
        .map(|(_, name)| name)
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
            ("nmae", Some("name")),
            ("replicas", None),
            ("x", None),
        ] {
            assert_eq!(nearest(field, &known), near, "{field}");
        }
        assert_eq!(unknown("imagee", Some("image")), r#"unknown field "imagee", did you mean "image"?"#);
        assert_eq!(unknown("replicas", None), r#"unknown field "replicas""#);
    }
}
