//! Git LFS: which files are filled, and where the objects are kept, as git-lfs is configured to do.

use std::fs;
use std::path::Path;

use tests::LfsRules;

use crate::judge::{assert_same_tree, files, git};
use crate::lfs_scene::{ONE, Scene, TWO, assert_lfs_sound, lfs_command, lfs_git, objects};

/// The clone that git-lfs makes, configured by HOME as git-init is.
fn theirs(scene: &Scene) -> std::path::PathBuf {
    let theirs = scene.bench.path("theirs");
    let mut clone = lfs_command(scene.bench.root());
    clone.env("GIT_CONFIG_GLOBAL", scene.bench.path("home/.gitconfig"));
    let output = clone.args(["clone", "--quiet", "--depth=1", &scene.url()]).arg(&theirs).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    theirs
}

fn is_pointer(file: &Path) -> bool {
    fs::read(file).unwrap().starts_with(b"version https://git-lfs")
}

#[test]
fn only_some_files_are_filled() {
    for (user, own, filled) in [
        ("fetchexclude = deep", "", [true, false]),
        ("fetchinclude = deep/, *.txt", "", [false, true]),
        ("fetchinclude = *.bin\n\tfetchexclude = /deep/er", "", [true, false]),
        ("", "fetchexclude = two.bin", [true, false]),
        ("", "fetchinclude = /er", [false, false]),
        ("fetchexclude = *.bin", "fetchexclude = deep", [false, false]),
        ("fetchinclude = \"\"", "fetchinclude = none", [true, true]),
    ] {
        let scene = Scene::new(LfsRules::default());
        if !own.is_empty() {
            scene.repository.write(".lfsconfig", format!("[lfs]\n\t{own}\n").as_bytes());
            scene.repository.commit("settings");
            scene.repository.push();
        }
        fs::write(scene.bench.path("home/.gitconfig"), format!("[lfs]\n\t{user}\n")).unwrap();
        let outcome = scene.run(&scene.url(), &[]);
        outcome.succeeded();
        let found = ["one.bin", "deep/er/two.bin"].map(|name| !is_pointer(&scene.ours().join(name)));
        assert_eq!(found, filled, "{user} {own}: {}", outcome.text);
        let theirs = theirs(&scene);
        assert_same_tree(&scene.ours(), &theirs);
        // git-lfs makes folders for those that it leaves out, too.
        let kept = [scene.ours(), theirs].map(|clone| {
            objects(&clone).into_iter().filter(|(_, (_, content))| !content.is_empty()).collect::<Vec<_>>()
        });
        assert_eq!(kept[0], kept[1], "{user} {own}");
        assert_eq!(git(&scene.ours(), ["status", "--porcelain"]), "");
        assert_eq!(lfs_git(&scene.ours(), &["status", "--porcelain"]), "");
        assert_eq!(
            outcome.text.contains("stay pointers by lfs.fetch"),
            found != [true, true],
            "{}",
            outcome.text
        );
    }
}

#[test]
fn settings_that_a_sparse_checkout_leaves_out_count_all_the_same() {
    let scene = Scene::new(LfsRules::default());
    scene.repository.write(".lfsconfig", b"[lfs]\n\tfetchexclude = two.bin\n");
    scene.repository.commit("settings");
    scene.repository.push();
    scene.run(&scene.url(), &["-sparseCheckoutDirectories=*.bin"]).succeeded();
    let theirs = scene.bench.path("theirs");
    lfs_git(
        scene.bench.root(),
        &["clone", "--quiet", "--no-checkout", &scene.url(), theirs.to_str().unwrap()],
    );
    lfs_git(&theirs, &["sparse-checkout", "set", "--no-cone", "*.bin"]);
    lfs_git(&theirs, &["checkout", "--quiet", "main"]);
    assert!(!theirs.join(".lfsconfig").exists());
    assert!(is_pointer(&theirs.join("deep/er/two.bin")) && !is_pointer(&theirs.join("one.bin")));
    assert_same_tree(&scene.ours(), &theirs);
    assert_eq!(fs::read_dir(scene.ours().join(".git/lfs/tmp")).unwrap().count(), 0);
}

