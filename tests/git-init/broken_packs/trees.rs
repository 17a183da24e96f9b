//! Packs that are sound and hold what cannot be: names that no tree may have, objects that are not there.

use std::fs;
use std::path::Path;

use super::original::Original;
use super::pack::{BLOB, COMMIT, TREE, entry, hash, hex, pack};
use super::pack_server::Answer;
use super::trial::{End, Trial, refused};
use crate::judge::{clone, files};

/// A file of these packs.
const FILE: &[u8] = b"file\n";

/// The commit of a tree, and its parents.
pub fn commit(tree: [u8; 20], parent: Option<[u8; 20]>) -> Vec<u8> {
    let parent = parent.map_or(String::new(), |parent| format!("parent {}\n", hex(&parent)));
    let who = "Test <test@example.com> 1580608922 +0000";
    format!("tree {}\n{parent}author {who}\ncommitter {who}\n\nmade up\n", hex(&tree)).into_bytes()
}

/// An entry of a tree.
pub fn of_tree(mode: &str, name: &[u8], hash: &[u8]) -> Vec<u8> {
    [mode.as_bytes(), b" ", name, b"\0", hash].concat()
}

/// The answer whose commit has the tree of these entries; all objects of `more` come too.
pub fn answer(trial: &Trial<'_>, tree: &[u8], more: &[(u8, &[u8])]) -> Answer {
    let commit = commit(hash(TREE, tree), None);
    let all = [&[(COMMIT, &commit[..]), (TREE, tree)], more].concat();
    let pack = pack(&all.iter().map(|(kind, content)| entry(*kind, b"", content)).collect::<Vec<_>>());
    let tip = hex(&hash(COMMIT, &commit));
    Answer { tag: tip.clone(), tip, ..trial.answer(&pack) }
}

/// How git-init ends with it, which is by itself. A clone has the files that `git clone` makes of it.
fn end(trial: &Trial<'_>, answer: &Answer, what: &str) -> End {
    let (ours, theirs) = (trial.bench.path("ours"), trial.bench.path("theirs"));
    trial.server.sends(answer.clone());
    let run = trial.run_under(&[], &ours);
    let end = match run.code {
        Some(0) => End::Cloned,
        Some(1) => End::Refused,
        _ => panic!("{what}: {run:?}"),
    };
    if end == End::Cloned {
        clone(&trial.server.url(), None, &theirs, |_| {});
        assert!(files(&ours) == files(&theirs), "{what}: files");
        fs::remove_dir_all(theirs).unwrap();
    }
    fs::remove_dir_all(ours).unwrap();
    end
}

#[test]
fn names_that_no_tree_may_have() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let file = hash(BLOB, FILE);
    let inner = of_tree("100644", b"config", &file);
    let folder = hash(TREE, &inner);
    for name in [
        &b".git"[..],
        b"..",
        b".",
        b"",
        b"/etc",
        b"../config",
        b"a/../b",
        b"a//b",
        b".GIT",
        b"git~1",
        b"a/.git",
        // git makes a folder of it.
        b"a/b",
    ] {
        for (mode, hash) in [("100644", &file), ("40000", &folder), ("120000", &file)] {
            let tree = of_tree(mode, name, hash);
            let answer = answer(&trial, &tree, &[(BLOB, FILE), (TREE, &inner)]);
            let what = format!("{mode} {}", name.escape_ascii());
            let end = end(&trial, &answer, &what);
            assert!(name == b"a/b" || end == End::Refused, "{what}");
            assert!(!trial.bench.path("config").exists() && !Path::new("/etc/config").exists(), "{what}");
        }
    }
}

/// git takes what is in the wrong order or there twice, and says so in `git fsck` only. git-init may refuse it.
#[test]
fn trees_out_of_order() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let file = hash(BLOB, FILE);
    let [a, b] = [b"a", b"b"].map(|name| of_tree("100644", name, &file));
    let link = of_tree("120000", b"a", &file);
    for (what, tree) in [
        ("unsorted", [&b[..], &a].concat()),
        ("twice", [&a[..], &a].concat()),
        ("twice, apart", [&a[..], &b, &a].concat()),
        ("a file and a link", [&a[..], &link].concat()),
    ] {
        end(&trial, &answer(&trial, &tree, &[(BLOB, FILE)]), what);
    }
}

