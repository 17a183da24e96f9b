//! What a page tells of how a run ended, and of what its steps said until then.

use std::fs;

use serde_json::{Value, json};
use tests::Running;

use crate::report::{page_of, place};
use crate::scene::Scene;
use crate::task::{script, scripts};

#[test]
fn secrets_are_not_on_a_page() {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"password": "correct horse"}});
    let volumes = json!([{"name": "v", "secret": {"secretName": "s"}}]);
    let text = "cat /s/password; echo; base64 </s/password; echo \"<<$(cat /s/password)>>\"; echo done";
    let step =
        crate::task::with(script("it", text), "volumeMounts", json!([{"name": "v", "mountPath": "/s"}]));
    let page = page_of(&[crate::task::task_run("it", &[step], &volumes), secret], 0);
    // Two pipes: which of their lines come first is not known.
    assert!(page.contains("***\n***\n") && page.contains("\ndone\n"), "{page}");
    assert!(page.contains("&lt;&lt;***&gt;&gt;\n"), "{page}");
    for shape in ["correct horse", "Y29ycmVjdCBob3JzZQ"] {
        assert!(!page.contains(shape), "{shape}");
    }
}

#[test]
fn of_a_long_log_the_beginning_and_the_end_are_there() {
    let page = page_of(&[scripts(&[("a", "seq -f 'line %.0f' 1 100000")])], 0);
    assert!(page.len() < 600_000, "{} bytes", page.len());
    for line in ["line 1\n", "line 100000\n"] {
        assert!(page.contains(line), "{line}");
    }
    let kept = page.lines().filter(|line| line.starts_with("line ")).count();
    let said = format!("{} lines, ", 100_000 - kept);
    assert!(kept < 40_000 && page.contains(&said), "{kept} kept");
}

#[test]
fn a_run_that_is_ended_has_a_page_too() {
    let (_folder, page) = place();
    let scene = Scene::new(&[scripts(&[("a", "echo up; sleep 1000"), ("b", "true")])]);
    let mut running = Running::start(scene.command(&["--report", page.to_str().unwrap()]));
    running.says("[a]   up", 1);
    assert!(!page.exists(), "no half of a page");
    running.send(libc::SIGTERM);
    assert_eq!(running.finish().code, Some(143));
    scene.assert_clean();
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("<span class=\"badge stopped\">") && page.contains("<pre>\nup\n</pre>"), "{page}");
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn a_pod_that_cannot_be_run_is_told_of() {
    let volumes = json!([{"name": "v", "secret": {"secretName": "not-there"}}]);
    let step =
        crate::task::with(script("it", "true"), "volumeMounts", json!([{"name": "v", "mountPath": "/s"}]));
    let page = page_of(&[crate::task::task_run("it", &[step], &volumes)], 1);
    assert!(page.contains("<p class=\"error\">") && page.contains("not-there"), "{page}");
}

#[test]
fn events_and_a_page_come_together() {
    let (_folder, page) = place();
    let finished = crate::scene::run(
        &[scripts(&[("a", "echo hi")])],
        &["-o", "json", "--report", page.to_str().unwrap()],
    );
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(finished.text().lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    assert!(fs::read_to_string(page).unwrap().contains("<pre>\nhi\n</pre>"));
}

#[test]
fn a_page_says_whose_time_was_up() {
    let mut object = scripts(&[("a", "sleep 1000")]);
    object["spec"]["timeout"] = json!("1s");
    let page = page_of(&[object], 124);
    let said = "TaskRun &quot;it&quot; failed to finish within &quot;1s&quot;";
    assert!(page.contains(&format!(">it</a>: {said}</li>")), "{page}");
}