#[test]
fn objects_are_kept_where_lfs_storage_says() {
    let scene = Scene::new(LfsRules::default());
    let kept = scene.bench.path("kept");
    let url = scene.url();
    for storage in [kept.to_str().unwrap(), "large"] {
        fs::write(scene.bench.path("home/.gitconfig"), format!("[lfs]\n\tstorage = {storage}\n")).unwrap();
        scene.run(&url, &[]).succeeded();
        let theirs = theirs(&scene);
        assert_same_tree(&scene.ours(), &theirs);
        for clone in [scene.ours(), theirs] {
            // From `.git` on where it is no absolute path, which replaces the one before it.
            let objects = files(&clone.join(".git").join(storage).join("objects"));
            assert_eq!(objects.values().filter(|(_, content)| !content.is_empty()).count(), 2, "{storage}");
            assert!(!clone.join(".git/lfs/objects").exists());
            fs::remove_dir_all(clone).unwrap();
        }
    }
    // Objects that another clone has put there are not asked for.
    fs::write(scene.bench.path("home/.gitconfig"), format!("[lfs]\n\tstorage = {}\n", kept.display()))
        .unwrap();
    let before = scene.lfs.requests().len();
    scene.run(&url, &[]).succeeded();
    assert_eq!(scene.lfs.requests().len(), before);
    assert_eq!(fs::read(scene.ours().join("one.bin")).unwrap(), ONE);
    // Another volume than the clone's: no file can be moved from it.
    if let Some(memory) = Some(Path::new("/dev/shm")).filter(|memory| memory.is_dir()) {
        let storage = tempfile::tempdir_in(memory).unwrap();
        let config = format!("[lfs]\n\tstorage = {}\n", storage.path().display());
        fs::write(scene.bench.path("home/.gitconfig"), config).unwrap();
        fs::remove_dir_all(scene.ours()).unwrap();
        scene.run(&url, &[]).succeeded();
        assert_eq!(fs::read(scene.ours().join("deep/er/two.bin")).unwrap(), TWO);
        git(&scene.ours(), ["config", "lfs.storage", storage.path().to_str().unwrap()]);
        assert_lfs_sound(&scene.ours());
    }
}

#[test]
fn files_that_went_through_an_extension_are_refused_as_by_git_lfs() {
    let scene = Scene::new(LfsRules::default());
    let object = scene.lfs.put(b"turned around\n");
    let extended = object.replace("\noid", &format!("\next-0-turn sha256:{}\noid", "1".repeat(64)));
    scene.repository.write("turned.bin", extended.as_bytes());
    scene.repository.commit("an extension");
    scene.repository.push();
    let theirs_path = scene.bench.path("theirs");
    let mut clone = lfs_command(scene.bench.root());
    let output = clone.args(["clone", "--quiet", &scene.url()]).arg(&theirs_path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("extension 'turn' is not configured"), "{said}");
    fs::remove_dir_all(&theirs_path).unwrap();

    let failure = scene.run(&scene.url(), &[]).failed();
    assert_eq!(failure["stage"], "check out");
    assert!(failure["msg"].as_str().unwrap().contains("turned.bin (turn)"), "{failure}");
    assert!(failure["remedy"].as_str().unwrap().contains("lfs.fetchexclude"), "{failure}");
    fs::write(scene.bench.path("home/.gitconfig"), "[lfs]\n\tfetchexclude = turned.bin\n").unwrap();
    scene.run(&scene.url(), &[]).succeeded();
    assert_same_tree(&scene.ours(), &theirs(&scene));
    assert!(is_pointer(&scene.ours().join("turned.bin")) && !is_pointer(&scene.ours().join("one.bin")));
}
