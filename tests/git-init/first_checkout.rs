//! A clone's first checkout, which git-init writes by itself where all is plain: what is there afterwards is what
//! git leaves, whoever wrote it.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use tests::{Dice, GitDaemon, binary, mount_namespace};

use crate::clone::{Bench, outcome};
use crate::judge::{assert_same, assert_same_tree, assert_sound, clone, git};
use crate::repository::Repository;
use crate::tree::{publish, ways};

/// Enough files for several threads.
const MANY: usize = 400;

/// Names that look like others, or that some file system takes for others.
const NAMES: [&[u8]; 16] = [
    b"a",
    b"A",
    b"a.b",
    b"a-b",
    b"a b ",
    b"dot.",
    b"-dash",
    b"line\nfeed",
    b"back\\slash",
    b"colon:stream",
    b"tilde~1",
    b"\xff\xfe",
    b".gitignored",
    b".Gitmore",
    "\u{feff}mark".as_bytes(),
    "caf\u{e9}".as_bytes(),
];

fn both(bench: &Bench, repository: &Repository) {
    repository.push();
    let server = GitDaemon::start(bench.root());
    let (ours, theirs) = (bench.clone(&server.url("r.git"), "", "ours"), bench.path("theirs"));
    clone(&server.url("r.git"), None, &theirs, |_| {});
    assert_same(&ours, &theirs);
    assert_sound(&ours);
}

/// All kinds that are plain, so that no file takes libgit2's way.
fn plain(bench: &Bench) -> Repository {
    let repository = Repository::empty(bench.root(), "r.git");
    for at in 0..MANY {
        repository.write(format!("many/{}/{}/{at}", at % 7, at % 3), format!("{at}\n").repeat(at).as_bytes());
    }
    repository.write("empty", b"");
    repository.write("crlf.txt", b"kept\r\nas\nit is\r\n");
    repository.write("sub/.gitattributes", b"*.md linguist-documentation diff=markdown\n");
    repository.write(".gitattributes", b"* text=auto\n*.bin -text -diff\n*.png binary\n*.sh text eol=lf\n");
    repository.write("data.bin", &(0..=255).collect::<Vec<u8>>());
    repository.write("run.sh", b"#!/bin/sh\n");
    fs::set_permissions(repository.work.join("run.sh"), Permissions::from_mode(0o755)).unwrap();
    for (name, target) in
        [("link", "many/1"), ("many/dangling", "no/where"), ("up", "../outside"), ("self", "self")]
    {
        symlink(target, repository.work.join(name)).unwrap();
    }
    symlink(OsStr::from_bytes(b"caf\xe9\n"), repository.work.join("odd")).unwrap();
    repository.write(OsStr::from_bytes(b"latin-\xe9"), b"x");
    repository.write("README", b"upper");
    repository.write("readme", b"lower");
    repository.write("a", b"file");
    repository.write("A/a", b"in a folder of the same name but for its case");
    repository.write("a.b/c", b"sorts between a and a/");
    repository.commit("all");
    repository
}

#[test]
fn files_links_and_modes_are_those_of_git() {
    let bench = Bench::new();
    both(&bench, &plain(&bench));
}

/// git takes an index as it is when its numbers are those of the files: it reads no file again, and no folder's
/// tree, since the index has their hashes.
#[test]
fn git_has_nothing_to_look_up_afterwards() {
    let bench = Bench::new();
    let repository = plain(&bench);
    repository.push();
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    let index = fs::read(ours.join(".git/index")).unwrap();
    assert!(index.windows(4).any(|four| four == b"TREE"), "the index has no tree cache");
    let before = git(&ours, ["ls-files", "--debug"]);
    // Older than the index: what is as old git reads once more, to be sure.
    git(&ours, ["update-index", "--really-refresh"]);
    assert_eq!(git(&ours, ["ls-files", "--debug"]), before);
    assert_sound(&ours);
}

#[test]
fn modes_are_what_the_umask_allows() {
    for umask in ["077", "002", "000"] {
        let bench = Bench::new();
        let repository = plain(&bench);
        repository.push();
        let server = GitDaemon::start(bench.root());
        let (ours, theirs) = (bench.path("ours"), bench.path("theirs"));
        let url = server.url("r.git");
        let script = format!("umask {umask}; \"$0\" -url {url} -path {}", ours.display());
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(binary("git-init")).env("HOME", bench.path("home"));
        outcome(&mut command).succeeded();
        let script = format!("umask {umask}; git clone --quiet --depth=1 {url} {}", theirs.display());
        assert!(Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).status().unwrap().success());
        assert_same_tree(&ours, &theirs);
    }
}

