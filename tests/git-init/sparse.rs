//! `-sparseCheckoutDirectories`: the files, the index and the configuration that git would leave.

use std::fs;
use std::path::{Path, PathBuf};

use tests::GitDaemon;

use crate::clone::{Bench, outcome};
use crate::judge::{assert_same_tree, assert_sound, files, git};
use crate::repository::Repository;

/// A tree where patterns have something to tell apart.
fn sample(bench: &Bench) -> Repository {
    let repository = Repository::empty(bench.root(), "r.git");
    for name in [
        "README",
        "src/a.c",
        "src/a.o",
        "src/keep.o",
        "src/deep/b.c",
        "src/deep/er/c.c",
        "docs/index.crlf",
        "docs/src/d.c",
        "lib/src/e.c",
        "lib/f[1].c",
        "lib/g h",
        "tests/x/y/z",
    ] {
        repository.write(name, format!("{name}\n").as_bytes());
    }
    repository.write(".gitattributes", b"*.crlf text eol=crlf\n");
    repository.write("src/.gitattributes", b"*.c text eol=crlf\n");
    repository.commit("first");
    repository.push();
    repository
}

/// git's own sequence, as Tekton runs it. Run again, the patterns replace those that were there.
fn gits(url: &str, patterns: &str, folder: &Path) {
    if !folder.exists() {
        git(Path::new("/"), ["init", "--quiet", folder.to_str().unwrap()]);
    }
    git(folder, ["config", "core.sparseCheckout", "true"]);
    fs::create_dir_all(folder.join(".git/info")).unwrap();
    fs::write(folder.join(".git/info/sparse-checkout"), patterns.replace(',', "\n") + "\n").unwrap();
    git(folder, ["fetch", "--quiet", "--depth=1", url, "main"]);
    git(folder, ["checkout", "--quiet", "-f", "FETCH_HEAD"]);
}

fn ours(bench: &Bench, url: &str, patterns: &str, name: &str) -> PathBuf {
    let path = bench.path(name);
    let mut command = bench.command(&["-url", url, "-path", path.to_str().unwrap()]);
    if !patterns.is_empty() {
        command.args(["-sparseCheckoutDirectories", patterns]);
    }
    outcome(&mut command).succeeded();
    path
}

fn assert_same(ours: &Path, theirs: &Path, patterns: &str) {
    assert_same_tree(ours, theirs);
    for question in [&["sparse-checkout", "list"][..], &["config", "--get-regexp", "sparse"]] {
        assert_eq!(git(ours, question), git(theirs, question), "{patterns}");
    }
}

#[test]
fn patterns_choose_what_git_chooses() {
    let bench = Bench::new();
    sample(&bench);
    let server = GitDaemon::start(bench.root());
    for (at, patterns) in [
        "src",
        "/src",
        "src/",
        "/src/*",
        "docs,tests/x",
        "README",
        "/*,!/*/,/src/,!/src/*/",
        "src,!*.o,src/keep.o",
        "*.c,!lib/",
        "lib/*",
        "**/src/*.c",
        "docs/**",
        "lib/f\\[1\\].c,lib/g h",
        "lib/[f-g]*,!*h",
        "!/src,/*",
        "/*,!src/deep",
        "#src,/docs",
        "nowhere",
        ".gitattributes",
    ]
    .into_iter()
    .enumerate()
    {
        let theirs = bench.path(&format!("theirs{at}"));
        gits(&server.url("r.git"), patterns, &theirs);
        let ours = ours(&bench, &server.url("r.git"), patterns, &format!("ours{at}"));
        assert_same(&ours, &theirs, patterns);
        assert_sound(&ours);
    }
}

