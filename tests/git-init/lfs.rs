//! Git LFS: what is there afterwards is what git-lfs leaves.

use std::fs;

use tests::{HttpBackend, LfsRules, LfsServer};

use crate::clone::Bench;
use crate::judge::{assert_sound, git};
use crate::lfs_scene::{ONE, Scene, TWO, USER, assert_lfs_sound, large_files, lfs_git, objects, parts};
use crate::repository::Repository;
use crate::served;

#[test]
fn files_are_as_git_lfs_leaves_them() {
    let scene = Scene::new(LfsRules::default());
    let outcome = scene.run(&scene.url(), &[]);
    outcome.succeeded();
    assert_eq!(fs::read(scene.ours().join("deep/er/two.bin")).unwrap(), TWO);
    assert!(fs::read_to_string(scene.ours().join("deep/pointer.txt")).unwrap().starts_with("version"));
    assert!(parts(&scene.ours()).is_empty());
    let batches: Vec<_> =
        scene.lfs.requests().into_iter().filter(|request| request.method == "POST").collect();
    assert_eq!(batches.len(), 1);
    assert!(batches[0].body.contains(r#""name":"refs/heads/main""#), "{}", batches[0].body);
    assert_eq!(scene.lfs.requests().len(), 3, "one batch, two objects");
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn without_the_flag_pointers_stay_and_the_log_says_how_many() {
    let scene = Scene::new(LfsRules::default());
    let outcome = scene.run(&scene.url(), &["-lfs=false"]);
    outcome.succeeded();
    assert!(outcome.text.contains("3 files of git LFS stay pointers; -lfs"), "{}", outcome.text);
    assert!(scene.lfs.requests().is_empty());
    assert!(fs::read(scene.ours().join("one.bin")).unwrap().starts_with(b"version"));
    assert_sound(&scene.ours());
    // And the content comes with the flag, into the clone that is there.
    scene.run(&scene.url(), &[]).succeeded();
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn a_repository_without_large_files_is_left_alone() {
    let (bench, _, server) = served::over_http();
    let ours = bench.path("ours");
    let outcome = bench.run(&["-lfs", "-url", &server.url("r.git"), "-path", ours.to_str().unwrap()]);
    outcome.succeeded();
    assert!(!outcome.text.contains("LFS"), "{}", outcome.text);
    assert!(!ours.join(".git/lfs").exists());
}

#[test]
fn an_update_fetches_what_is_new() {
    let scene = Scene::new(LfsRules::default());
    scene.run(&scene.url(), &[]).succeeded();
    let before = scene.lfs.requests().len();
    scene.run(&scene.url(), &[]).succeeded();
    assert_eq!(scene.lfs.requests().len(), before, "nothing new is nothing to ask for");
    assert_lfs_sound(&scene.ours());

    scene.add("one.bin", b"a new first file\n");
    fs::write(scene.ours().join("again.bin"), "changed here\n").unwrap();
    scene.run(&scene.url(), &[]).succeeded();
    assert_eq!(scene.lfs.requests().len(), before + 2, "one batch, one object");
    assert_eq!(fs::read(scene.ours().join("one.bin")).unwrap(), b"a new first file\n");
    assert_eq!(fs::read(scene.ours().join("again.bin")).unwrap(), ONE);
    assert_lfs_sound(&scene.ours());
}

#[test]
fn git_lfs_goes_on_in_the_clone() {
    let scene = Scene::new(LfsRules::default());
    scene.run(&scene.url(), &[]).succeeded();
    let ours = scene.ours();
    fs::write(ours.join("new.bin"), "new\n").unwrap();
    lfs_git(&ours, &["add", "new.bin"]);
    assert!(git(&ours, ["show", ":new.bin"]).starts_with("version https://git-lfs"));
    lfs_git(&ours, &["commit", "--quiet", "--message=new"]);
    scene.add("later.bin", b"later\n");
    lfs_git(&ours, &["pull", "--quiet", "--rebase"]);
    assert_eq!(fs::read(ours.join("later.bin")).unwrap(), b"later\n");
}

#[test]
fn hundreds_of_files_take_batches_of_a_hundred() {
    let scene = Scene::new(LfsRules::default());
    for number in 0..250 {
        let pointer = scene.lfs.put(format!("file {number}\n").as_bytes());
        scene.repository.write(format!("many/{number}.bin"), pointer.as_bytes());
    }
    scene.add("last.bin", b"last\n");
    scene.run(&scene.url(), &[]).succeeded();
    let batches = scene.lfs.requests().iter().filter(|request| request.method == "POST").count();
    assert_eq!(batches, 3, "253 objects");
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn objects_may_come_in_chunks() {
    let scene = Scene::new(LfsRules { chunked: true, ..LfsRules::default() });
    scene.add("large.bin", &vec![b'x'; 1_000_000]);
    scene.run(&scene.url(), &[]).succeeded();
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn submodules_get_theirs() {
    let scene = Scene::new(LfsRules::default());
    let outer = Repository::empty(scene.bench.root(), "outer.git");
    outer.write("README", b"outer\n");
    outer.write(".gitmodules", b"[submodule \"in\"]\n\tpath = in\n\turl = ../r.git\n");
    outer.commit("first");
    outer.git([
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{},in", scene.repository.hash("main")),
    ]);
    outer.git(["commit", "--quiet", "--message=a submodule"]);
    outer.push();
    scene.run(&scene.web.url("outer.git"), &[]).succeeded();
    let inner = scene.ours().join("in");
    assert_eq!(fs::read(inner.join("one.bin")).unwrap(), ONE);
    assert_lfs_sound(&inner);
    assert_sound(&scene.ours());
    assert!(scene.ours().join(".git/modules/in/lfs/objects").is_dir());
}

#[test]
fn a_local_repository_gives_its_objects() {
    let scene = Scene::new(LfsRules::default());
    let source = scene.bench.path("source");
    lfs_git(scene.bench.root(), &["clone", "--quiet", &scene.url(), source.to_str().unwrap()]);
    let before = scene.lfs.requests().len();
    scene.run(source.to_str().unwrap(), &[]).succeeded();
    assert_eq!(scene.lfs.requests().len(), before, "all are at hand");
    assert_eq!(objects(&scene.ours()), objects(&source));
    assert_lfs_sound(&scene.ours());

    // One that is broken is not taken over.
    let broken =
        objects(&source).into_keys().find(|path| source.join(".git/lfs/objects").join(path).is_file());
    let broken = source.join(".git/lfs/objects").join(broken.unwrap());
    let length = fs::read(&broken).unwrap().len();
    fs::remove_file(&broken).unwrap();
    fs::write(&broken, vec![b'x'; length]).unwrap();
    fs::remove_dir_all(scene.ours()).unwrap();
    let failure = scene.run(source.to_str().unwrap(), &[]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("is not what its name says"), "{failure}");
    fs::remove_file(&broken).unwrap();
    let failure = scene.run(source.to_str().unwrap(), &[]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("there is no LFS object for"), "{failure}");
}

#[test]
fn lfsconfig_names_a_server_and_nothing_else() {
    let bench = Bench::new();
    let lfs = LfsServer::start(LfsRules::default());
    let repository = Repository::empty(bench.root(), "r.git");
    large_files(&repository, &lfs);
    let web = HttpBackend::start(bench.root(), USER, None);
    let ours = bench.path("ours");
    let args = ["-lfs", "-retryMaxAttempts=1", "-url", &web.url("r.git"), "-path", ours.to_str().unwrap()];
    let other = bench.path("other");
    fs::write(&other, format!("[lfs]\n\turl = {}/other\n", lfs.url())).unwrap();
    let urls = [
        format!("{}/any/where", lfs.url()),
        "file:///etc".into(),
        "ssh://-oProxyCommand=id/x".into(),
        format!("x\n[include]\n\tpath = {}", other.display()),
    ];
    for (at, url) in urls.iter().enumerate() {
        repository.write(".lfsconfig", format!("[lfs]\n\turl = {url}\n").as_bytes());
        repository.commit("configured");
        repository.push();
        let outcome = bench.run(&args);
        if at == 0 {
            outcome.succeeded();
            assert_eq!(lfs.requests()[0].path, "/any/where/objects/batch");
            assert_lfs_sound(&ours);
            fs::remove_dir_all(&ours).unwrap();
        } else {
            // The server beside the repository is asked, and there is none.
            let failure = outcome.failed();
            assert!(outcome.text.contains(".lfsconfig is passed over"), "{}", outcome.text);
            assert_eq!(failure["host"], *web.host(), "{failure}");
            assert!(!lfs.requests().iter().any(|request| request.path.starts_with("/other")), "not included");
        }
    }
}
