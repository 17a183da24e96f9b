//! Where the page about a run goes: there as a whole, and whatever else is there is left as it is.

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::Command;
use std::thread;

use serde_json::json;

use crate::report::{page_at, place};
use crate::task::{script, scripts};

#[test]
fn a_place_that_takes_no_page_is_named_before_anything_runs() {
    let (folder, _) = place();
    for (path, words) in [
        (folder.path().join("none/run.html"), "its folder takes no file"),
        (folder.path().to_owned(), "it is a folder"),
    ] {
        let finished =
            crate::scene::run(&[scripts(&[("a", "echo ran")])], &["--report", path.to_str().unwrap()]);
        assert_eq!((finished.code, finished.stdout.as_slice()), (Some(1), &b""[..]));
        assert!(finished.complaint().contains(words), "{}", finished.stderr);
    }
}

#[test]
fn what_was_there_stays_until_the_page_is() {
    let (folder, page) = place();
    fs::write(&page, "the page before").unwrap();
    let volumes = json!([{"name": "v", "hostPath": {"path": folder.path()}}]);
    let mounts = json!([{"name": "v", "mountPath": "/page"}]);
    let step = crate::task::with(script("a", "cat /page/run.html"), "volumeMounts", mounts);
    let after = page_at(&page, &[crate::task::task_run("it", &[step], &volumes)], 0);
    assert!(after.starts_with("<!DOCTYPE html>"));
    assert!(after.contains("the page before"), "the step saw it: {after}");
}

#[test]
fn what_is_no_file_is_written_to_and_never_replaced() {
    let (folder, page) = place();
    let at = |name: &str| folder.path().join(name);
    let hello = [scripts(&[("a", "echo hi")])];
    fs::write(&page, "the page before").unwrap();
    symlink("run.html", at("link")).unwrap();
    page_at(&at("link"), &hello, 0);
    assert!(at("link").is_symlink() && fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));

    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let pipe = at("pipe");
    let reader = thread::spawn(move || fs::read_to_string(pipe).unwrap());
    let finished = crate::scene::run(&hello, &["--report", at("pipe").to_str().unwrap()]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(at("pipe").metadata().unwrap().file_type().is_fifo());
    assert!(reader.join().unwrap().ends_with("</html>\n"));
}

#[test]
fn a_page_that_finds_no_room_is_an_error_and_a_failed_step_a_worse_one() {
    // A link to the device by that name: whatever becomes of the link, the device stays.
    let (folder, _) = place();
    let full = folder.path().join("full");
    symlink("/dev/full", &full).unwrap();
    for (text, code) in [("true", 1), ("exit 3", 3)] {
        let finished = crate::scene::run(&[scripts(&[("a", text)])], &["--report", full.to_str().unwrap()]);
        assert_eq!(finished.code, Some(code), "{}", finished.stderr);
        assert!(finished.stderr.contains("cannot write the report"), "{}", finished.stderr);
        assert!(finished.stderr.contains("No space left"), "{}", finished.stderr);
    }
}
