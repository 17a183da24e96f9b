//! Packs that have an object twice, once of them as a delta: libgit2 alone makes that again and again, and holds on to
//! what it makes. What such a pack is refused for is said, in little memory.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tests::Finished;

use super::original::Original;
use super::pack::{
    BLOB, HEADER, OFS_DELTA, REF_DELTA, TRAILER, copy, delta, distance, entry, hash, insert, pack, pack_with,
};
use super::pack_server::Answer;
use super::trees::{answer, of_tree};
use super::trial::{End, LIMITED, Trial, refused};
use crate::judge::git;

const SAID: &str = "the server's pack has an object in it twice";

const BASE: [u8; 100] = [b'b'; 100];

/// How often it is made, and how long it is: half a gigabyte together.
const OFTEN: usize = 512;
const LONG: usize = 1 << 20;

/// What is added to a pack, and is an object of it then.
fn cases() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let base = entry(BLOB, b"", &BASE);
    let most = delta(100, 99, &copy(0, 99));
    let (made, of_base) =
        (entry(BLOB, b"", &BASE[1..]), |delta: &[u8]| entry(REF_DELTA, &hash(BLOB, &BASE), delta));
    // Of copies of a part of it, which take no room.
    let part = u16::try_from(LONG / 32).unwrap();
    let long = delta(LONG as u64 / 32, LONG as u64, &copy(0, part).repeat(32));
    let zeros = vec![0; usize::from(part)];
    let mut often = vec![entry(BLOB, b"", &zeros), entry(BLOB, b"", &[0; LONG])];
    often.extend(vec![entry(REF_DELTA, &hash(BLOB, &zeros), &long); OFTEN]);
    vec![
        ("by hash, behind it", vec![base.clone(), made.clone(), of_base(&most)]),
        ("by hash, before it", vec![of_base(&most), made.clone(), base.clone()]),
        ("by hash, twice", vec![base.clone(), of_base(&most), of_base(&most)]),
        ("its own base", vec![base.clone(), of_base(&delta(100, 100, &copy(0, 100)))]),
        (
            "behind one that is not",
            vec![base.clone(), of_base(&delta(100, 1, &insert(b"n"))), made, of_base(&most)],
        ),
        (
            "by offset, and one by hash that is not",
            vec![
                of_base(&delta(100, 1, &insert(b"n"))),
                base.clone(),
                entry(OFS_DELTA, &distance(base.len() as u64), &delta(100, 100, &copy(0, 100))),
            ],
        ),
        ("often", often),
    ]
}

/// The last line.
fn cause(run: &Finished) -> String {
    let last: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
    last["msg"].as_str().unwrap().to_owned()
}

#[test]
fn in_a_first_clone() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let path = trial.bench.path("ours");
    for (what, more) in cases() {
        let pack = pack(&[&original.entries[..], &more].concat());
        assert_eq!(trial.verdict(&pack, &original.tip), End::Refused, "{what}");
        trial.server.sends(trial.answer(&pack));
        let run = trial.run_under(&LIMITED, &path);
        refused(&run, &path, what);
        assert!(cause(&run).contains(SAID), "{what}: {run:?}");
        fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
fn in_an_update() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let path = trial.bench.path("ours");
    trial.server.sends(trial.answer(&original.by_offset));
    assert_eq!(trial.run_under(&[], &path).code, Some(0));
    let tree = of_tree("100644", b"new", &hash(BLOB, b"new\n"));
    let whole = answer(&trial, &tree, &[(BLOB, b"new\n")]);
    // One that the clone has is put into the pack, and made of itself.
    let one = original.files[Path::new("one")].1.clone();
    let length = u16::try_from(one.len()).unwrap();
    let itself = entry(REF_DELTA, &hash(BLOB, &one), &delta(length.into(), length.into(), &copy(0, length)));
    for (what, more) in cases().into_iter().chain([("what the clone has", vec![itself])]) {
        let sent = whole.pack[HEADER..whole.pack.len() - TRAILER].to_vec();
        let count = u32::try_from(3 + more.len()).unwrap();
        let pack = pack_with(2, count, &[&[sent], &more[..]].concat());
        trial.server.sends(Answer { pack, ..whole.clone() });
        let run = trial.run_under(&LIMITED, &path);
        assert_eq!(run.code, Some(1), "{what}: {run:?}");
        assert!(cause(&run).contains(SAID), "{what}: {run:?}");
        trial.is_as_it_was(&path, what);
        assert_eq!(fs::read_dir(path.join(".git/objects/pack")).unwrap().count(), 2, "{what}");
    }
    trial.server.sends(whole.clone());
    assert_eq!(trial.run_under(&LIMITED, &path).code, Some(0));
    assert_eq!(git(&path, ["rev-parse", "HEAD"]), whole.tip);
}
