//! `working-tree-encoding` in `.gitattributes`: files in the encoding in which git would write them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use tests::GitDaemon;

use crate::clone::{Bench, Outcome, outcome};
use crate::judge::{self, assert_same_tree, assert_sound, git, git_command};
use crate::repository::Repository;

const JAPANESE: &str = "\u{3053}\u{3093}\u{306b}\u{3061}\u{306f}\u{30c6}\u{30b9}\u{30c8}\u{6f22}\u{5b57}\n";
const GERMAN: &str = "Gr\u{fc}\u{df}e\nund \u{e9}\n";
const SMILE: &str = "smile \u{1f600}\nline\n";

/// Encodings and texts that they have. Not `UTF-16BE-BOM`: git writes it, and cannot read it.
const GOOD: [(&str, &str); 23] = [
    ("UTF-16", SMILE),
    ("utf16", SMILE),
    ("UTF-16LE", SMILE),
    ("UTF-16BE", SMILE),
    ("UTF-16LE-BOM", SMILE),
    ("UTF-32", SMILE),
    ("UTF-32LE", SMILE),
    ("UTF-32BE", SMILE),
    ("ISO-8859-1", GERMAN),
    ("latin-1", GERMAN),
    ("latin1", GERMAN),
    ("ISO-8859-15", "\u{20ac} \u{e9}\n"),
    ("ISO-8859-9", "\u{11f}\u{130}\n"),
    ("CP1252", "\u{20ac}\u{201c}\n"),
    ("windows-1251", "\u{41f}\u{440}\n"),
    ("KOI8-R", "\u{41f}\u{440}\n"),
    ("SHIFT-JIS", JAPANESE),
    ("EUC-JP", JAPANESE),
    ("ISO-2022-JP", JAPANESE),
    ("GB18030", "\u{4f60}\u{597d}\u{1f600}\n"),
    ("BIG5", "\u{4f60}\u{597d}\n"),
    ("EUC-KR", "\u{c548}\u{b155}\n"),
    ("UTF-8", SMILE),
];

/// Adds what is in UTF-8 to the repository as it is: git itself would take it for text in another encoding.
fn add(repository: &Repository, name: &str, content: &[u8]) {
    repository.write(name, content);
    let blob = repository.git(["hash-object", "-w", "--no-filters", name]);
    repository.git(["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{name}")]);
}

fn commit(repository: &Repository, attributes: &str, files: &[(String, &[u8])]) {
    add(repository, ".gitattributes", attributes.as_bytes());
    for (name, content) in files {
        add(repository, name, content);
    }
    // What has no look at the files: the attributes here are also wrong ones.
    let tree = repository.git(["write-tree"]);
    let commit = repository.git(["commit-tree", &tree, "-m", "texts"]);
    repository.git(["update-ref", "refs/heads/main", &commit]);
    repository.push();
}

/// All of [`GOOD`], each as `at.txt`.
fn samples() -> (String, Vec<(String, &'static [u8])>) {
    let mut attributes = "*.txt text\n".to_owned();
    let mut files = Vec::new();
    for (at, (encoding, text)) in GOOD.iter().enumerate() {
        writeln!(attributes, "{at}.txt working-tree-encoding={encoding}").unwrap();
        files.push((format!("{at}.txt"), text.as_bytes()));
    }
    (attributes, files)
}

fn ours(bench: &Bench, url: &str, flags: &[&str]) -> Outcome {
    let outcome = outcome(bench.command(&["-url", url]).args(flags).arg("-path").arg(bench.path("ours")));
    outcome.succeeded();
    outcome
}

#[test]
fn files_are_written_as_git_writes_them() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    let (mut attributes, mut files) = samples();
    attributes += "eol.txt text eol=crlf working-tree-encoding=UTF-16LE-BOM\n\
                   id.txt ident working-tree-encoding=UTF-16\n\
                   empty.txt working-tree-encoding=UTF-16\n\
                   [attr]wide working-tree-encoding=UTF-16BE\nmacro.txt wide\n\
                   *.sub working-tree-encoding=UTF-16\nlink working-tree-encoding=UTF-16\n";
    files.push(("eol.txt".into(), b"a\nb\n"));
    files.push(("id.txt".into(), b"$Id$\n"));
    files.push(("empty.txt".into(), b""));
    files.push(("macro.txt".into(), b"macro\n"));
    files.push(("deep/a.sub".into(), b"deep\n"));
    files.push(("deep/.gitattributes".into(), b"b.sub !working-tree-encoding\n"));
    files.push(("deep/b.sub".into(), b"plain\n"));
    commit(&repository, &attributes, &files);
    let server = GitDaemon::start(bench.root());
    let theirs = bench.path("theirs");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    let outcome = ours(&bench, &server.url("r.git"), &[]);
    let ours = bench.path("ours");
    for (at, (encoding, _)) in GOOD.iter().enumerate() {
        let name = format!("{at}.txt");
        let (one, other) = (fs::read(ours.join(&name)).unwrap(), fs::read(theirs.join(&name)).unwrap());
        assert_eq!(one, other, "{encoding}");
    }
    assert_same_tree(&ours, &theirs);
    assert!(!outcome.text.contains("warn"), "{}", outcome.text);
    // Without a look at the files: what the index says of them is true.
    assert_eq!(git(&ours, ["diff-files", "--name-only"]), "");
    assert_sound(&ours);
}

