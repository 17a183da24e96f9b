//! Sizes that are not what they are said to be, and contents out of all proportion to what is sent.

use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params};

use super::original::Original;
use super::pack::{BLOB, COMMIT, KIND, OFS_DELTA, TAG, TREE, copy, delta, distance, entry, header, pack};
use super::trial::{End, LIMITED, Trial};

const MIB: usize = 1 << 20;

#[test]
fn declared_sizes() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for (at, one) in original.entries.iter().enumerate() {
        let kind = (one[0] & KIND) >> 4;
        let behind = 1 + one.iter().position(|byte| byte & 0x80 == 0).unwrap();
        let size = one[1..behind]
            .iter()
            .enumerate()
            .fold(u64::from(one[0] & 15), |size, (at, byte)| size | u64::from(byte & 0x7f) << (4 + 7 * at));
        for other in [0, 1, size.wrapping_sub(1), size + 1, 2 * size + 1, 1 << 31, 1 << 32, 1 << 40, u64::MAX]
        {
            if other == size || other == u64::MAX && size == 0 {
                continue;
            }
            let mut entries = original.entries.clone();
            entries[at] = [header(kind, other), one[behind..].to_vec()].concat();
            let (what, pack) = (format!("entry {at} of {size} bytes said to have {other}"), pack(&entries));
            assert_eq!(trial.verdict(&pack, &original.tip), End::Refused, "{what}");
            // libgit2 takes it for an object that nobody asks for, whatever its length.
            let ends = if kind == TAG { &[End::Refused, End::Cloned][..] } else { &[End::Refused] };
            trial.tried_under(&LIMITED, trial.answer(&pack), ends, &what);
        }
    }
}

/// A size whose bytes do not end.
#[test]
fn sizes_without_an_end() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for length in [2, 9, 10, 11, 12, 100, 5000] {
        let endless = vec![0xb0 | 0x0f; length];
        let what = format!("{length} bytes of a size");
        assert_eq!(trial.hold(&pack(&[endless]), &what), End::Refused, "{what}");
        let endless = [vec![0xbf; length - 1], entry(BLOB, b"", b"more\n")].concat();
        let pack = pack(&[&original.entries[..], &[endless]].concat());
        assert_eq!(trial.verdict(&pack, &original.tip), End::Refused, "{what}");
        // Where the number fits libgit2 takes it for an object that nobody asks for.
        trial.tried(trial.answer(&pack), &[End::Refused, End::Cloned], &what);
    }
}

/// `size` bytes of nothing, a thousandth of that long.
fn zeros(size: usize) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(6, -15, 0));
    // A full flush ends on a byte and looks back at nothing: the same again makes as much again.
    let mut once = vec![0; MIB];
    let (_, taken, length) = compress(&mut compressor, &vec![0; MIB], &mut once, TDEFLFlush::Full);
    assert_eq!(taken, MIB);
    once.truncate(length);
    // The Adler-32 of zeros: see RFC 1950.
    let sum = u32::try_from(size % 65521).unwrap() << 16 | 1;
    [&[0x78, 0x9c], &once.repeat(size / MIB)[..], &[1, 0, 0, 0xff, 0xff], &sum.to_be_bytes()].concat()
}

/// What nobody needs may be taken or not: it must not take the memory, nor end the program otherwise.
#[test]
fn little_that_becomes_much() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let size = 512 * MIB;
    let much = zeros(size);
    assert!(much.len() < MIB);
    let base = entry(BLOB, b"", &vec![7; 0xffff]);
    let copies = u64::try_from(size / 0xffff).unwrap();
    let result = copies * 0xffff;
    let doubling = delta(0xffff, result, &copy(0, 0xffff).repeat(usize::try_from(copies).unwrap()));
    let delta = entry(OFS_DELTA, &distance(base.len() as u64), &doubling);
    let of = |kind| vec![[header(kind, size as u64), much.clone()].concat()];
    for (what, more) in [
        ("a large file", of(BLOB)),
        ("a large folder", of(TREE)),
        ("a large commit", of(COMMIT)),
        ("a large result of a delta", vec![base, delta]),
        (
            "a file with more behind it than it is said to have",
            vec![[header(BLOB, 10), much.clone()].concat()],
        ),
    ] {
        let pack = pack(&[&original.entries[..], &more].concat());
        trial.tried_under(&LIMITED, trial.answer(&pack), &[End::Refused, End::Cloned], what);
    }
}
