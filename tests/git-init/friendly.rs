//! `-userFriendlyErrors`: the text for people behind the last line.

use std::fs;
use std::process::Command;

use tests::{GitDaemon, HttpBackend};

use crate::clone::{Bench, outcome};
use crate::judge::git_command;
use crate::repository::Repository;

/// The text behind the JSON lines.
fn block(text: &str) -> &str {
    text.split_once("\n\n").map_or("", |(_, block)| block)
}

/// The commands that a text suggests.
fn commands(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("  The same with git")).skip(1);
    lines.map(str::trim).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_failure_is_told_to_people_with_credentials_hidden() {
    let bench = Bench::new();
    fs::create_dir(bench.path("private")).unwrap();
    Repository::sample(&bench.path("private"), "r.git");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let url = server.url_as("ci:wr0ng", "private/r.git");
    let path = bench.path("ours");
    let args = ["-url", &url, "-revision=main", "-path", path.to_str().unwrap(), "-retryMaxAttempts=1"];
    for flag in ["", "-userFriendlyErrors", "-userFriendlyErrors=true"] {
        let flags = [flag];
        let flags = if flag.is_empty() { &[][..] } else { &flags };
        let outcome = bench.run(&[&args[..], flags].concat());
        assert_eq!(outcome.failed()["stage"], "authenticate", "the JSON lines come first");
        let block = block(&outcome.text);
        for said in ["Could not get access to", "Likely cause:", "tekton.dev/git-0", "was not taken", "***@"]
        {
            assert!(block.contains(said), "{said}: {block}");
        }
        assert!(!outcome.text.contains("wr0ng"), "{block}");
        let expected = format!("git remote add origin 'http://***@{}/private/r.git'\n", server.host());
        assert!(commands(block).replace('\'', "").contains(&expected.replace('\'', "")), "{block}");
    }
    let quiet = bench.run(&[&args[..], &["-userFriendlyErrors=false"]].concat());
    quiet.failed();
    assert_eq!(block(&quiet.text), "", "{}", quiet.text);
    assert_eq!(quiet.text.lines().count(), quiet.lines().len());
}

/// They fail where git-init failed, and work once that is put right.
#[test]
fn the_commands_do_what_git_init_did() {
    let bench = Bench::new();
    let inner = Repository::sample(bench.root(), "inner.git");
    let repository = Repository::sample(bench.root(), "it's a repo.git");
    repository.git(["submodule", "--quiet", "add", inner.bare.to_str().unwrap(), "sub"]);
    repository.git(["config", "--file=.gitmodules", "submodule.sub.url", "../inner.git"]);
    repository.commit("a submodule");
    repository.push();
    let server = GitDaemon::start(bench.root());
    let url = server.url("it's a repo.git");
    for (at, (flags, wrong, right)) in [
        (&["-revision=nope"][..], "nope", "main"),
        (&["-refspec=refs/heads/nope:refs/heads/x", "-revision=x"], "heads/nope", "heads/main"),
        (&["-revision=refs/pull/1/head", "-verifyRef=main"], "pull/1/head", "heads/main"),
        (&["-revision=nope", "-sparseCheckoutDirectories=/a,!/a/b/c"], "nope", "main"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = bench.path(&format!("ours{at}"));
        let outcome = outcome(bench.command(&["-url", &url]).args(flags).arg("-path").arg(&path));
        outcome.failed();
        let script = commands(block(&outcome.text));
        for (name, script, works) in
            [("wrong", script.clone(), false), ("right", script.replace(wrong, right), true)]
        {
            let folder = bench.path(&format!("{name}{at}"));
            fs::create_dir(&folder).unwrap();
            let mut shell = Command::new("sh");
            let git = git_command(&folder);
            let environment = git.get_envs().filter_map(|(name, value)| Some((name, value?)));
            shell.current_dir(&folder).envs(environment).args(["-ec", &script]);
            let output = shell.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.success(), works, "{script}\n{said}");
            if works && at < 2 {
                assert!(folder.join("reproduced/sub/README").exists(), "{script}\n{said}");
            }
        }
    }
}

#[test]
fn a_wrong_flag_and_a_success_have_no_such_text() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let path = bench.path("ours");
    let done = bench.run(&["-url", repository.bare.to_str().unwrap(), "-path", path.to_str().unwrap()]);
    done.succeeded();
    assert_eq!(block(&done.text), "");
    assert!(!bench.run(&["-nope"]).text.contains("The same with git"));
}

#[test]
fn the_commands_know_sha_256_by_its_hashes() {
    let bench = Bench::new();
    let repository = Repository::sample_with("sha256", bench.root(), "r.git");
    let (lost, url) = ("0".repeat(64), repository.bare.to_str().unwrap());
    let flags = ["-revision", &lost, "-url", url, "-path"];
    let outcome = outcome(bench.command(&flags).arg(bench.path("ours")));
    outcome.failed();
    let script = commands(block(&outcome.text)).replace(&lost, "main");
    assert!(script.starts_with("git init --object-format=sha256 reproduced"), "{script}");
    let git = git_command(bench.root());
    let environment = git.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let mut shell = Command::new("sh");
    let run = shell.args(["-ec", &script]).current_dir(bench.root()).envs(environment).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(crate::judge::git(&bench.path("reproduced"), ["rev-parse", "HEAD"]), repository.hash("main"));
}
