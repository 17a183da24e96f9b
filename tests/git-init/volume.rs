//! Volumes that are full or read-only.

use std::fs;
use std::process::Command;

use tests::{Dice, GitDaemon, binary, mount_namespace};

use crate::clone::Bench;
use crate::judge::{assert_sound, git};
use crate::repository::Repository;

/// A repository that takes twice 2 MiB: once packed, once on disk.
fn sample(bench: &Bench) -> Repository {
    let repository = Repository::empty(bench.root(), "r.git");
    let mut dice = Dice::seeded(1);
    for name in 0..32 {
        let bytes: Vec<u8> = (0..64 << 10).map(|_| dice.below(256).to_le_bytes()[0]).collect();
        repository.write(format!("{name}"), &bytes);
    }
    repository.commit("first");
    repository.push();
    repository
}

/// Runs `script` in a mount namespace, where `$volume` is a folder to mount on and `$clone` clones to `ours` in it;
/// what it prints.
fn run(bench: &Bench, url: &str, script: &str) -> Option<String> {
    let volume = bench.path("volume");
    fs::create_dir_all(&volume).unwrap();
    let namespace = mount_namespace("true")?;
    let mut command = Command::new(&namespace[0]);
    command.args(&namespace[1..]).args(["sh", "-c", script]).env("HOME", bench.path("home"));
    let clone = format!(
        "{} -url {url} -path {}/ours -retryInitial=1ms -userFriendlyErrors=false",
        binary("git-init").display(),
        volume.display()
    );
    let output = command.env("volume", &volume).env("clone", clone).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    Some(said)
}

#[test]
fn a_volume_that_runs_full_is_said_and_the_next_run_goes_on() {
    let bench = Bench::new();
    let repository = sample(&bench);
    let server = GitDaemon::start(bench.root());
    // Too small for `.git` itself, for the pack, for the files, and for all of them.
    let sizes = ["16k", "64k", "1m", "3m", "4m"];
    for url in [server.url("r.git"), repository.bare.display().to_string()] {
        for size in sizes {
            let script = format!(
                "mount -t tmpfs -o size={size} tmpfs $volume && ! $clone && echo >&2 && \
                 mount -o remount,size=60m $volume && $clone && cd $volume/ours && \
                 git -c safe.directory='*' fsck && git -c safe.directory='*' status --porcelain && \
                 find .git -name '*.lock'"
            );
            let Some(said) = run(&bench, &url, &script) else { return };
            // On a busy machine there is time for progress.
            let said: Vec<_> = said.lines().filter(|line| !line.contains("\"of\":")).collect();
            let (lines, after) = said.split_at(said.iter().position(|line| line.is_empty()).unwrap());
            assert_eq!(lines.len(), 1, "no attempt more makes room: {said:?}");
            let failure: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
            let (message, remedy) = (failure["msg"].as_str().unwrap(), failure["remedy"].as_str().unwrap());
            assert!(message.contains("No space left on device"), "{size}: {failure}");
            assert!(["writable", "room"].iter().any(|word| remedy.contains(word)), "{size}: {failure}");
            let stage = failure["stage"].as_str().unwrap();
            let expected = match size {
                "16k" => "prepare",
                "64k" | "1m" => "fetch",
                _ => "check out",
            };
            assert_eq!(stage, expected, "{size}: {failure}");
            assert!(after.len() == 2 && after[1].contains("Successfully"), "{size}: {said:?}");
        }
    }
}

#[test]
fn a_volume_that_turned_read_only_is_said_and_left_as_it_is() {
    let bench = Bench::new();
    let repository = sample(&bench);
    let server = GitDaemon::start(bench.root());
    let url = server.url("r.git");
    let newer = bench.path("newer.git");
    git(
        bench.root(),
        ["clone", "--quiet", "--bare", repository.bare.to_str().unwrap(), newer.to_str().unwrap()],
    );
    repository.write("new", b"new\n");
    let second = repository.commit("second");
    repository.git(["push", "--quiet", newer.to_str().unwrap(), "main"]);
    // What is new comes by the same URL, from another folder.
    let (old, spare) = (repository.bare.display(), bench.path("spare"));
    let script = format!(
        "mount -t tmpfs tmpfs $volume && $clone && mv {old} {spare} && mv {newer} {old} && \
         mount -o remount,ro $volume && ! $clone && mount -o remount,rw $volume && \
         test -z \"$(git -C $volume/ours -c safe.directory='*' status --porcelain)\" && \
         test ! -e $volume/ours/new && $clone && cp -a $volume/ours {copy}",
        spare = spare.display(),
        newer = newer.display(),
        copy = bench.path("copy").display(),
    );
    let Some(said) = run(&bench, &url, &script) else { return };
    let failure = said.lines().find(|line| line.contains("Read-only file system")).expect("what was wrong");
    assert!(failure.contains("writable for this user"), "{failure}");
    assert_eq!(said.matches("Read-only").count(), 1, "not tried again: {said}");
    assert_eq!(git(&bench.path("copy"), ["rev-parse", "HEAD"]), second);
    assert_sound(&bench.path("copy"));
}

#[test]
fn a_lock_is_told_from_a_path_that_is_called_so() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    repository.write("lock/file", b"x\n");
    repository.commit("first");
    repository.push();
    let ours = bench.clone(repository.bare.to_str().unwrap(), "", "ours");
    repository.write("lock/file", b"y\n");
    repository.commit("second");
    repository.push();
    for lock in ["index.lock", "HEAD.lock", "refs/heads/main.lock"] {
        fs::write(ours.join(".git").join(lock), "").unwrap();
        let failure = bench.refusal(repository.bare.to_str().unwrap(), "ours");
        assert!(failure["remedy"].as_str().unwrap().contains("remove the .lock file"), "{failure}");
        fs::remove_file(ours.join(".git").join(lock)).unwrap();
    }
    // A folder of that name that cannot be written.
    let script = "mount -t tmpfs tmpfs $volume && $clone -revision main~1 && cd $volume/ours && \
                  mount --bind lock lock && mount -o remount,bind,ro lock && ! $clone";
    let first = repository.hash("main~1");
    let Some(said) = run(&bench, repository.bare.to_str().unwrap(), &script.replace("main~1", &first)) else {
        return;
    };
    let failure = said.lines().find(|line| line.contains("\"error\"")).unwrap();
    assert!(failure.contains("lock/file") && failure.contains("writable for this user"), "{failure}");
}
