//! Lists of names in a sentence.

/// How many names are told before the rest is counted.
const TOLD: usize = 3;

/// The names, or the first ones and how many more there are.
pub(super) fn few(names: &[&str]) -> String {
    // "and 1 more" is no shorter than the name.
    if names.len() <= TOLD + 1 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..TOLD].join(", "), names.len() - TOLD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_counted() {
        assert_eq!(few(&["a", "b", "c", "d"]), "a, b, c, d");
        assert_eq!(few(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
