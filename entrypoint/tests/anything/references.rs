//! What holds of any text with references to earlier steps, or without.

use anyhow::bail;
use entrypoint::tekton::earlier::Meaning;
use entrypoint::tekton::reference::{Reference, Wanted, find};
use entrypoint::tekton::substitute;

/// A reference stands where it is found, leads to no other folder, and is all that substituting changes.
pub fn of_references(text: &str) {
    if let Some((at, reference)) = find(text) {
        assert!(text[at..].starts_with(reference.text) && reference.text.ends_with(')'));
        assert!(!reference.step.contains('/') && reference.step != "..");
        if let Wanted::Result(name, _) = reference.wanted {
            assert!(!name.contains('/') && name != "..");
        }
        assert!(substitute::concerns(text.as_bytes()));
    }
    let keep = |reference: &Reference| Ok(Meaning::Text(reference.text.to_owned()));
    assert_eq!(substitute::text(text, &keep).unwrap(), text);
    assert_eq!(substitute::word(text, &keep).unwrap(), [text]);
    let none = |_: &Reference| bail!("none");
    assert_eq!(substitute::text(text, &none).is_err(), find(text).is_some());
}
