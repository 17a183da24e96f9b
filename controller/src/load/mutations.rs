//! Whatever stands in the inputs, reading and planning end, and nothing that is planned fails to print.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::file::File;
use super::{Loaded, Sources, Unread, document};
use crate::emit::{Format, print};
use crate::reconcile::reconcile;
use crate::world::World;

/// Inputs that hold most of what there is to get wrong.
const INPUTS: [&str; 4] = [
    include_str!("../../../tests/golden/params/input.yaml"),
    include_str!("../../../tests/golden/container-fields/input.yaml"),
    include_str!("../../../tests/golden/placement/input.yaml"),
    include_str!("../../../tests/golden/many-runs/input.yaml"),
];

/// What is put into them.
const SCRAPS: [&str; 30] = [
    "",
    " ",
    "\n",
    "\t",
    ":",
    "-",
    "---",
    "...",
    "[",
    "]",
    "{",
    "}",
    "&a",
    "*a",
    "<<: *a",
    "!!int",
    "\"",
    "'",
    "|",
    ">",
    "#",
    "%",
    "${",
    "null",
    "0",
    "-1e999",
    "\u{0}",
    "é",
    "\u{feff}",
    "kind: Secret\n",
];

fn read(text: String) -> Loaded {
    let mut loaded = Loaded {
        world: World::default(),
        sources: Sources::default(),
        diagnostics: Vec::new(),
        unread: Unread::default(),
        warnings: Vec::new(),
    };
    document::load(File { name: "f".to_owned(), order: 0, text }, &mut loaded);
    loaded
}

fn go_through(text: String) {
    let loaded = read(text);
    match reconcile(&loaded.world) {
        Ok(plan) => {
            print(&plan, true, Format::Yaml).unwrap();
        }
        Err(problems) => {
            for problem in problems {
                assert!(loaded.sources.locate(&problem).to_string().starts_with("f:"), "{problem}");
            }
        }
    }
    for diagnostic in loaded.diagnostics {
        assert!(diagnostic.to_string().starts_with("f:"), "{diagnostic}");
    }
}

/// The nearest place in `text` where a character starts.
fn place(text: &str, at: Index) -> usize {
    text.floor_char_boundary(at.index(text.len() + 1))
}

#[test]
fn the_inputs_themselves_are_right() {
    for input in INPUTS {
        let loaded = read(input.to_owned());
        assert!(loaded.diagnostics.is_empty() && reconcile(&loaded.world).is_ok());
    }
}

proptest! {
    #[test]
    fn mutated_objects_are_read_or_refused(
        input in select(&INPUTS[..]),
        changes in vec((any::<Index>(), any::<Index>(), select(&SCRAPS[..])), 1..6),
    ) {
        let mut text = input.to_owned();
        for (from, to, scrap) in changes {
            let from = place(&text, from);
            let to = text.floor_char_boundary((from + to.index(12)).min(text.len()));
            text.replace_range(from..to.max(from), scrap);
        }
        go_through(text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", lines in vec("[-a-z:{}\\[\\]&*!|> ]{0,20}", 0..20)) {
        go_through(text);
        go_through(lines.join("\n"));
    }
}
