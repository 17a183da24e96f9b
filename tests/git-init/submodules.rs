//! Submodules: filled as git fills them, and refused where they reach out.

use std::fs;
use std::path::Path;

use tests::HttpBackend;

use crate::clone::Bench;
use crate::judge::{assert_same_tree, assert_sound, git, git_command};
use crate::repository::Repository;
use crate::tree::{entry, hash_object};

/// Adds a submodule as its author wrote it, without asking git whether it is wise.
pub fn add(repository: &Repository, name: &str, path: &str, url: &str, commit: &str) {
    let modules = repository.work.join(".gitmodules");
    let before = fs::read_to_string(&modules).unwrap_or_default();
    let text = format!("{before}[submodule \"{name}\"]\n\tpath = {path}\n\turl = {url}\n");
    fs::write(modules, text).unwrap();
    repository.git(["update-index", "--add", "--cacheinfo", &format!("160000,{commit},{path}")]);
    repository.git(["add", ".gitmodules"]);
    repository.git(["commit", "--quiet", "--message=a submodule"]);
}

fn one_file(bench: &Bench, name: &str) -> Repository {
    let repository = Repository::empty(bench.root(), name);
    repository.write(name, name.as_bytes());
    repository.commit("first");
    repository.commit("second");
    repository.push();
    repository
}

#[test]
fn submodules_are_filled_as_git_fills_them() {
    let bench = Bench::new();
    let (inner, outer) = (one_file(&bench, "inner.git"), one_file(&bench, "outer.git"));
    let other = one_file(&bench, "other.git");
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    add(&outer, "deep/inner", "in/inner", "../inner.git", &inner.hash("main"));
    outer.push();
    let top = one_file(&bench, "top.git");
    add(&top, "outer", "outer", "./../outer.git", &outer.hash("main"));
    // Not the tip of a branch, so that the server does not give it by its hash.
    add(&top, "other name", "lib/other", &server.url("other.git"), &other.hash("main~1"));
    top.push();
    let ours = bench.clone(&server.url("top.git"), "", "ours");
    let theirs = bench.path("theirs");
    let mut clone = git_command(bench.root());
    clone.args(["clone", "--quiet", "--depth=1", "--recurse-submodules", "--shallow-submodules"]);
    assert!(clone.arg(server.url("top.git")).arg(&theirs).status().unwrap().success());
    assert_same_tree(&ours, &theirs);
    assert_sound(&ours);
    let status = git(&ours, ["submodule", "status", "--recursive"]);
    assert_eq!(status.lines().count(), 3, "{status}");
    assert!(status.lines().all(|line| !line.starts_with(['-', '+', 'U'])), "{status}");
    for path in ["outer", "outer/in/inner", "lib/other"] {
        assert_sound(&ours.join(path));
        assert_eq!(
            git(&ours.join(path), ["rev-parse", "HEAD"]),
            git(&theirs.join(path), ["rev-parse", "HEAD"])
        );
    }
    // Inner ones are no deeper than asked for.
    assert_eq!(git(&ours.join("outer/in/inner"), ["rev-list", "--count", "HEAD"]), "1");
    git(&ours, ["submodule", "update", "--init", "--recursive"]);

    // And again, with another commit.
    top.git(["update-index", "--cacheinfo", &format!("160000,{},lib/other", other.hash("main"))]);
    top.git(["commit", "--quiet", "--message=newer"]);
    top.push();
    bench.clone(&server.url("top.git"), "", "ours");
    assert_eq!(git(&ours.join("lib/other"), ["rev-parse", "HEAD"]), other.hash("main"));
    assert_sound(&ours);
}

