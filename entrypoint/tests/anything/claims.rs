//! What holds of any text, whoever thought of it.

use std::sync::Arc;

use anyhow::bail;
use entrypoint::mask::{Mask, Stream};
use entrypoint::tekton::earlier::{Meaning, of_result};
use entrypoint::tekton::message::{Entry, LIMIT, append, read};
use entrypoint::tekton::reference::{Part, Reference, Wanted, find};
use entrypoint::tekton::{platform, substitute, when};
use serde_json::Value;

/// A message holds what was there and what came to it, and nothing else.
pub fn of_a_message(existing: &[u8], entries: &[Entry], short: bool) {
    let Ok(message) = append(existing, entries, short) else { return };
    assert!(message.len() <= LIMIT);
    let json = read(message.as_bytes()).unwrap();
    let list: Vec<Value> = serde_json::from_str(&json).unwrap();
    let before = read(existing).filter(|json| !json.is_empty());
    let before: Vec<Value> = before.map_or(Vec::new(), |json| serde_json::from_str(&json).unwrap());
    assert_eq!(&list[..before.len()], &before[..]);
    assert_eq!(list.len(), before.len() + entries.len());
    for (entry, told) in entries.iter().zip(&list[before.len()..]) {
        assert_eq!(
            (&told["key"], &told["value"]),
            (&entry.key.as_str().into(), &entry.value.as_str().into())
        );
    }
}

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

/// What is taken for conditions, or for commands of platforms, is JSON.
pub fn of_conditions_and_commands(text: &str) {
    if let Ok(conditions) = when::parse(text) {
        assert!(text.is_empty() || serde_json::from_str::<Value>(text).is_ok());
        let _ = when::met(&conditions);
    }
    if let Ok(words) = platform::select(text, "linux/a") {
        assert!(!words.is_empty());
    }
}

/// What a step prints comes out without the secrets, in whatever pieces it comes, and where there is none as it was.
pub fn of_masks(secrets: &[&[u8]], printed: &[u8], piece: usize) {
    let mask = Mask::new(secrets.iter().copied()).map(Arc::new);
    let through = |piece: usize| {
        let mut stream = Stream::new(mask.clone(), piece);
        let mut out = Vec::new();
        let mut rest = printed;
        while !rest.is_empty() {
            let room = stream.room();
            let length = rest.len().min(room.len()).min(piece.max(1));
            room[..length].copy_from_slice(&rest[..length]);
            rest = &rest[length..];
            stream.pass(length, &mut out).unwrap();
        }
        stream.finish(&mut out).unwrap();
        out
    };
    let shown = through(piece);
    assert_eq!(shown, through(printed.len()), "in pieces of {piece}");
    let holds = |text: &[u8], secret: &[u8]| text.windows(secret.len()).any(|window| window == secret);
    // A line of a secret is masked if it is long enough; the stars may make one anew.
    let lines =
        || secrets.iter().flat_map(|secret| secret.trim_ascii_end().split(|byte| b"\r\n".contains(byte)));
    let stars = lines().any(|line| line.contains(&b'*'));
    for line in lines().filter(|line| line.len() >= 4) {
        assert!(stars || !holds(&shown, line), "{line:?} in {shown:?}");
    }
    if mask.is_none() {
        assert_eq!(shown, printed);
    }
}
