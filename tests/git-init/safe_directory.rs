//! `safe.directory` for the steps behind: what git says of the clone when another user asks, by HOME alone.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use tests::{GitDaemon, binary, mount_namespace, root};

use crate::clone::{Bench, Outcome, outcome};
use crate::repository::Repository;

/// Who runs git-init, who owns the volume, and who runs the step behind.
const CLONER: u32 = 54321;
const OWNER: u32 = 12345;
const STEP: u32 = 23456;

/// What git of the user of the next step makes of `folder`, with `home` for HOME and nothing else.
fn status(folder: &Path, home: &Path) -> Output {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["status", "--porcelain"]).env_clear().env("HOME", home);
    command.uid(STEP).gid(STEP).env("PATH", "/usr/bin:/bin").output().unwrap()
}

/// A volume that every user may write to, and a program that all may run.
fn scene() -> Option<(Bench, PathBuf)> {
    if !root() {
        return None;
    }
    let bench = Bench::new();
    fs::set_permissions(bench.root(), Permissions::from_mode(0o755)).unwrap();
    tests::copy_program(binary("git-init"), bench.path("git-init"));
    for name in ["volume", "home"] {
        fs::create_dir_all(bench.path(name)).unwrap();
        chown(bench.path(name), Some(OWNER), None).unwrap();
        fs::set_permissions(bench.path(name), Permissions::from_mode(0o777)).unwrap();
    }
    let config = bench.path("home/.gitconfig");
    Some((bench, config))
}

/// Runs git-init as the cloner.
fn clone(bench: &Bench, url: &str, path: &Path) -> Outcome {
    let mut command = Command::new(bench.path("git-init"));
    command.args(["-url", url, "-path"]).arg(path).env_clear().env("HOME", bench.path("home"));
    outcome(command.current_dir("/").uid(CLONER).gid(CLONER))
}

#[test]
fn the_next_step_may_use_the_clone_and_its_submodules() {
    let Some((bench, config)) = scene() else { return };
    let innermost = Repository::sample(bench.root(), "innermost.git");
    let inner = Repository::sample(bench.root(), "inner.git");
    let outer = Repository::sample(bench.root(), "outer.git");
    let server = GitDaemon::start(bench.root());
    for (repository, below) in [(&inner, &innermost), (&outer, &inner)] {
        let url = server.url(below.bare.file_name().unwrap().to_str().unwrap());
        repository.git(["submodule", "--quiet", "add", &url, "a sub"]);
        repository.commit("a submodule");
        repository.push();
    }
    let ours = bench.path("volume");
    clone(&bench, &server.url("outer.git"), &ours).succeeded();
    let once = fs::read(&config).unwrap();
    assert_eq!(fs::metadata(&config).unwrap().mode() & 0o777, 0o644);
    clone(&bench, &server.url("outer.git"), &ours).succeeded();
    assert_eq!(fs::read(&config).unwrap(), once, "nothing twice");
    for folder in [ours.clone(), ours.join("a sub"), ours.join("a sub/a sub")] {
        let refused = status(&folder, Path::new("/nowhere"));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("dubious ownership"), "{refused:?}");
        let taken = status(&folder, &bench.path("home"));
        assert!(taken.status.success() && taken.stdout.is_empty(), "{taken:?}");
    }
}

