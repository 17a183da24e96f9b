//! What may be at `-path`.

use std::fs;
use std::os::unix::fs::symlink;

use crate::clone::{Bench, outcome};
use crate::judge::assert_sound;
use crate::repository::Repository;

#[test]
fn folders_are_made_and_an_empty_one_is_filled() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let url = repository.bare.to_str().unwrap();
    assert_sound(&bench.clone(url, "", "a/b/c"));
    fs::create_dir_all(bench.path("volume/lost+found")).unwrap();
    assert_sound(&bench.clone(url, "", "volume"));
}

#[test]
fn without_a_path_the_current_folder_is_filled() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let here = bench.path("here");
    fs::create_dir(&here).unwrap();
    let mut command = bench.command(&["-url", repository.bare.to_str().unwrap()]);
    outcome(command.current_dir(&here)).succeeded();
    assert_sound(&here);
}

#[test]
fn foreign_files_are_listed_and_left_alone() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    for name in ["one", "two", "three", "four", "five"] {
        fs::create_dir_all(bench.path("ours")).unwrap();
        fs::write(bench.path("ours").join(name), "mine").unwrap();
    }
    let failure = bench.refusal(repository.bare.to_str().unwrap(), "ours");
    assert_eq!(failure["stage"], "prepare");
    assert!(failure["msg"].as_str().unwrap().contains("it holds five, four, one and 2 more"), "{failure}");
    assert_eq!(fs::read_dir(bench.path("ours")).unwrap().count(), 5);
}

#[test]
fn a_git_folder_that_is_elsewhere_is_refused() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    fs::create_dir(bench.path("elsewhere")).unwrap();
    for name in ["link", "file"] {
        fs::create_dir(bench.path(name)).unwrap();
    }
    symlink(bench.path("elsewhere"), bench.path("link/.git")).unwrap();
    fs::write(bench.path("file/.git"), format!("gitdir: {}\n", bench.path("elsewhere").display())).unwrap();
    for name in ["link", "file"] {
        let failure = bench.refusal(repository.bare.to_str().unwrap(), name);
        assert!(failure["msg"].as_str().unwrap().contains("points elsewhere"), "{failure}");
    }
    assert_eq!(fs::read_dir(bench.path("elsewhere")).unwrap().count(), 0);
}
