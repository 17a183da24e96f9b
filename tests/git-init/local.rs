//! Paths and file URLs: linked, with all of the history.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

use crate::clone::Bench;
use crate::judge::{assert_same_tree, assert_sound, git, git_command};
use crate::repository::Repository;

#[test]
fn a_path_and_a_file_url_are_cloned_whole() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let bare = repository.bare.to_str().unwrap();
    let work = repository.work.to_str().unwrap();
    let urls = [bare, work, &format!("file://{bare}"), bare.trim_end_matches(".git")];
    for (at, url) in urls.into_iter().enumerate() {
        let ours = bench.clone(url, "", &format!("ours{at}"));
        let theirs = bench.path(&format!("theirs{at}"));
        assert!(
            git_command(bench.root())
                .args(["clone", "--quiet", bare])
                .arg(&theirs)
                .status()
                .unwrap()
                .success()
        );
        assert_same_tree(&ours, &theirs);
        assert_eq!(git(&ours, ["rev-list", "--all"]), git(&theirs, ["rev-list", "main", "--tags"]), "{url}");
        assert_sound(&ours);
    }
}

#[test]
fn objects_are_linked_and_packs_too() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    git(&repository.bare, ["repack", "-adq"]);
    let ours = bench.clone(repository.bare.to_str().unwrap(), "", "ours");
    let packs = fs::read_dir(ours.join(".git/objects/pack")).unwrap();
    let links: Vec<u64> = packs.map(|pack| pack.unwrap().metadata().unwrap().nlink()).collect();
    assert!(links.len() >= 2 && links.iter().all(|&links| links == 2), "{links:?}");
    assert_sound(&ours);
}

#[test]
fn borrowed_objects_come_along() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let borrower = bench.path("borrower.git");
    git(
        bench.root(),
        [
            "clone",
            "--quiet",
            "--bare",
            "--shared",
            repository.bare.to_str().unwrap(),
            borrower.to_str().unwrap(),
        ],
    );
    let ours = bench.clone(borrower.to_str().unwrap(), "", "ours");
    fs::remove_dir_all(&borrower).unwrap();
    fs::rename(&repository.bare, bench.path("gone")).unwrap();
    assert!(git_command(&ours).args(["fsck", "--strict"]).output().unwrap().status.success());
}

#[test]
fn a_shallow_repository_gives_a_shallow_clone() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let shallow = bench.path("shallow");
    git(
        bench.root(),
        [
            "clone",
            "--quiet",
            "--depth=1",
            &format!("file://{}", repository.bare.display()),
            shallow.to_str().unwrap(),
        ],
    );
    let ours = bench.clone(shallow.to_str().unwrap(), "", "ours");
    assert_eq!(git(&ours, ["rev-list", "--count", "HEAD"]), "1");
    assert_sound(&ours);
}

#[test]
fn an_object_that_links_elsewhere_is_refused() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    symlink("/etc/hostname", repository.bare.join("objects/pack/pack-1.pack")).unwrap();
    let failure = bench.refusal(repository.bare.to_str().unwrap(), "ours");
    assert!(failure["msg"].as_str().unwrap().contains("is no plain file"), "{failure}");
    assert!(!bench.path("ours/.git/objects/pack/pack-1.pack").exists());
}

#[test]
fn a_path_without_a_repository_is_said_to_have_none() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    fs::create_dir(bench.path("r.git.work/inner")).unwrap();
    for path in ["nothing", "r.git.work/inner"] {
        let failure = bench.refusal(bench.path(path).to_str().unwrap(), "ours");
        assert!(failure["msg"].as_str().unwrap().contains("is no repository"), "{failure}");
    }
}
