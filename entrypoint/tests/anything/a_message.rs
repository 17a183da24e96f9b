//! What holds of any termination message.

use entrypoint::tekton::message::{Entry, LIMIT, append, read};
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
