//! Cut, and changed, at every byte.

use std::sync::atomic::{AtomicU64, Ordering};

use tests::share_out;

use super::original::Original;
use super::pack::{KIND, TAG, TRAILER, sealed};
use super::trial::{End, Trial};

/// What is made of a pack at a place, and whether the trailer is made to fit.
#[derive(Debug, Clone, Copy)]
enum Change {
    Cut,
    Bit,
    Byte,
    BitSealed,
    ByteSealed,
    Inserted,
    Removed,
}

const CHANGES: [Change; 7] = [
    Change::Cut,
    Change::Bit,
    Change::Byte,
    Change::BitSealed,
    Change::ByteSealed,
    Change::Inserted,
    Change::Removed,
];

impl Change {
    /// The pack with this change at `at`; nothing where it is none.
    fn of(self, pack: &[u8], at: usize) -> Option<Vec<u8>> {
        let flipped = |bits: u8| {
            let mut pack = pack.to_vec();
            pack[at] ^= bits;
            pack
        };
        // Another bit at each place.
        let bit = 1 << (at % 8);
        let within = at < pack.len() - TRAILER;
        let again = |pack: Vec<u8>| within.then(|| sealed(pack[..pack.len() - TRAILER].to_vec()));
        match self {
            Self::Cut => Some(pack[..at].to_vec()),
            Self::Bit => Some(flipped(bit)),
            Self::Byte => Some(flipped(0xff)),
            Self::BitSealed => again(flipped(bit)),
            Self::ByteSealed => again(flipped(0xff)),
            Self::Inserted => again([&pack[..at], b"x", &pack[at..]].concat()),
            Self::Removed => again([&pack[..at], &pack[at + 1..]].concat()),
        }
    }
}

/// In how many cases git is asked, where what is wrong is that the trailer does not fit.
const ASKED: usize = 8;

fn everywhere(pack: &(impl Fn(&Original) -> &[u8] + Sync)) {
    let original = Original::make();
    let pack = pack(&original);
    let tag = original.header_of_the_tag();
    assert_eq!(pack[tag.start] & KIND, TAG << 4, "the tag lies there");
    let kinds = CHANGES.len();
    let taken = AtomicU64::new(0);
    let each = |trial: &Trial<'_>, case| {
        let case = usize::try_from(case).unwrap();
        let (at, change) = (case / kinds, CHANGES[case % kinds]);
        let Some(changed) = change.of(pack, at) else { return };
        let unsealed = matches!(change, Change::Cut | Change::Bit | Change::Byte);
        let asked = !unsealed || at % ASKED == 0;
        let end = if asked { trial.verdict(&changed, &original.tip) } else { End::Refused };
        // libgit2 takes a tag that is not as long as it should be for an object that nobody asks for.
        let lenient = tag.contains(&at) && !unsealed;
        let ends = if lenient { &[End::Refused, End::Cloned][..] } else { &[end] };
        trial.tried(trial.answer(&changed), ends, &format!("{change:?} at {at} of {}", pack.len()));
        taken.fetch_add(u64::from(end == End::Cloned), Ordering::Relaxed);
    };
    share_out((pack.len() * kinds) as u64, || Trial::of(&original), each);
    println!("{} bytes, {} of the changes taken by git too", pack.len(), taken.into_inner());
}

#[test]
fn a_pack_with_deltas_by_offset() {
    everywhere(&|original: &Original| &original.by_offset[..]);
}

#[test]
fn a_pack_with_deltas_by_hash() {
    everywhere(&|original: &Original| &original.by_hash[..]);
}