#[test]
fn only_some_or_none_are_filled_when_asked() {
    let bench = Bench::new();
    let (one, two, top) =
        (one_file(&bench, "one.git"), one_file(&bench, "two.git"), one_file(&bench, "top.git"));
    add(&top, "one", "lib/one", "../one.git", &one.hash("main"));
    add(&top, "two", "lib/two", "../two.git", &two.hash("main"));
    top.push();
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    for (flag, filled) in [
        ("-submodules=false", [false, false]),
        ("-submodulePaths=lib/two/, x", [false, true]),
        ("-submodules", [true, true]),
    ] {
        let ours = bench.path(flag.split(['=', ',']).next().unwrap());
        bench.run(&["-url", &server.url("top.git"), "-path", ours.to_str().unwrap(), flag]).succeeded();
        let found = ["one", "two"].map(|name| ours.join(format!("lib/{name}/{name}.git")).exists());
        assert_eq!(found, filled, "{flag}");
        assert_sound(&ours);
    }
}

#[test]
fn submodules_that_reach_out_are_refused() {
    for (name, path, url) in [
        ("..", "p", "../one.git"),
        ("../../outside", "p", "../one.git"),
        ("a/../../../x", "p", "../one.git"),
        ("n", "p", "-upload-pack=touch /tmp/x"),
        ("n", "p", "ext::sh -c id"),
        ("n", "p", "file:///etc"),
        ("n", "p", "/etc"),
        ("n", "p", "../../../../../../etc"),
        ("n", "p", "ssh://-oProxyCommand=id/x"),
        ("n", "p", "https://h/%0ahost=x"),
    ] {
        let bench = Bench::new();
        let (one, top) = (one_file(&bench, "one.git"), one_file(&bench, "top.git"));
        add(&top, name, path, url, &one.hash("main"));
        top.push();
        let server = HttpBackend::start(bench.root(), ("u", "p"), None);
        let path = bench.path("in/side/ours");
        let args = ["-url", &server.url("top.git"), "-path", path.to_str().unwrap(), "-retryMaxAttempts=1"];
        let failure = bench.run(&args).failed();
        assert!(failure["msg"].as_str().unwrap().contains("submodule"), "{url}: {failure}");
        let around: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(around.len(), 1, "nothing beside the clone");
    }
}

#[test]
fn a_submodule_cannot_be_kept_inside_of_another() {
    let bench = Bench::new();
    let (one, top) = (one_file(&bench, "one.git"), one_file(&bench, "top.git"));
    add(&top, "a", "a", "../one.git", &one.hash("main"));
    add(&top, "a/hooks", "b", "../one.git", &one.hash("main"));
    top.push();
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    let failure = bench.refusal(&server.url("top.git"), "ours");
    assert!(failure["msg"].as_str().unwrap().contains("inside of another submodule"), "{failure}");
    assert!(!bench.path("ours/.git/modules/a/hooks/HEAD").exists());
}

#[test]
fn gitmodules_that_is_a_link_is_refused() {
    let bench = Bench::new();
    let (one, top) = (one_file(&bench, "one.git"), one_file(&bench, "top.git"));
    let modules = b"[submodule \"n\"]\n\tpath = p\n\turl = ../one.git\n";
    let entries = [
        entry("120000", ".gitmodules", &hash_object(&top, "blob", b"real")),
        entry("160000", "p", &one.hash("main")),
        entry("100644", "real", &hash_object(&top, "blob", modules)),
    ];
    let tree = hash_object(&top, "tree", &entries.concat());
    let commit = top.git(["commit-tree", &tree, "-m", "evil"]);
    top.git(["update-ref", "refs/heads/main", &commit]);
    top.push();
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    bench.refusal(&server.url("top.git"), "ours");
    assert!(!Path::new(&bench.path("ours/p/.git")).exists());
}

#[test]
fn a_commit_without_a_line_in_gitmodules_is_left_empty() {
    let bench = Bench::new();
    let top = one_file(&bench, "top.git");
    top.git(["update-index", "--add", "--cacheinfo", &format!("160000,{},p", top.hash("main"))]);
    top.git(["commit", "--quiet", "--message=a submodule"]);
    top.push();
    let ours = bench.path("ours");
    let outcome = bench.run(&["-url", top.bare.to_str().unwrap(), "-path", ours.to_str().unwrap()]);
    outcome.succeeded();
    assert!(outcome.text.contains("p is left empty"), "{}", outcome.text);
    assert_sound(&ours);
}
