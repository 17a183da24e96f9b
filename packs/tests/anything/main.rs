//! Packs of any kind, sound, broken and made up: what is taken is what libgit2 takes, with the same index.
//! `TESTS_ROUNDS` has more of them tried.
#![allow(clippy::unwrap_used)]

mod claims; // what holds of any bytes
mod forge; // packs that are made up
mod real; // packs that git makes

use proptest::collection::vec;
use proptest::prelude::*;
use sha1::{Digest, Sha1};

/// How many packs are tried in each way.
fn rounds() -> u32 {
    std::env::var("TESTS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2_000)
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: rounds(), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_pack_that_is_made_up(script in vec(any::<u8>(), 0..300), piece in 1_usize..200) {
        claims::of_a_pack(&forge::pack(&script), piece);
    }

    #[test]
    fn a_pack_of_gits_that_is_changed(
        which: usize,
        changes in vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_usize), 1..4),
        cut in proptest::option::weighted(0.2, any::<prop::sample::Index>()),
        right in proptest::bool::weighted(0.8),
        piece in 1_usize..5_000,
    ) {
        let packs = real::packs();
        let mut pack = packs[which % packs.len()].clone();
        pack.truncate(pack.len() - 20);
        if let Some(cut) = cut {
            pack.truncate(cut.index(pack.len()));
        }
        for (at, byte, how) in changes {
            if pack.is_empty() {
                break;
            }
            let at = at.index(pack.len());
            match how {
                0 => pack[at] = byte,
                1 => pack[at] ^= 1 << (byte % 8),
                2 => pack.insert(at, byte),
                _ => drop(pack.remove(at)),
            }
        }
        if right {
            let sum: [u8; 20] = Sha1::digest(&pack).into();
            pack.extend(sum);
        }
        claims::of_a_pack(&pack, piece);
    }
}

#[test]
fn packs_of_gits_are_taken_in_pieces_of_any_length() {
    for pack in real::packs() {
        for piece in [1, 2, 7, 64, 8_192, 65_515, usize::MAX] {
            assert!(claims::of_a_pack(pack, piece), "{} bytes, by {piece}", pack.len());
        }
    }
}

#[test]
fn most_that_are_made_up_well_are_taken() {
    // Of these bytes none makes anything wrong.
    let right = |byte: u8| if byte % 20 == 1 { byte - 1 } else { byte };
    let byte = |at: u32| right(Sha1::digest(at.to_be_bytes())[0]);
    let scripts = (0..200).map(|seed| (seed * 1_000..seed * 1_000 + 60).map(byte).collect::<Vec<u8>>());
    let taken = scripts.filter(|script| claims::of_a_pack(&forge::pack(script), 100)).count();
    assert!(taken > 100, "{taken}");
}
