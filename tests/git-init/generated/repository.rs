//! A repository by chance: a history, and the packs that it lies in.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use tests::Dice;

use super::history::History;
use crate::judge::{git, git_command};

/// What can be asked for of a repository.
pub struct Names {
    pub branches: Vec<String>,
    pub tags: Vec<String>,
}

/// Makes a bare one in the folder `bare`.
pub fn make(dice: &mut Dice, bare: &Path) -> Names {
    fs::create_dir(bare).unwrap();
    // What `git init --bare` makes, but for a process; the settings are what the server packs by.
    fs::create_dir_all(bare.join("refs")).unwrap();
    fs::create_dir(bare.join("objects")).unwrap();
    fs::write(bare.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    fs::write(bare.join("config"), settings(dice)).unwrap();
    let mut history = History::new(dice);
    history.make();
    let (stream, tags) = (std::mem::take(&mut history.stream), std::mem::take(&mut history.tags));
    let branches: Vec<_> = history.branches.iter().map(|(name, _)| name.clone()).collect();
    let mut import = git_command(bare)
        .args(["fast-import", "--quiet", "--done", "--date-format=raw"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(&stream).unwrap();
    assert!(import.wait().unwrap().success(), "git fast-import");
    if dice.one_in(4) {
        tag_what_is_no_commit(dice, bare);
    }
    match dice.below(4) {
        0 => {} // as it was imported: loose, or in a pack of fast-import's
        1 => drop(git(bare, ["repack", "-adfq", "--write-bitmap-index"])),
        _ => drop(git(bare, ["repack", "-adfq"])),
    }
    Names { branches, tags }
}

fn settings(dice: &mut Dice) -> String {
    let threshold = *dice.pick(&["1", "2000", "100k", "512m", "512m", "512m"]);
    let (depth, window) = (*dice.pick(&[0, 1, 5, 50, 250]), *dice.pick(&[0, 2, 10, 40]));
    let (compression, unpack) = (*dice.pick(&[0, 1, 6, 9]), *dice.pick(&[1, 100, 10_000]));
    let (offsets, any) = (dice.one_in(2), dice.one_in(2));
    format!(
        "[core]\n\trepositoryFormatVersion = 0\n\tbare = true\n\tbigFileThreshold = {threshold}\n\
         [pack]\n\tthreads = 1\n\tdepth = {depth}\n\twindow = {window}\n\tcompression = {compression}\n\
         [repack]\n\tuseDeltaBaseOffset = {offsets}\n\
         [fastimport]\n\tunpackLimit = {unpack}\n\
         [uploadpack]\n\tallowAnySHA1InWant = {any}\n"
    )
}

/// Tags of a tree and of a file.
fn tag_what_is_no_commit(dice: &mut Dice, bare: &Path) {
    git(bare, ["tag", "tree", "main^{tree}"]);
    git(bare, ["tag", "--annotate", "--message=tree", "of-a-tree", "main^{tree}"]);
    let entries = git(bare, ["ls-tree", "-r", "main"]);
    let blobs = entries.lines().filter_map(|line| line.split_once(" blob ")?.1.get(..40));
    let blobs: Vec<_> = blobs.collect();
    if !blobs.is_empty() {
        git(bare, ["tag", "blob", *dice.pick(&blobs)]);
    }
}
