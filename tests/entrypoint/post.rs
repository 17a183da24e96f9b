//! Where the post file cannot be made, it says so and fails: the next step must not wait for a silent success.

use std::path::Path;

use tests::{Posted, Step, Tools, mount_namespace, root};

/// Runs `script` with its post file at `post`, in a mount namespace where `scene` happened before.
fn in_scene(tools: &Tools, scene: &str, post: &Path, script: &str) -> Option<tests::Finished> {
    let scene = format!("cd '{}'\n{scene}", tools.folder().display());
    Some(Step::new().under(mount_namespace(&scene)?).post_file(post).runs_shell(script).finish())
}

#[test]
fn no_room_for_the_post_file_is_a_failure_with_the_files_name() {
    // A tmpfs counts its root as one inode; the second goes to the lock, so that none is left for the post.
    for inodes in [1, 2] {
        let scene = format!("mkdir full; mount -t tmpfs -o size=4k,nr_inodes={inodes} none full");
        for (script, code) in [("exit 0", 1), ("exit 7", 7)] {
            let tools = Tools::new();
            let post = tools.path("full/P");
            let Some(end) = in_scene(&tools, &scene, &post, script) else { return };
            assert_eq!(end.code, Some(code), "{inodes} inodes, {script}: {}", end.stderr);
            assert!(end.stderr.contains(post.to_str().unwrap()), "{}", end.stderr);
        }
    }
}

#[test]
fn a_full_disk_that_still_takes_empty_files_hands_on() {
    let tools = Tools::new();
    let scene =
        "mkdir full; mount -t tmpfs -o size=64k none full; cat /dev/zero > full/fill 2>/dev/null || true";
    let script = format!("ls '{}'", tools.path("full").display());
    let Some(prefix) = mount_namespace(&format!("cd '{}'\n{scene}", tools.folder().display())) else {
        return;
    };
    // The second entrypoint lists what the first has posted: the mount is gone with the namespace.
    let both = format!("\"$@\" && {script}");
    let end = Step::new()
        .under(["sh", "-c", &both, "sh"])
        .under(prefix)
        .post_file(tools.path("full/P"))
        .runs(["true"])
        .finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "P\nP.lock\nfill"), "{}", end.stderr);
}

#[test]
fn a_read_only_post_folder_is_a_failure_with_the_files_name() {
    let scene = "mkdir ro; mount --bind ro ro; mount -o remount,bind,ro ro";
    for (script, code) in [("exit 0", 1), ("exit 7", 7)] {
        let tools = Tools::new();
        let post = tools.path("ro/P");
        let Some(end) = in_scene(&tools, scene, &post, script) else { return };
        assert_eq!(end.code, Some(code), "{}", end.stderr);
        assert!(end.stderr.contains(post.to_str().unwrap()), "{}", end.stderr);
    }
}

#[test]
fn the_step_runs_even_where_nothing_can_be_posted() {
    let tools = Tools::new();
    let scene = "mkdir ro; mount --bind ro ro; mount -o remount,bind,ro ro";
    let Some(end) = in_scene(&tools, scene, &tools.path("ro/P"), "echo ran") else { return };
    assert_eq!(end.text(), "ran");
}

#[test]
fn a_post_folder_of_another_user_is_a_failure() {
    if !root() {
        return;
    }
    let tools = Tools::new();
    std::fs::create_dir(tools.path("mine")).unwrap();
    let copy = tools.path("entrypoint");
    assert_eq!(
        Step::new()
            .args(["cp".as_ref(), tests::binary("entrypoint").as_os_str(), copy.as_os_str()])
            .finish()
            .code,
        Some(0)
    );
    let user = ["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups"];
    let end = Step::of(copy).under(user).post_file(tools.path("mine/P")).runs(["true"]).finish();
    assert_eq!((end.code, tools.posted("mine/P")), (Some(1), Posted::Nothing));
    assert!(end.stderr.contains("mine/P"), "{}", end.stderr);
}

#[test]
fn a_post_folder_that_is_a_file_is_a_failure() {
    let tools = Tools::new();
    tools.post("file");
    let end = Step::new().post_file(tools.path("file/P")).runs(["true"]).finish();
    assert_eq!(end.code, Some(1));
    assert!(end.stderr.contains("file/P"), "{}", end.stderr);
}
