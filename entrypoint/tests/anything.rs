//! Text of any kind, as other steps and people leave it: never a panic, and nothing lost or added.
#![allow(clippy::unwrap_used)]

use anyhow::bail;
use entrypoint::tekton::earlier::{Meaning, of_result};
use entrypoint::tekton::message::{Entry, Kind, LIMIT, append, read};
use entrypoint::tekton::reference::{Part, Wanted, find};
use entrypoint::tekton::{platform, substitute, when};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

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
        let Ok(message) = append(&existing, &entries, short) else { return Ok(()) };
        prop_assert!(message.len() <= LIMIT);
        let json = read(message.as_bytes()).unwrap();
        let list: Vec<Value> = serde_json::from_str(&json).unwrap();
        let before = read(&existing).filter(|json| !json.is_empty());
        let before: Vec<Value> = before.map_or(Vec::new(), |json| serde_json::from_str(&json).unwrap());
        prop_assert_eq!(&list[..before.len()], &before[..]);
        prop_assert_eq!(list.len(), before.len() + entries.len());
        for (entry, told) in entries.iter().zip(&list[before.len()..]) {
            prop_assert_eq!((&told["key"], &told["value"]), (&entry.key.as_str().into(), &entry.value.as_str().into()));
        }
    }

    #[test]
    fn a_reference_stands_where_it_is_found(text in text()) {
        let Some((at, reference)) = find(&text) else { return Ok(()) };
        prop_assert!(text[at..].starts_with(reference.text) && reference.text.ends_with(')'));
        prop_assert!(!reference.step.contains('/') && reference.step != "..");
        if let Wanted::Result(name, _) = reference.wanted {
            prop_assert!(!name.contains('/') && name != "..");
        }
    }

    #[test]
    fn what_is_put_in_is_all_that_changes(text in text()) {
        let keep = |reference: &entrypoint::tekton::reference::Reference| Ok(Meaning::Text(reference.text.to_owned()));
        prop_assert_eq!(substitute::text(&text, &keep).unwrap(), text.clone());
        prop_assert_eq!(substitute::word(&text, &keep).unwrap(), vec![text.clone()]);
        let none = |_: &entrypoint::tekton::reference::Reference| bail!("none");
        prop_assert_eq!(substitute::text(&text, &none).is_err(), find(&text).is_some());
        prop_assert!(find(&text).is_none() || substitute::concerns(text.as_bytes()));
    }

    #[test]
    fn a_result_is_any_text(text in r#"[\[\]{}",: a\\ü]{0,12}"#, index in 0usize..3) {
        prop_assert!(of_result(&text, &Part::Whole).is_ok());
        let items = of_result(&text, &Part::Items);
        let item = of_result(&text, &Part::Item(index));
        match items {
            Ok(Meaning::Items(items)) => prop_assert_eq!(item.is_ok(), index < items.len()),
            _ => prop_assert!(item.is_err()),
        }
        let _ = of_result(&text, &Part::Key("a"));
    }

    #[test]
    fn conditions_and_commands_are_any_text(text in r#"[\[\]{}",: a]{0,12}|[\[{]?"(input|values|linux/a)":\[?"a"\]?[\]}]?"#) {
        if let Ok(conditions) = when::parse(&text) {
            prop_assert!(text.is_empty() || serde_json::from_str::<Value>(&text).is_ok());
            let _ = when::met(&conditions);
        }
        if let Ok(words) = platform::select(&text, "linux/a") {
            prop_assert!(!words.is_empty());
        }
    }
}
