//! What git thinks of a clone, beside its own of the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::judge::{files, git, git_command};

/// Holds `ours` against `theirs`, which git made with the same depth. `what` says which it is.
pub fn compare(ours: &Path, theirs: &Path, what: &str) {
    // Before anything that looks into the files and makes the index right: git has nothing to look up.
    let unlike = git(ours, ["diff-files"]);
    assert!(
        unlike.is_empty() || unlike == git(theirs, ["diff-files"]),
        "{what}: other numbers than the files': {unlike}"
    );
    let (of_ours, of_theirs) = (files(ours), files(theirs));
    for path in of_ours.keys().chain(of_theirs.keys()) {
        let (one, other) = (of_ours.get(path), of_theirs.get(path));
        assert!(one == other, "{what}: {}: {} and {}", path.display(), shown(one, other), shown(other, one));
    }
    let index = ["ls-files", "--stage"];
    assert_eq!(git(ours, index), git(theirs, index), "{what}: index");
    // With the same commits, of which none is missing below, the objects are the same.
    for file in ["HEAD", "shallow"] {
        let lines = |clone: &Path| {
            let text = fs::read_to_string(clone.join(".git").join(file)).unwrap_or_default();
            text.lines().map(str::to_owned).collect::<BTreeSet<_>>()
        };
        assert_eq!(lines(ours), lines(theirs), "{what}: {file}");
    }
    assert_eq!(refs(ours), refs(theirs), "{what}: refs");
    let status = ["status", "--porcelain"];
    let said = git(ours, status);
    assert!(said.is_empty() || said == git(theirs, status), "{what}: {said}");
    let sound = ["fsck", "--strict", "--no-dangling", "--no-progress"];
    assert!(succeeds(ours, &sound) || !succeeds(theirs, &sound), "{what}: fsck");
    packs(ours, what);
}

/// The refs; of a shallow clone's tags those of its commit. git takes the ones of its trees, of its files, and of the
/// commits behind it too, where git-init leaves them.
fn refs(clone: &Path) -> Vec<String> {
    let shallow = clone.join(".git/shallow").exists();
    let format = "--format=%(refname) %(objectname) %(*objectname) %(symref).";
    let refs = git(clone, ["for-each-ref", "--include-root-refs", format]);
    let head = refs.lines().find_map(|line| line.strip_prefix("HEAD ")?.get(..40)).unwrap();
    let followed = |line: &&str| !shallow || !line.starts_with("refs/tags/") || line.contains(head);
    refs.lines().filter(followed).map(str::to_owned).collect()
}

/// A file, from shortly before where it is not as `other`.
fn shown(file: Option<&(u32, Vec<u8>)>, other: Option<&(u32, Vec<u8>)>) -> String {
    let (Some((mode, content)), Some((_, other))) = (file, other) else { return "none".into() };
    let alike = content.iter().zip(other).take_while(|(one, other)| one == other).count();
    let from = alike.saturating_sub(40);
    let part = content[from..].iter().copied().take(100).collect::<Vec<_>>().escape_ascii().to_string();
    format!("{mode:o} {} bytes, from {from} on {part}", content.len())
}

/// Each pack has the index that git makes of it, which reads all of the pack for that; nothing else lies there.
fn packs(clone: &Path, what: &str) {
    let folder = clone.join(".git/objects/pack");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("pack") => {
                let index = clone.join(".git/of-git.idx");
                git(clone, ["index-pack", "-o", index.to_str().unwrap(), path.to_str().unwrap()]);
                let same = fs::read(&index).unwrap() == fs::read(path.with_extension("idx")).unwrap();
                assert!(same, "{what}: {} has another index", path.display());
            }
            // The last two are what git keeps beside a pack that is cloned as it lies.
            Some("idx" | "rev" | "bitmap") => {
                assert!(path.with_extension("pack").exists(), "{what}: {}", path.display());
            }
            _ => panic!("{what}: {} was left", path.display()),
        }
    }
}

fn succeeds(folder: &Path, args: &[&str]) -> bool {
    git_command(folder).args(args).output().unwrap().status.success()
}
