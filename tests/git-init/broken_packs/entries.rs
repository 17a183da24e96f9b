//! Entries in another order, twice, not at all, of other kinds; and other headers.

use super::original::Original;
use super::pack::{BLOB, KIND, OFS_DELTA, TAG, TRAILER, entry, pack, pack_with, sealed};
use super::trial::{End, Trial};

fn kind(entry: &[u8]) -> u8 {
    (entry[0] & KIND) >> 4
}

#[test]
fn in_any_order_twice_and_left_out() {
    let original = Original::make();
    let (trial, entries) = (Trial::of(&original), &original.entries);
    let mut ends = Vec::new();
    for at in 0..entries.len() {
        let mut others = entries.clone();
        let one = others.remove(at);
        // Without its tag a commit is whole.
        let end = trial.hold(&pack(&others), &format!("without entry {at}"));
        assert_eq!(end == End::Cloned, kind(&one) == TAG, "without entry {at}");
        let twice: Vec<_> = entries.iter().chain([&one]).cloned().collect();
        ends.push(trial.hold(&pack(&twice), &format!("entry {at} at the end again")));
        for with in 0..at {
            let mut swapped = entries.clone();
            swapped.swap(at, with);
            ends.push(trial.hold(&pack(&swapped), &format!("{with} and {at} swapped")));
        }
    }
    // The ones without deltas may lie anywhere; a delta goes to its base by the bytes between them.
    assert!(ends.contains(&End::Cloned) && ends.contains(&End::Refused), "{ends:?}");
}

#[test]
fn other_counts_and_versions() {
    let original = Original::make();
    let (trial, entries) = (Trial::of(&original), &original.entries);
    let all = u32::try_from(entries.len()).unwrap();
    for count in [0, 1, all - 1, all + 1, all + 100, 1 << 20, 1 << 31, u32::MAX] {
        let what = format!("{count} of {all} entries");
        assert_eq!(trial.hold(&pack_with(2, count, entries), &what), End::Refused, "{what}");
    }
    // git reads 3 like 2, libgit2 reads 2 alone. No git writes 3.
    let third = pack_with(3, all, entries);
    assert_eq!(trial.verdict(&third, &original.tip), End::Cloned);
    trial.tried(trial.answer(&third), &[End::Cloned, End::Refused], "version 3");
    for version in [0, 1, 2, 4, u32::MAX] {
        trial.hold(&pack_with(version, all, entries), &format!("version {version}"));
    }
    for signature in [b"pack", b"PACk", b"\0\0\0\0"] {
        let without = &original.by_offset[4..original.by_offset.len() - TRAILER];
        trial.hold(&sealed([signature, without].concat()), "another signature");
    }
    assert_eq!(trial.hold(b"", "nothing at all"), End::Refused);
    assert_eq!(trial.hold(&pack(&[]), "a pack of nothing"), End::Refused);
}

#[test]
fn kinds_that_are_none() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for other in [0, 5] {
        for (at, one) in original.entries.iter().enumerate() {
            let mut entries = original.entries.clone();
            entries[at][0] = one[0] & !KIND | other << 4;
            let what = format!("kind {other} at entry {at}");
            assert_eq!(trial.verdict(&pack(&entries), &original.tip), End::Refused, "{what}");
            // libgit2 takes it for an object that nobody asks for.
            let ends = if kind(one) == TAG { &[End::Refused, End::Cloned][..] } else { &[End::Refused] };
            trial.tried(trial.answer(&pack(&entries)), ends, &what);
        }
    }
}

#[test]
fn one_object_more_than_anybody_needs() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let with = |more: Vec<u8>| pack(&[&original.entries[..], &[more]].concat());
    assert_eq!(trial.hold(&with(entry(BLOB, b"", b"")), "the empty file once more"), End::Refused);
    assert_eq!(trial.hold(&with(entry(BLOB, b"", b"more\n")), "a file"), End::Cloned);
    assert_eq!(trial.hold(&with(entry(OFS_DELTA, b"", b"")), "a delta of nothing"), End::Refused);
    assert_eq!(trial.hold(&with(Vec::new()), "an entry that is not there"), End::Refused);
}
