//! A clone that is there when such a pack comes: it stays as it was, and the next run has the new commit.

use std::fs;

use super::original::Original;
use super::pack::{BLOB, COMMIT, TREE, entry, hash, hex, pack, sealed};
use super::pack_server::Answer;
use super::trees::{answer, commit, of_tree};
use super::trial::{End, Trial};
use crate::judge::git;

const NEW: &[u8] = b"new\n";

#[test]
fn what_was_there_stays() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let path = trial.bench.path("ours");
    let tree = of_tree("100644", b"new", &hash(BLOB, NEW));
    let whole = answer(&trial, &tree, &[(BLOB, NEW)]);
    let incomplete = answer(&trial, &tree, &[]);
    let orphan = commit(hash(TREE, &tree), Some([7; 20]));
    let objects = [(COMMIT, &orphan[..]), (TREE, &tree), (BLOB, NEW)];
    let orphan = Answer {
        tip: hex(&hash(COMMIT, &orphan)),
        ..trial.answer(&pack(&objects.map(|(kind, content)| entry(kind, b"", content))))
    };
    let sent = &whole.pack;
    let mut changed = sent.clone();
    changed[30] ^= 0x10;
    for (what, pack) in [
        ("nothing", Vec::new()),
        ("half of it", sent[..sent.len() / 2].to_vec()),
        ("all but the last byte", sent[..sent.len() - 1].to_vec()),
        ("a bit that is another", changed.clone()),
        ("the same, sealed", sealed(changed[..sent.len() - 20].to_vec())),
        ("no file", incomplete.pack),
        ("no commit before it", orphan.pack.clone()),
    ] {
        trial.server.sends(trial.answer(&original.by_offset));
        assert_eq!(trial.run_under(&[], &path).code, Some(0));
        let tip = if pack == orphan.pack { &orphan.tip } else { &whole.tip };
        assert_eq!(trial.verdict(&pack, tip), End::Refused, "{what}");
        trial.server.sends(Answer { pack, tip: tip.clone(), ..whole.clone() });
        let run = trial.run_under(&[], &path);
        assert_eq!(run.code, Some(1), "{what}: {run:?}");
        trial.is_as_it_was(&path, what);
        trial.server.sends(whole.clone());
        let run = trial.run_under(&[], &path);
        assert_eq!(run.code, Some(0), "again, {what}: {run:?}");
        assert_eq!(fs::read(path.join("new")).unwrap(), NEW, "{what}");
        assert_eq!(git(&path, ["status", "--porcelain"]), "", "{what}");
        assert_eq!(git(&path, ["rev-parse", "HEAD"]), whole.tip, "{what}");
        fs::remove_dir_all(&path).unwrap();
    }
}
