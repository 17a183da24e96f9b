//! What a step sees of this machine, and what it cannot do to it.

use serde_json::json;
use std::path::Path;

use crate::scene::{lines, lines_of};
use crate::task::{script, task_run, with};

#[test]
fn the_userland_is_the_machines_own() {
    let own = std::fs::read_to_string("/etc/passwd").unwrap().lines().count().to_string();
    assert_eq!(lines("wc -l </etc/passwd; command -v sh >/dev/null && echo y"), [own.as_str(), "y"]);
}

#[test]
fn nothing_of_the_machine_can_be_written() {
    let place = tempfile::Builder::new().prefix("baton-test-").tempdir_in(tests::workspace()).unwrap();
    let text = format!(
        "for d in /usr /etc /var /usr/local/bin {} {} /proc/sys/kernel /sys; do touch $d/baton-was-here 2>/dev/null && echo wrote $d; done;
         mount -o remount,rw,bind /usr 2>/dev/null && echo remounted; echo done",
        place.path().display(),
        std::env::var("HOME").unwrap_or("/root".into()),
    );
    assert_eq!(lines(&text), ["done"]);
    for folder in ["/usr", "/etc", "/var", "/usr/local/bin"] {
        assert!(!Path::new(folder).join("baton-was-here").exists(), "{folder}");
    }
}

#[test]
fn files_may_go_while_the_machine_is_looked_at() {
    // In the same folder, so that it is listed: above a place where something is mounted.
    let place = tempfile::Builder::new().prefix("baton-test-").tempdir_in(tests::workspace()).unwrap();
    let at = place.path().join("v");
    let step = with(script("it", "echo x"), "volumeMounts", json!([{"name": "v", "mountPath": at}]));
    let run = task_run("it", &[step], &json!([{"name": "v", "emptyDir": {}}]));
    let paths: Vec<_> = (0..200).map(|n| place.path().join(format!("goes-{n}"))).collect();
    std::thread::scope(|scope| {
        let runs = scope.spawn(|| {
            for _ in 0..3 {
                assert_eq!(lines_of(std::slice::from_ref(&run)), ["x"]);
            }
        });
        while !runs.is_finished() {
            for path in &paths {
                std::fs::write(path, "").unwrap();
            }
            for path in &paths {
                std::fs::remove_file(path).unwrap();
            }
        }
    });
}

#[test]
fn disks_and_services_are_out_of_reach() {
    let text = "ls /dev | tr '\\n' ' '; echo; find / -xdev -type s 2>/dev/null | head -3; echo x >/dev/null && head -c2 /dev/zero | wc -c";
    assert_eq!(
        lines(text),
        ["fd full null ptmx pts random shm stderr stdin stdout termination-log tty urandom zero", "2"]
    );
}

#[test]
fn temporary_files_are_the_containers_own() {
    let mine = tempfile::NamedTempFile::new_in("/tmp").unwrap();
    let text = format!(
        "test -e {} && echo seen; for d in /tmp /var/tmp /dev/shm; do ls -A $d; echo x >$d/f && cat $d/f; done",
        mine.path().display()
    );
    assert_eq!(lines(&text), ["x", "x", "x"]);
}

#[test]
fn a_step_sees_its_own_processes() {
    assert_eq!(
        lines("ls /proc | grep -c '^[0-9]*$' | awk '{ print ($1 < 10) }'; cat /proc/1/comm"),
        ["1", "entrypoint"]
    );
}

#[test]
fn a_working_directory_is_made() {
    for dir in ["/new/place", "/usr/share/new/place", "/workspace/a/b", "/usr/share"] {
        let step = with(script("it", "pwd"), "workingDir", json!(dir));
        assert_eq!(lines_of(&[task_run("it", &[step], &json!([]))]), [dir]);
        assert!(!Path::new("/usr/share/new").exists() && !Path::new("/new").exists());
    }
}

#[test]
fn a_working_directory_that_is_there_keeps_its_content() {
    let step = with(script("it", "ls | wc -l"), "workingDir", json!("/usr/share"));
    let own = std::fs::read_dir("/usr/share").unwrap().count().to_string();
    assert_eq!(lines_of(&[task_run("it", &[step], &json!([]))]), [own]);
}

#[test]
fn a_read_only_root_takes_nothing_new() {
    let text = "touch /new 2>/dev/null && echo wrote; touch /tmp/new 2>/dev/null && echo wrote; touch /workspace/new && echo workspace";
    let step = with(script("it", text), "securityContext", json!({"readOnlyRootFilesystem": true}));
    assert_eq!(lines_of(&[task_run("it", &[step], &json!([]))]), ["workspace"]);
}

#[test]
fn last_words_are_told() {
    let finished = crate::scene::run(
        &[crate::task::scripts(&[("a", "echo last >/dev/termination-log")])],
        &["-o", "json"],
    );
    let text = String::from_utf8(finished.stdout).unwrap();
    assert!(text.contains(r#""message":"last\n""#), "{text}");
}

#[test]
fn keep_keeps_the_folder_and_says_where() {
    let scene = crate::scene::Scene::new(&[crate::task::scripts(&[("a", "echo kept >/workspace/file")])]);
    let finished = tests::Running::start(scene.command(&["--keep"])).finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let line = finished.stderr.lines().find_map(|line| line.split_once("kept the working folder ")).unwrap();
    let file = Path::new(line.1).join("volumes/workspace/file");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept\n");
}
