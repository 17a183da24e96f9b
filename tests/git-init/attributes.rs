//! Files that stand before the `.gitattributes` that says how they are written.

use std::fs;

use crate::clone::Bench;
use crate::judge::{assert_same_tree, git, git_command};
use crate::repository::Repository;

/// A repository whose files begin with such, at the top and in folders, and its second commit, where attributes change.
fn sample(bench: &Bench) -> Repository {
    let repository = Repository::empty(bench.root(), "r.git");
    repository.write(".gitattributes", b"* text eol=crlf\n*.id ident\n");
    repository.write("plain/.gitattributes", b"* -text\n");
    repository.write("deep/er/.gitattributes", b"*.lf eol=lf\n-* text working-tree-encoding=ISO-8859-1\n");
    for folder in ["", "plain/", "deep/", "deep/er/", ".before/", "zz/"] {
        for name in ["-dash", ".editorconfig", "#.lf", ".a.id", "last"] {
            repository.write(format!("{folder}{name}"), b"one\ntwo $Id$\n");
        }
    }
    repository.commit("first");
    repository.git(["tag", "first"]);
    repository.write(".gitattributes", b"* text=auto\n");
    repository.write("deep/.gitattributes", b"* eol=crlf\n");
    fs::remove_file(repository.work.join("plain/.gitattributes")).unwrap();
    for folder in ["", "plain/", "deep/", "deep/er/", ".before/"] {
        for name in ["-dash", "last"] {
            repository.write(format!("{folder}{name}"), b"one\ntwo\nthree\n");
        }
    }
    repository.commit("second");
    repository.push();
    repository
}

#[test]
fn they_are_written_as_by_git_at_first_and_later() {
    for config in
        ["", "[core]\n\teol = crlf\n", "[core]\n\tautocrlf = true\n", "[core]\n\tautocrlf = input\n"]
    {
        let bench = Bench::new();
        let repository = sample(&bench);
        let settings = bench.path("home/.gitconfig");
        fs::write(&settings, config).unwrap();
        let theirs = bench.path("theirs");
        let url = repository.bare.to_str().unwrap();
        let configured = |args: &[&str]| {
            let mut command = git_command(bench.root());
            let output = command.env("GIT_CONFIG_GLOBAL", &settings).args(args).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let path = theirs.to_str().unwrap();
        configured(&["clone", "--quiet", "--branch=first", "-c", "advice.detachedHead=false", url, path]);
        let ours = bench.clone(url, "first", "ours");
        assert_same_tree(&ours, &theirs);
        assert_eq!(configured(&["-C", ours.to_str().unwrap(), "status", "--porcelain"]), "", "{config}");
        for revision in ["main", "first"] {
            bench.clone(url, revision, "ours");
            configured(&["-C", path, "checkout", "--quiet", revision]);
            assert_same_tree(&ours, &theirs);
        }
    }
}

#[test]
fn a_sparse_checkout_heeds_attributes_that_it_leaves_out() {
    let bench = Bench::new();
    let repository = sample(&bench);
    let ours = bench.path("ours");
    let url = repository.bare.to_str().unwrap();
    let args = ["-url", url, "-revision=first", "-sparseCheckoutDirectories=last,-dash", "-path"];
    bench.run(&[&args[..], &[ours.to_str().unwrap()]].concat()).succeeded();
    assert_eq!(fs::read(ours.join("-dash")).unwrap(), b"one\r\ntwo $Id$\r\n");
    assert_eq!(fs::read(ours.join("plain/-dash")).unwrap(), b"one\ntwo $Id$\n");
    assert!(!ours.join(".gitattributes").exists() && !ours.join("#.lf").exists());
    assert_eq!(git(&ours, ["status", "--porcelain"]), "");
}

/// libgit2 reads the paths of what it is to write once more as if they stood in a `.gitignore`.
#[test]
fn a_name_that_looks_like_a_pattern_is_written_too() {
    for name in ["back\\slash/x", "line\nfeed/x", "!x", "#x", "*x", "[ab]", "x ", "x\t", "x\r", "x\\", "?/x"]
    {
        let bench = Bench::new();
        let repository = Repository::empty(bench.root(), "r.git");
        repository.write(name, b"one\n");
        repository.commit("a file in UTF-8");
        let attributes = b"* text working-tree-encoding=UTF-16LE\n.gitattributes !working-tree-encoding\n";
        repository.write(".gitattributes", attributes);
        repository.git(["update-index", "--add", ".gitattributes"]);
        repository.git(["commit", "--quiet", "--message=what is said of it"]);
        repository.push();
        let url = repository.bare.to_str().unwrap();
        let (ours, theirs) = (bench.clone(url, "", "ours"), bench.path("theirs"));
        git(bench.root(), ["clone", "--quiet", url, theirs.to_str().unwrap()]);
        assert_same_tree(&ours, &theirs);
        assert_eq!(fs::read(ours.join(name)).unwrap(), b"o\0n\0e\0\n\0", "{name:?}");
    }
}
