//! Packs with history, all of it or not: who wants a commit gets all that it comes from, or nothing.

use std::fs;

use super::original::Original;
use super::pack::{
    BLOB, COMMIT, OFS_DELTA, REF_DELTA, TREE, copy, delta, distance, entry, hash, hex, insert, pack,
};
use super::pack_server::Answer;
use super::trees::{commit, of_tree};
use super::trial::{End, Trial, refused};
use crate::judge::git;

const FILE: &[u8] = b"file\n";

/// Commits of one file each of which comes from the one before, the first one first.
fn commits(count: usize) -> Vec<Vec<u8>> {
    let mut commits: Vec<Vec<u8>> = Vec::new();
    for _ in 0..count {
        let parent = commits.last().map(|before| hash(COMMIT, before));
        commits.push(commit(hash(TREE, &tree()), parent));
    }
    commits
}

fn tree() -> Vec<u8> {
    of_tree("100644", b"file", &hash(BLOB, FILE))
}

/// An answer with `tip`, its file, and these.
fn answer(trial: &Trial<'_>, tip: &[u8], mut entries: Vec<Vec<u8>>) -> Answer {
    entries.extend([entry(TREE, b"", &tree()), entry(BLOB, b"", FILE)]);
    let tip = hex(&hash(COMMIT, tip));
    Answer { tag: tip.clone(), tip, ..trial.answer(&pack(&entries)) }
}

fn whole(commits: &[Vec<u8>]) -> Vec<Vec<u8>> {
    commits.iter().map(|commit| entry(COMMIT, b"", commit)).collect()
}

/// git-init makes of it what git does.
fn hold(trial: &Trial<'_>, answer: Answer, expected: End, what: &str) {
    assert_eq!(trial.verdict(&answer.pack, &answer.tip), expected, "{what}");
    let path = trial.bench.path("ours");
    let tip = answer.tip.clone();
    trial.server.sends(answer);
    for depth in ["-depth=1", "-depth=0"] {
        let run = trial.run_with(&[], &[depth], &path);
        if expected == End::Refused {
            refused(&run, &path, what);
        } else {
            assert_eq!(run.code, Some(0), "{what}: {run:?}");
            assert_eq!(git(&path, ["rev-parse", "HEAD"]), tip, "{what}");
            assert_eq!(git(&path, ["fsck", "--full", "--no-dangling"]), "", "{what}");
        }
        fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
fn all_of_it_or_nothing() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let commits = commits(50);
    let tip = commits.last().unwrap();
    let mut backwards = commits.clone();
    backwards.reverse();
    for (what, order) in [("forwards", &commits), ("backwards", &backwards)] {
        hold(&trial, answer(&trial, tip, whole(order)), End::Cloned, what);
        for lacking in [0, 1, 25, 48] {
            let some: Vec<_> = order.iter().filter(|one| **one != commits[lacking]).cloned().collect();
            hold(
                &trial,
                answer(&trial, tip, whole(&some)),
                End::Refused,
                &format!("{what}, without {lacking}"),
            );
        }
    }
}

/// As a delta, in a pack that only libgit2 reads, of more parents than one, and where the commit is longer than what is held.
#[test]
fn whatever_the_commit_looks_like() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let [first, second] = [0, 1].map(|at| commits(2)[at].clone());
    let first_id = hash(COMMIT, &first);
    // All of the first is copied, with other words behind.
    let length = u16::try_from(second.len()).unwrap();
    let more = [&copy(0, length)[..], &insert(b"more\n")].concat();
    let change = delta(length.into(), u64::from(length) + 5, &more);
    let made = [&second[..], b"more\n"].concat();
    let base = entry(COMMIT, b"", &second);
    let by_offset = entry(OFS_DELTA, &distance(base.len() as u64), &change);
    let by_hash = entry(REF_DELTA, &hash(COMMIT, &second), &change);
    let line = |id: &[u8]| format!("parent {}\n", hex(id));
    let text = String::from_utf8(second.clone()).unwrap();
    let both =
        text.replace(&line(&first_id), &(line(&hash(COMMIT, &second)) + &line(&first_id))).into_bytes();
    let long = [&second[..], &vec![b'x'; 3 << 20]].concat();
    for (what, tip, entries) in [
        ("a delta", &made, vec![base.clone(), by_offset]),
        ("a delta before its base", &made, vec![by_hash, base.clone()]),
        ("two parents", &both, vec![base, entry(COMMIT, b"", &both)]),
        ("a long one", &long, vec![entry(COMMIT, b"", &long)]),
    ] {
        hold(&trial, answer(&trial, tip, entries.clone()), End::Refused, what);
        let with = [&entries[..], &[entry(COMMIT, b"", &first)]].concat();
        hold(&trial, answer(&trial, tip, with), End::Cloned, what);
    }
}