#[test]
fn what_is_in_the_file_stays_and_so_do_its_owner_and_mode() {
    let Some((bench, config)) = scene() else { return };
    let repository = Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    for (before, mode) in [
        ("# mine\n[user]\n\tname = N", 0o600),
        ("[safe]\n\tdirectory = *\n[safe]\n\tdirectory =\n[safe] directory = /other\n", 0o644),
    ] {
        fs::write(&config, before).unwrap();
        chown(&config, Some(CLONER), Some(CLONER)).unwrap();
        fs::set_permissions(&config, Permissions::from_mode(mode)).unwrap();
        let path = bench.path("volume/odd \"; # \\ näme\nof two lines");
        assert_eq!(clone(&bench, &server.url("r.git"), &path).lines().len(), 1);
        let after = fs::read_to_string(&config).unwrap();
        assert!(after.starts_with(before) && after.len() > before.len(), "{after}");
        let found = fs::metadata(&config).unwrap();
        assert_eq!((found.mode() & 0o777, found.uid(), found.gid()), (mode, CLONER, CLONER));
        fs::set_permissions(&config, Permissions::from_mode(0o644)).unwrap();
        let taken = status(&path, &bench.path("home"));
        assert!(taken.status.success(), "{taken:?}");
    }
    // All are allowed already; or the file is another's alone, which would be taken from them.
    for (content, owner, mode, lines) in
        [("[safe]\n\tdirectory = *\n", CLONER, 0o644, 1), ("[user]\n\tname = N\n", OWNER, 0o600, 2)]
    {
        fs::write(&config, content).unwrap();
        chown(&config, Some(owner), None).unwrap();
        fs::set_permissions(&config, Permissions::from_mode(mode)).unwrap();
        let outcome = clone(&bench, repository.bare.to_str().unwrap(), &bench.path("volume/other"));
        outcome.succeeded();
        assert_eq!(outcome.text.matches("\"level\"").count(), lines, "{}", outcome.text);
        assert_eq!(fs::read_to_string(&config).unwrap(), content);
        assert_eq!(fs::metadata(&config).unwrap().uid(), owner);
    }
}

#[test]
fn several_at_once_lose_nothing_of_each_other() {
    let Some((bench, config)) = scene() else { return };
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    let paths: Vec<_> = (0..12).map(|at| bench.path(&format!("volume/{at}"))).collect();
    thread::scope(|scope| {
        for path in &paths {
            scope.spawn(|| {
                let outcome = clone(&bench, &server.url("r.git"), path);
                outcome.succeeded();
                // Nothing is warned of. Lines are not counted: what takes longer than a second shows its progress.
                assert!(outcome.lines().iter().all(|line| line["level"] == "info"), "{}", outcome.text);
                assert!(!outcome.text.contains("safe.directory"), "{}", outcome.text);
            });
        }
    });
    let text = fs::read_to_string(&config).unwrap();
    for path in &paths {
        let line = format!("\tdirectory = {}\n", path.display());
        assert_eq!(text.matches(&line).count(), 1, "{text}");
    }
    let names = fs::read_dir(bench.path("home")).unwrap().count();
    assert_eq!(names, 1, "no lock is left");
}

#[test]
fn a_lock_that_stays_is_said_and_does_not_matter() {
    let Some((bench, config)) = scene() else { return };
    let repository = Repository::sample(bench.root(), "r.git");
    fs::write(config.with_file_name(".gitconfig.lock"), "").unwrap();
    let outcome = clone(&bench, repository.bare.to_str().unwrap(), &bench.path("volume"));
    outcome.succeeded();
    assert!(outcome.text.contains("safe.directory cannot be set"), "{}", outcome.text);
    assert!(!config.exists());
}

/// The list of users names it.
#[test]
fn a_persons_home_is_left_alone() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let scene = format!(
        "cp /etc/passwd {0}/passwd && echo 'me:x:1000:1000::{0}/home/:/bin/sh' >>{0}/passwd && \
         mount --bind {0}/passwd /etc/passwd",
        bench.root().display()
    );
    let Some(namespace) = mount_namespace(&scene) else { return };
    let mut command = Command::new(&namespace[0]);
    command.args(&namespace[1..]).arg(binary("git-init")).env("HOME", bench.path("home"));
    command.args(["-url", repository.bare.to_str().unwrap(), "-path"]).arg(bench.path("ours"));
    assert_eq!(outcome(&mut command).lines().len(), 1);
    assert!(!bench.path("home/.gitconfig").exists());
    fs::write(bench.path("passwd"), "").unwrap();
    bench.clone(repository.bare.to_str().unwrap(), "", "ours");
    assert!(bench.path("home/.gitconfig").exists());
}