/// What changes files on their way to the disk, one at a time.
#[test]
fn attributes_and_settings_change_what_they_change_for_git() {
    for attributes in [
        "*.txt eol=crlf\n",
        "*.txt crlf\n",
        "*.txt ident\n",
        "[attr]dos text eol=crlf\n*.txt dos\n",
        "*.txt filter=none\n",
    ] {
        let bench = Bench::new();
        let repository = plain(&bench);
        repository.write("many/.gitattributes", attributes.as_bytes());
        repository.write("many/some.txt", b"$Id$\nline\n");
        repository.commit("attributes");
        both(&bench, &repository);
    }
    for (file, content) in [
        (".gitconfig", "[core]\n\tautocrlf = true\n"),
        (".gitconfig", "[core]\n\tattributesFile = ~/elsewhere\n"),
        (".config/git/attributes", "*.txt text eol=crlf\n"),
    ] {
        let bench = Bench::new();
        let repository = plain(&bench);
        repository.write("some.txt", b"line\n");
        repository.commit("text");
        repository.push();
        let home = bench.path("home");
        fs::create_dir_all(home.join(file).parent().unwrap()).unwrap();
        fs::write(home.join("elsewhere"), "*.txt text eol=crlf\n").unwrap();
        fs::write(home.join(file), content).unwrap();
        let server = GitDaemon::start(bench.root());
        let (ours, theirs) = (bench.clone(&server.url("r.git"), "", "ours"), bench.path("theirs"));
        clone(&server.url("r.git"), None, &theirs, |git| {
            git.env("HOME", &home).env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"));
        });
        assert_same_tree(&ours, &theirs);
        assert_eq!(fs::read(ours.join("some.txt")).unwrap(), b"line\r\n", "{file}: {content}");
    }
}

/// Trees by chance, out of names that are hard and names that are not.
#[test]
fn any_tree_is_written_as_git_writes_it() {
    let mut dice = Dice::new();
    for _ in 0..12 {
        let bench = Bench::new();
        let repository = Repository::empty(bench.root(), "r.git");
        let hard = dice.below(3) == 0;
        let names = if hard { &NAMES[..] } else { &NAMES[..4] };
        let mut name = || OsStr::from_bytes(names[usize::try_from(dice.below(names.len() as u64)).unwrap()]);
        let paths: Vec<_> = (0..40).map(|at| (at, Path::new(name()).join(name()).join(name()))).collect();
        for (at, path) in paths {
            let path = repository.work.join(if at % 3 == 0 { path.parent().unwrap() } else { &path });
            // A name that is a folder's already, or in one that is a file, is left out.
            if fs::create_dir_all(path.parent().unwrap()).is_err() || path.symlink_metadata().is_ok() {
                continue;
            }
            if at % 5 == 0 {
                symlink(format!("{at}"), &path).unwrap();
            } else {
                fs::write(&path, format!("{at}\n").repeat(at * at)).unwrap();
                let mode = if at % 4 == 0 { 0o755 } else { 0o644 };
                fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            }
        }
        repository.commit("by chance");
        both(&bench, &repository);
    }
}

/// One name twice: whatever is made of it, nothing lies outside, and no other is written through a link.
#[test]
fn a_name_that_is_there_twice_does_no_harm() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let (outside, [link, file, folder]) = ways(&bench, &repository);
    for (at, content) in [
        [&folder[..], &link].concat(),
        [&link[..], &folder].concat(),
        [&link[..], &file].concat(),
        [&file[..], &link].concat(),
        [&folder[..], &folder].concat(),
        [&file[..], &folder].concat(),
    ]
    .iter()
    .enumerate()
    {
        publish(&repository, content);
        let server = GitDaemon::start(bench.root());
        let path = bench.path(&format!("ours-{at}"));
        let outcome = bench.run(&["-url", &server.url("r.git"), "-path", path.to_str().unwrap()]);
        assert!(matches!(outcome.code, Some(0 | 1)), "{outcome:?}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "{at}");
    }
}

/// A first checkout that was ended has left files, and no index.
#[test]
fn a_first_checkout_that_was_cut_short_is_done_over() {
    let bench = Bench::new();
    let repository = plain(&bench);
    repository.push();
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    fs::remove_file(ours.join(".git/index")).unwrap();
    fs::remove_dir_all(ours.join("many/2")).unwrap();
    fs::write(ours.join("README"), "half").unwrap();
    bench.clone(&server.url("r.git"), "", "ours");
    assert_sound(&ours);
    assert_eq!(fs::read(ours.join("README")).unwrap(), b"upper");
}

#[test]
fn a_full_volume_is_said_and_made_good() {
    let bench = Bench::new();
    let repository = plain(&bench);
    repository.write("large", &vec![b'x'; 8 << 20]);
    repository.commit("large");
    repository.push();
    let server = GitDaemon::start(bench.root());
    let volume = bench.path("volume");
    fs::create_dir(&volume).unwrap();
    let at = volume.display();
    let Some(namespace) = mount_namespace(&format!("mount -t tmpfs -o size=6m tmpfs {at}")) else { return };
    let script = format!(
        "\"$0\" \"$@\" 2>{at}.first && exit 9; mount -o remount,size=60m {at}; \"$0\" \"$@\" && \
         git -C {at}/ours -c safe.directory='*' status --porcelain"
    );
    let mut command = Command::new(&namespace[0]);
    command.args(&namespace[1..]).args(["sh", "-c", &script]).arg(binary("git-init"));
    command.args(["-url", &server.url("r.git"), "-path"]).arg(volume.join("ours"));
    let output = command.env("HOME", bench.path("home")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?} {said}");
    let first = fs::read_to_string(volume.with_extension("first")).unwrap();
    assert!(first.contains("No space left") && first.contains("not full?"), "{first}");
}
