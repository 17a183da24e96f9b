//! What holds of any result.

use entrypoint::tekton::earlier::{Meaning, of_result};
use entrypoint::tekton::reference::Part;

/// A result is any text, and has an item where it has items.
pub fn of_a_result(text: &str, index: usize) {
    assert!(of_result(text, &Part::Whole).is_ok());
    let item = of_result(text, &Part::Item(index));
    match of_result(text, &Part::Items) {
        Ok(Meaning::Items(items)) => assert_eq!(item.is_ok(), index < items.len()),
        _ => assert!(item.is_err()),
    }
    let _ = of_result(text, &Part::Key("a"));
}
