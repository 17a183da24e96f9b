//! What git thinks of a clone, beside its own of the same.

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
    for question in [
        &["ls-files", "--stage"][..],
        &["rev-list", "--objects", "HEAD", "--branches", "--remotes"],
        &["rev-parse", "HEAD", "--symbolic-full-name", "HEAD", "--is-shallow-repository"],
    ] {
        assert_eq!(git(ours, question), git(theirs, question), "{what}: git {question:?}");
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
    let head = git(clone, ["rev-parse", "HEAD"]);
    let refs = git(clone, ["for-each-ref", "--format=%(refname) %(objectname) %(*objectname) %(symref)."]);
    let followed = |line: &&str| !shallow || !line.starts_with("refs/tags/") || line.contains(&head);
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
