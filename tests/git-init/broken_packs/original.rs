//! A small repository of one commit, and the packs that git makes of it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::pack::{HEADER, TRAILER};
use crate::clone::Bench;
use crate::judge::{files, git, git_command};
use crate::repository::Repository;

/// The repository and what a clone of it holds.
pub struct Original {
    pub tip: String,
    pub tag: String,
    /// What git checks out.
    pub files: BTreeMap<PathBuf, (u32, Vec<u8>)>,
    /// With deltas that name their base by where it lies.
    pub by_offset: Vec<u8>,
    /// With deltas that name it by its hash.
    pub by_hash: Vec<u8>,
    /// With one whose base is not in it.
    pub thin: Vec<u8>,
    /// What `by_offset` consists of, between its header and its trailer.
    pub entries: Vec<Vec<u8>>,
}

impl Original {
    pub fn make() -> Self {
        let bench = Bench::new();
        let repository = Repository::empty(bench.root(), "r.git");
        // Text without an order to speak of, so that little of it goes away but what is there twice.
        let words: Vec<_> = (1..22_u32).map(|at| format!("{:x}", at.wrapping_mul(2_654_435_761))).collect();
        let text = words.join(" ");
        repository.write("one", text.as_bytes());
        repository.write("two", format!("{text}and more\n").as_bytes());
        repository.write("folder/three", format!("before {text}").as_bytes());
        repository.write("folder/empty", b"");
        std::os::unix::fs::symlink("../one", repository.work.join("folder/link")).unwrap();
        repository.commit("first");
        repository.git(["tag", "--annotate", "--message=t", "v1"]);
        let [tip, tag] = ["main", "v1"].map(|name| repository.git(["rev-parse", name]));
        let all = format!("{tip}\n{tag}\n");
        let by_offset = packed(&repository.work, &["--revs", "--delta-base-offset"], &all);
        let by_hash = packed(&repository.work, &["--revs"], &all);
        let entries = entries(&repository.work, &by_offset);
        let known = repository.git(["rev-parse", "main:two"]);
        let thin = packed(&repository.work, &["--revs", "--thin"], &format!("{all}^{known}\n"));
        let theirs = bench.path("theirs");
        git(
            bench.root(),
            [OsStr::new("clone"), OsStr::new("--quiet"), repository.work.as_os_str(), theirs.as_os_str()],
        );
        Self { tip, tag, files: files(&theirs), by_offset, by_hash, thin, entries }
    }

    /// Where in the packs the kind and the size of the tag stand, which lies behind the commit.
    pub fn header_of_the_tag(&self) -> Range<usize> {
        let begin = HEADER + self.entries[0].len();
        begin..begin + 2
    }
}

/// What `git pack-objects` makes of what `input` names.
fn packed(folder: &Path, flags: &[&str], input: &str) -> Vec<u8> {
    let mut git = git_command(folder)
        .args(["pack-objects", "--quiet", "--stdout", "--window=20"])
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = git.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// The entries of a pack, as they lie.
fn entries(folder: &Path, pack: &[u8]) -> Vec<Vec<u8>> {
    let (file, index) = (folder.join("some.pack"), folder.join("some.idx"));
    fs::write(&file, pack).unwrap();
    git(folder, ["index-pack", file.to_str().unwrap()]);
    let output =
        git_command(folder).arg("show-index").stdin(fs::File::open(index).unwrap()).output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    let mut places: Vec<usize> =
        listed.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect();
    places.push(pack.len() - TRAILER);
    places.sort_unstable();
    places.windows(2).map(|two| pack[two[0]..two[1]].to_vec()).collect()
}
