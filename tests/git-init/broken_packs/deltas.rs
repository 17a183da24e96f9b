//! Deltas that are made up.

use super::original::Original;
use super::pack::{
    BLOB, HEADER, OFS_DELTA, REF_DELTA, copy, delta, distance, entry, entry_of_size, hash, insert, pack,
};
use super::trial::{End, Trial};

/// What the deltas here begin with: a file of a hundred bytes.
const BASE: [u8; 100] = [b'b'; 100];

/// The entries of the original, and these behind them.
fn with(original: &Original, more: &[Vec<u8>]) -> Vec<u8> {
    pack(&[&original.entries[..], more].concat())
}

/// A delta behind its base.
fn behind(base: &[u8], delta: &[u8]) -> Vec<u8> {
    entry(OFS_DELTA, &distance(base.len() as u64), delta)
}

#[test]
fn what_a_delta_says() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let base = entry(BLOB, b"", &BASE);
    // All would be the base once more, which git does not take.
    let most = copy(0, 99);
    let cases = [
        ("a copy of most", End::Cloned, delta(100, 99, &most)),
        ("an insertion", End::Cloned, delta(100, 102, &[&most[..], &insert(b"new")].concat())),
        ("nothing copied, something inserted", End::Cloned, delta(100, 3, &insert(b"new"))),
        ("a copy of all", End::Refused, delta(100, 100, &copy(0, 100))),
        ("a base that is longer", End::Refused, delta(101, 99, &most)),
        ("a base that is shorter", End::Refused, delta(99, 99, &most)),
        ("a result that is longer", End::Refused, delta(100, 100, &most)),
        ("a result that is shorter", End::Refused, delta(100, 98, &most)),
        ("a result of nothing, and something", End::Refused, delta(100, 0, &most)),
        ("a result of 2^40 bytes", End::Refused, delta(100, 1 << 40, &most)),
        ("a base of 2^63 bytes", End::Refused, delta(1 << 63, 99, &most)),
        ("a copy beyond the base", End::Refused, delta(100, 99, &copy(2, 99))),
        ("a copy from beyond the base", End::Refused, delta(100, 99, &copy(u32::MAX, 99))),
        ("a copy of 64 KiB", End::Refused, delta(100, 1 << 16, &[0x80])),
        ("the instruction that is none", End::Refused, delta(100, 99, &[&most[..], &[0]].concat())),
        (
            "the instruction that is none, and more",
            End::Refused,
            delta(100, 100, &[&most[..], b"\0\x01x"].concat()),
        ),
        ("an insertion of more than there is", End::Refused, delta(100, 5, &[5, b'x'])),
        ("a copy that breaks off", End::Refused, delta(100, 99, &most[..3])),
        ("a copy without its place", End::Refused, delta(100, 99, &[0xbf])),
        ("no instructions", End::Refused, delta(100, 99, &[])),
        ("a size without an end", End::Refused, vec![0xff; 3]),
        ("a size of 200 bytes", End::Refused, vec![0xff; 200]),
        ("sizes alone, of one", End::Refused, vec![100]),
        ("nothing", End::Refused, Vec::new()),
    ];
    for (what, expected, delta) in cases {
        let by_offset = with(&original, &[base.clone(), behind(&base, &delta)]);
        assert_eq!(trial.hold(&by_offset, what), expected, "{what}");
        let by_hash = with(&original, &[base.clone(), entry(REF_DELTA, &hash(BLOB, &BASE), &delta)]);
        assert_eq!(trial.hold(&by_hash, what), expected, "{what}");
    }
}

#[test]
fn where_its_base_is() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let base = entry(BLOB, b"", &BASE);
    let copied = delta(100, 101, &[&copy(0, 100)[..], b"\x01x"].concat());
    let begin = HEADER + original.entries.iter().map(Vec::len).sum::<usize>();
    let place = (begin + base.len()) as u64;
    for (what, distance) in [
        ("itself", distance(0)),
        ("within another", distance(base.len() as u64 - 1)),
        ("the end of another", distance(1)),
        ("the header of the pack", distance(place - 1)),
        ("the first byte", distance(place)),
        ("before the first byte", distance(place + 1)),
        ("far before the first byte", distance(1 << 62)),
        ("more than a number can be", vec![0xff; 40]),
        ("a number without an end", vec![0x80]),
    ] {
        let pack = with(&original, &[base.clone(), entry(OFS_DELTA, &distance, &copied)]);
        assert_eq!(trial.hold(&pack, what), End::Refused, "{what}");
    }
    let of = |hash: [u8; 20]| entry(REF_DELTA, &hash, &copied);
    let result: Vec<u8> = BASE.iter().chain(b"x").copied().collect();
    for (what, entries, expected) in [
        ("one that is nowhere", vec![base.clone(), of([7; 20])], End::Refused),
        ("the hash of nothing", vec![base.clone(), of([0; 20])], End::Refused),
        ("one that comes later", vec![of(hash(BLOB, &BASE)), base.clone()], End::Cloned),
        ("what it makes itself", vec![of(hash(BLOB, &result))], End::Refused),
        ("each other", vec![of([1; 20]), of([2; 20])], End::Refused),
    ] {
        assert_eq!(trial.hold(&with(&original, &entries), what), expected, "{what}");
    }
}

#[test]
fn chains() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for length in [1_u32, 50, 1000, 10_000] {
        for by_hash in [false, true] {
            // Each is as long as the one before and ends otherwise, so that none is there twice.
            let mut entries = vec![entry(BLOB, b"", &BASE)];
            let mut content = BASE.to_vec();
            for at in 0..length {
                let end = at.to_be_bytes();
                let delta = delta(100, 100, &[&copy(0, 96)[..], &insert(&end)].concat());
                let base = hash(BLOB, &content);
                content[96..].copy_from_slice(&end);
                let before = entries.last().unwrap();
                entries.push(if by_hash { entry(REF_DELTA, &base, &delta) } else { behind(before, &delta) });
            }
            let what = format!("a chain of {length}, by hash: {by_hash}");
            assert_eq!(trial.hold(&with(&original, &entries), &what), End::Cloned, "{what}");
            // Upside down each has its base behind it.
            if by_hash {
                entries.reverse();
                assert_eq!(trial.hold(&with(&original, &entries), &what), End::Cloned, "{what}, reversed");
            }
            // Without its first one it has none.
            entries.retain(|entry| entry[0] >> 4 & 7 != BLOB);
            assert_eq!(trial.hold(&with(&original, &entries), &what), End::Refused, "{what}, without a base");
        }
    }
}

#[test]
fn declared_sizes_of_deltas() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let base = entry(BLOB, b"", &BASE);
    let copied = delta(100, 100, &copy(0, 100));
    let length = copied.len() as u64;
    for size in [0, 1, length - 1, length + 1, 1000, 1 << 31, 1 << 32, 1 << 40, u64::MAX >> 4] {
        let one = entry_of_size(OFS_DELTA, size, &distance(base.len() as u64), &copied);
        let what = format!("a delta of {length} bytes said to have {size}");
        assert_eq!(trial.hold(&with(&original, &[base.clone(), one]), &what), End::Refused, "{what}");
    }
}