#[test]
fn git_goes_on_from_there() {
    let bench = Bench::new();
    let repository = sample(&bench);
    let server = GitDaemon::start(bench.root());
    let ours = ours(&bench, &server.url("r.git"), "/src,docs", "ours");
    assert_eq!(git(&ours, ["sparse-checkout", "list"]), "/src\ndocs");
    fs::write(ours.join("src/a.c"), "changed\r\n").unwrap();
    git(&ours, ["commit", "--quiet", "--all", "--message=changed"]);
    assert_eq!(git(&ours, ["diff", "--name-only", "HEAD", &repository.hash("main")]), "src/a.c");
    git(&ours, ["sparse-checkout", "disable"]);
    let theirs = bench.path("theirs");
    git(bench.root(), ["clone", "--quiet", &server.url("r.git"), theirs.to_str().unwrap()]);
    let names = |folder| files(folder).into_keys().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs));
    assert_sound(&ours);
}

#[test]
fn a_clone_is_updated_and_gets_other_patterns() {
    let bench = Bench::new();
    let repository = sample(&bench);
    let server = GitDaemon::start(bench.root());
    let (url, theirs) = (server.url("r.git"), bench.path("theirs"));
    let steps: [(&str, &str, &dyn Fn()); 6] = [
        ("src,docs", "src,docs", &|| {}),
        ("src,docs", "src,docs", &|| {
            repository.git(["rm", "--quiet", "-r", "src/deep/er", "lib/src"]);
            repository.write("src/new/n.c", b"n\n");
            repository.write("tests/new", b"n\n");
            repository.write("docs/index.crlf", b"2\n");
        }),
        ("tests,/lib", "tests,/lib", &|| {}),
        ("/*", "/*", &|| {}),
        ("docs", "docs", &|| {}),
        // Without the flag the clone's own patterns count, as in git.
        ("", "docs", &|| repository.write("docs/more", b"more\n")),
    ];
    for (at, (patterns, same_as, change)) in steps.into_iter().enumerate() {
        change();
        repository.commit("next");
        repository.push();
        gits(&url, same_as, &theirs);
        let ours = ours(&bench, &url, patterns, "ours");
        assert_same(&ours, &theirs, &format!("step {at}"));
        assert_sound(&ours);
    }
    let ours = bench.path("ours");
    git(&ours, ["sparse-checkout", "set", "--cone", "src"]);
    assert_eq!(git(&ours, ["config", "core.sparseCheckoutCone"]), "true");
    self::ours(&bench, &url, "", "ours");
    assert!(ours.join("src/new/n.c").exists() && !ours.join("lib").exists());
    self::ours(&bench, &url, "*.crlf", "ours");
    gits(&url, "*.crlf", &theirs);
    assert_same_tree(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn submodules_are_filled_though_gitmodules_is_left_out() {
    let bench = Bench::new();
    let inner = Repository::sample(bench.root(), "inner.git");
    let repository = sample(&bench);
    for path in ["lib/sub", "other/sub"] {
        repository.git(["submodule", "--quiet", "add", inner.bare.to_str().unwrap(), path]);
    }
    repository.git(["config", "--file=.gitmodules", "submodule.lib/sub.url", "../inner.git"]);
    repository.git(["config", "--file=.gitmodules", "submodule.other/sub.url", "../inner.git"]);
    repository.commit("submodules");
    repository.push();
    let server = GitDaemon::start(bench.root());
    let theirs = bench.path("theirs");
    gits(&server.url("r.git"), "lib", &theirs);
    git(&theirs, ["remote", "add", "origin", &server.url("r.git")]);
    git(&theirs, ["submodule", "--quiet", "update", "--init", "--recursive"]);
    let ours = ours(&bench, &server.url("r.git"), "lib", "ours");
    let names = |folder: &Path| {
        let own = |path: &PathBuf| path.components().all(|part| part.as_os_str() != ".git");
        files(folder).into_keys().filter(own).collect::<Vec<_>>()
    };
    assert_eq!(names(&ours), names(&theirs));
    let index = ["ls-files", "-t", "-s"];
    assert_eq!(git(&ours, index), git(&theirs, index));
    assert_sound(&ours);
}
