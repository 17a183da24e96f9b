//! Text of any kind, as other steps and people leave it: never a panic, and nothing lost or added.
#![allow(clippy::unwrap_used)]

mod a_message;
mod a_result;
mod conditions;
mod references;

use entrypoint::tekton::message::{Entry, Kind};
use proptest::collection::vec;
use proptest::prelude::*;

/// Messages, parts of messages, and noise.
fn existing() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        r#"[ \n]?\[[ ]?(\{"key":"a","value":"b","type":[0-9]{1,2}\}[ ]?)?\][ \n]?"#
            .prop_map(String::into_bytes),
        r#"[\[\]{}",: a0\\]{0,12}"#.prop_map(String::into_bytes),
        "(tknz:)?[A-Za-z0-9+/=]{0,20}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40),
    ]
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = ("[a-z]{1,5}", ".{0,60}|a{0,3000}").prop_map(|(key, value)| Entry {
        key,
        value,
        kind: Kind::TaskRunResult,
    });
    vec(entry, 1..4)
}

/// References, parts of references, and what stands around them.
fn text() -> impl Strategy<Value = String> {
    r"(\$\(|steps\.|a|\.results\.|\.outputs|r|\[\*\]|\[0\]|\.k|\)|/|\.\.|\n|ü| ){0,14}"
}

proptest! {
    #[test]
    fn a_message_is_one_whatever_was_there(existing in existing(), entries in entries(), short: bool) {
        a_message::of_a_message(&existing, &entries, short);
    }

    #[test]
    fn what_is_put_in_is_all_that_changes(text in text()) {
        references::of_references(&text);
    }

    #[test]
    fn a_result_is_any_text(text in r#"[\[\]{}",: a\\ü]{0,12}"#, index in 0usize..3) {
        a_result::of_a_result(&text, index);
    }

    #[test]
    fn conditions_and_commands_are_any_text(text in r#"[\[\]{}",: a]{0,12}|[\[{]?"(input|values|linux/a)":\[?"a"\]?[\]}]?"#) {
        conditions::of_conditions_and_commands(&text);
    }
}
