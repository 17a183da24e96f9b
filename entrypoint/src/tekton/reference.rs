//! `$(steps.NAME.results.R)` and `$(steps.NAME.outputs)`: what of earlier steps a text asks for.

/// What a reference asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted<'t> {
    /// The result of this name, and what of it.
    Result(&'t str, Part<'t>),
    /// What went into the step: the first artifact, or the one of this name.
    Inputs(Option<&'t str>),
    /// What came out of it.
    Outputs(Option<&'t str>),
}

/// What of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'t> {
    /// All of it, as text.
    Whole,
    /// `[*]`: the items of a list.
    Items,
    /// `[i]`: one item.
    Item(usize),
    /// `.key`: one value of a map.
    Key(&'t str),
}

/// A reference in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    /// All of it, from `$(` to `)`.
    pub text: &'t str,
    /// The step's name.
    pub step: &'t str,
    /// What of it.
    pub wanted: Wanted<'t>,
}

/// What every reference begins with.
pub const START: &str = "$(steps.";

/// The first reference in `text`, and where it begins.
pub fn find(text: &str) -> Option<(usize, Reference<'_>)> {
    let mut close = 0;
    for (at, _) in text.match_indices(START) {
        // Looked for once for all beginnings before it: there may be many of them.
        if close <= at {
            close = at + text[at..].find(')')?;
        }
        if let Some(reference) = read(&text[at..=close]) {
            return Some((at, reference));
        }
    }
    None
}

/// The reference that `text` is, if it is one.
fn read(text: &str) -> Option<Reference<'_>> {
    let inner = text.strip_prefix(START)?.strip_suffix(')')?;
    let (step, rest) = inner.split_once('.')?;
    let (what, rest) = match rest.split_once('.') {
        Some((what, rest)) => (what, Some(rest)),
        None => (rest, None),
    };
    let wanted = match (what, rest) {
        ("results", Some(rest)) => {
            let (name, part) = part(rest)?;
            Wanted::Result(name, part)
        }
        ("inputs", name) => Wanted::Inputs(name),
        ("outputs", name) => Wanted::Outputs(name),
        _ => return None,
    };
    // They become parts of a path.
    let plain = |name: &str| !name.is_empty() && !name.contains(['/', '\n', '\0']) && name != "..";
    let result_is_plain = !matches!(&wanted, Wanted::Result(name, _) if !plain(name));
    (plain(step) && result_is_plain).then_some(Reference { text, step, wanted })
}

fn part(rest: &str) -> Option<(&str, Part<'_>)> {
    if let Some((name, index)) = rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        let item = if index == "*" { Part::Items } else { Part::Item(index.parse().ok()?) };
        return Some((name, item));
    }
    match rest.split_once('.') {
        Some((name, key)) => Some((name, Part::Key(key))),
        None => Some((rest, Part::Whole)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_whole_is_found() {
        let text = "$(steps. $(steps.a $(steps.c.outputs) $(steps.d.outputs)";
        let (at, reference) = find(text).unwrap();
        assert_eq!((at, reference.text), (19, "$(steps.c.outputs)"));
        assert_eq!((reference.step, reference.wanted), ("c", Wanted::Outputs(None)));
        assert_eq!(find("$(steps.a.outputs"), None);
        assert_eq!(find("$(steps.a.outputs)").unwrap().0, 0);
    }
}