#[test]
fn trees_that_break_off() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let tree = of_tree("100644", b"file", &hash(BLOB, FILE));
    for cut in 1..tree.len() {
        let answer = answer(&trial, &tree[..cut], &[(BLOB, FILE)]);
        let what = format!("a tree of {cut} bytes");
        assert_eq!(trial.verdict(&answer.pack, &answer.tip), End::Refused, "{what}");
        assert_eq!(end(&trial, &answer, &what), End::Refused, "{what}");
    }
    for (what, tree) in [
        ("no mode", of_tree("", b"file", &hash(BLOB, FILE))),
        ("a mode that is no number", of_tree("10x644", b"file", &hash(BLOB, FILE))),
        ("no name", b"100644 \0".to_vec()),
    ] {
        assert_eq!(end(&trial, &answer(&trial, &tree, &[(BLOB, FILE)]), what), End::Refused, "{what}");
    }
}

#[test]
fn objects_that_are_not_there() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let inner = of_tree("100644", b"file", &hash(BLOB, FILE));
    let other = of_tree("100644", b"other", &hash(BLOB, b"other"));
    let [folder, wrong] = [&inner, &other].map(|tree| of_tree("40000", b"folder", &hash(TREE, tree)));
    for (what, tree, more) in [
        ("no file", inner.clone(), vec![]),
        ("no file of two", [&inner[..], &other].concat(), vec![(BLOB, FILE)]),
        ("no folder", folder.clone(), vec![(BLOB, FILE)]),
        ("no file in a folder", folder, vec![(TREE, &inner[..])]),
        ("another folder", wrong, vec![(TREE, &inner[..]), (BLOB, FILE)]),
    ] {
        let answer = answer(&trial, &tree, &more);
        assert_eq!(trial.verdict(&answer.pack, &answer.tip), End::Refused, "{what}");
        trial.tried(answer, &[End::Refused], what);
    }
}

/// They are refused when they are to be written, if not before.
#[test]
fn objects_that_are_others() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let inner = of_tree("100644", b"file", &hash(BLOB, FILE));
    let other = commit([7; 20], None);
    let as_file = |kind, content| of_tree("100644", b"file", &hash(kind, content));
    for (what, tree, more) in [
        ("a file for a folder", of_tree("40000", b"folder", &hash(BLOB, FILE)), vec![(BLOB, FILE)]),
        ("a folder for a file", as_file(TREE, &inner), vec![(TREE, &inner[..]), (BLOB, FILE)]),
        ("a commit for a file", as_file(COMMIT, &other), vec![(COMMIT, &other[..])]),
    ] {
        let answer = answer(&trial, &tree, &more);
        assert_eq!(trial.verdict(&answer.pack, &answer.tip), End::Refused, "{what}");
        assert_eq!(end(&trial, &answer, what), End::Refused, "{what}");
    }
}

#[test]
fn commits_that_are_none() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let tree = of_tree("100644", b"file", &hash(BLOB, FILE));
    let good = String::from_utf8(commit(hash(TREE, &tree), None)).unwrap();
    for (what, content) in [
        ("of a tree that is not there", commit([7; 20], None)),
        ("of a file", commit(hash(BLOB, FILE), None)),
        ("of nothing", Vec::new()),
        ("of a tree without a hash", b"tree \n\n".to_vec()),
        ("that breaks off", good.as_bytes()[..30].to_vec()),
        ("with a parent that is not there", commit(hash(TREE, &tree), Some([7; 20]))),
    ] {
        let objects = [(COMMIT, &content[..]), (TREE, &tree), (BLOB, FILE)];
        let pack = pack(&objects.map(|(kind, content)| entry(kind, b"", content)));
        let tip = hex(&hash(COMMIT, &content));
        let answer = Answer { tag: tip.clone(), tip: tip.clone(), ..trial.answer(&pack) };
        assert_eq!(trial.verdict(&pack, &tip), End::Refused, "{what}");
        let path = trial.bench.path("ours");
        trial.server.sends(answer);
        let run = trial.run_under(&[], &path);
        refused(&run, &path, what);
        fs::remove_dir_all(path).unwrap();
    }
}
