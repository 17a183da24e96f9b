//! The folders of the files: waited for when they are missing, made when something is to be posted.

use std::fs;
use std::os::unix::fs::symlink;

use tests::{Posted, Running, Step, Tools};

/// A step that waits for `a/b/c/W` in `tools`, asleep already.
fn waiting(tools: &Tools) -> Running {
    let step = Step::new().wait_file(tools.path("a/b/c/W")).post_file(tools.path("P")).runs(["true"]).start();
    step.settle("it waits", || tools.path("P.lock").exists());
    step
}

#[test]
fn a_wait_folder_made_in_one_go_is_found() {
    let tools = Tools::new();
    let step = waiting(&tools);
    fs::create_dir_all(tools.path("a/b/c")).unwrap();
    tools.post("a/b/c/W");
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Done));
}

#[test]
fn a_wait_folder_made_in_stages_is_found() {
    let tools = Tools::new();
    let step = waiting(&tools);
    for stage in ["a", "a/b", "a/b/c"] {
        fs::create_dir(tools.path(stage)).unwrap();
        // Awake because of the new folder, and asleep again, watching what there is now.
        step.settle("it waits again", || true);
    }
    tools.post("a/b/c/W");
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Done));
}

#[test]
fn a_wait_folder_moved_into_place_is_found() {
    let tools = Tools::new();
    fs::create_dir_all(tools.path("made/b/c")).unwrap();
    tools.post("made/b/c/W");
    let step = waiting(&tools);
    fs::rename(tools.path("made"), tools.path("a")).unwrap();
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Done));
}

#[test]
fn a_failure_in_a_late_folder_is_found() {
    let tools = Tools::new();
    let step = waiting(&tools);
    fs::create_dir_all(tools.path("a/b/c")).unwrap();
    tools.post("a/b/c/W.err");
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Failed));
}

#[test]
fn a_wait_folder_removed_and_made_again_is_found() {
    let tools = Tools::new();
    fs::create_dir_all(tools.path("a/b/c")).unwrap();
    let step = waiting(&tools);
    fs::remove_dir_all(tools.path("a")).unwrap();
    step.settle("it waits again", || true);
    fs::create_dir_all(tools.path("a/b/c")).unwrap();
    tools.post("a/b/c/W");
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Done));
}

#[test]
fn a_link_whose_target_comes_later_is_waited_for() {
    // As the kubelet's atomic writer does with mounted objects: no event in the folder of the link.
    let tools = Tools::new();
    fs::create_dir_all(tools.path("a/b/c")).unwrap();
    fs::create_dir(tools.path("elsewhere")).unwrap();
    symlink(tools.path("elsewhere/W"), tools.path("a/b/c/W")).unwrap();
    let step = waiting(&tools);
    tools.post("elsewhere/W");
    assert_eq!((step.finish().code, tools.posted("P")), (Some(0), Posted::Done));
}

#[test]
fn relative_paths_and_bare_names_work() {
    for (wait, post) in [("W", "P"), ("./W", "./P"), ("a/../W", "a/../P"), ("late/W", "new/P")] {
        let tools = Tools::new();
        fs::create_dir(tools.path("a")).unwrap();
        let folder = tools.folder().to_owned();
        let step = Step::new().wait_file(wait).post_file(post).runs(["true"]);
        let step = step
            .with(move |command| {
                command.current_dir(folder);
            })
            .start();
        step.settle("it waits", || tools.path(format!("{post}.lock")).exists());
        fs::create_dir_all(tools.path("late")).unwrap();
        tools.post(wait);
        assert_eq!((step.finish().code, tools.posted(post)), (Some(0), Posted::Done), "{wait}");
    }
}

#[test]
fn missing_folders_of_the_post_file_are_made() {
    for (script, posted) in [("exit 0", Posted::Done), ("exit 1", Posted::Failed)] {
        let tools = Tools::new();
        Step::new().post_file(tools.path("x/y/z/P")).runs_shell(script).finish();
        assert_eq!(tools.posted("x/y/z/P"), posted);
    }
}

#[test]
fn a_post_folder_that_the_step_removes_is_made_again() {
    let tools = Tools::new();
    let script = format!("rm -r {}", tools.path("x").display());
    let end = Step::new().post_file(tools.path("x/P")).runs_shell(&script).finish();
    assert_eq!((end.code, tools.posted("x/P")), (Some(0), Posted::Done), "{}", end.stderr);
}