#[test]
fn clones_that_are_there_are_updated() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    let (attributes, files) = samples();
    let server = GitDaemon::start(bench.root());
    let url = server.url("r.git");
    let plain = files.iter().map(|(name, content)| (name.clone(), *content)).collect::<Vec<_>>();
    let wide = "*.txt text working-tree-encoding=UTF-16\n";
    let longer: Vec<(String, &[u8])> = vec![("0.txt".into(), b"changed\n"), ("new.txt".into(), b"new\n")];
    for (step, (attributes, files)) in [
        ("", &plain),               // no attribute yet
        (&attributes[..], &vec![]), // the same files, in encodings now
        (&attributes, &longer),     // one changed, one new, the others as they are
        (wide, &vec![]),            // in others
    ]
    .into_iter()
    .enumerate()
    {
        commit(&repository, attributes, files);
        ours(&bench, &url, &[]);
        let theirs = bench.path(&format!("theirs{step}"));
        judge::clone(&url, None, &theirs, |_| {});
        // git leaves files alone whose content in the repository is the same, whatever their attributes were.
        if step != 1 && step != 3 {
            assert_same_tree(&bench.path("ours"), &theirs);
        }
        if step != 3 {
            assert_sound(&bench.path("ours"));
        }
        if step == 1 || step == 3 {
            fs::remove_dir_all(bench.path("ours")).unwrap();
            ours(&bench, &url, &[]);
            assert_same_tree(&bench.path("ours"), &theirs);
        }
    }
}

#[test]
fn what_cannot_be_encoded_is_left_as_in_git_and_said() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    let files = [
        ("unknown".to_owned(), SMILE.as_bytes()),
        ("lacks".into(), SMILE.as_bytes()),
        ("bytes".into(), &b"\xff\xfe\n"[..]),
    ];
    let attributes = "unknown working-tree-encoding=nope\nlacks working-tree-encoding=latin1\n\
                      bytes working-tree-encoding=UTF-16\n";
    commit(&repository, attributes, &files);
    let server = GitDaemon::start(bench.root());
    let outcome = ours(&bench, &server.url("r.git"), &[]);
    let theirs = bench.path("theirs");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    for (name, content) in &files {
        assert_eq!(fs::read(theirs.join(name)).unwrap(), *content, "git leaves {name} as it is");
        assert_eq!(fs::read(bench.path("ours").join(name)).unwrap(), *content, "{name}");
        assert!(outcome.text.contains(&format!("{name} is left as it is")), "{}", outcome.text);
    }
}

#[test]
fn an_attribute_without_a_name_ends_it_as_in_git() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    commit(&repository, "x working-tree-encoding\n", &[("x".to_owned(), b"x\n")]);
    let server = GitDaemon::start(bench.root());
    let theirs = git_command(Path::new("/"))
        .args(["clone", "--quiet", &server.url("r.git")])
        .arg(bench.path("theirs"))
        .output()
        .unwrap();
    let said = "true/false are no valid working-tree-encodings";
    assert!(String::from_utf8_lossy(&theirs.stderr).contains(said), "{theirs:?}");
    for again in 0..2 {
        let failure = bench.refusal(&server.url("r.git"), "ours");
        assert!(failure["msg"].as_str().unwrap().contains(said), "{again}: {failure}");
        assert_eq!(failure["stage"], "check out");
    }
}

#[test]
fn a_sparse_checkout_encodes_too() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    let files = [("in/a".to_owned(), &b"a\n"[..]), ("out/b".into(), b"b\n")];
    commit(&repository, "* working-tree-encoding=UTF-16BE\n.gitattributes !working-tree-encoding\n", &files);
    let server = GitDaemon::start(bench.root());
    ours(&bench, &server.url("r.git"), &["-sparseCheckoutDirectories=/in"]);
    let path = bench.path("ours");
    assert_eq!(fs::read(path.join("in/a")).unwrap(), b"\0a\0\n");
    assert!(!path.join("out").exists() && !path.join(".gitattributes").exists());
    assert_sound(&path);
}
