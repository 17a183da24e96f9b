//! The termination message: what is in it, in which order, and when there is none.

use tests::Posted;

use crate::pod::{Pod, entries, inflated, log};

/// A step that leaves the Task's result `a` with `bytes` bytes that do not compress.
fn leaves(pod: &Pod, bytes: usize, flags: &[&str]) -> tests::Finished {
    let script = format!("head -c {bytes} /dev/urandom | base64 -w0 | head -c {bytes} > /tekton/results/a");
    pod.step(0).args(["-results", "a"]).args(flags).runs_shell(&script).finish()
}

#[test]
fn task_results_then_step_results_then_the_rest_then_artifacts() {
    let Some(pod) = Pod::new() else { return };
    let script = "echo one > /tekton/results/a; printf two > /tekton/run/0/status/results/b
        mkdir /tekton/artifacts; echo {} > /tekton/artifacts/provenance.json
        echo '{ }' > /tekton/run/0/status/artifacts/provenance.json; exit 4";
    let flags = ["-results", "a,none", "-step_results=none,b", "-on_error=continue"];
    let end = pod.step(0).args(flags).runs_shell(script).finish();
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    let message = pod.message(0);
    let told: Vec<_> =
        message.iter().map(|(key, value, kind)| (key.as_str(), value.as_str(), *kind)).collect();
    assert_eq!(
        told,
        [
            ("a", "one\n", 1),
            ("b", "two", 4),
            ("StartedAt", told[2].1, 3),
            ("ExitCode", "4", 3),
            ("/tekton/run/0/status/artifacts/provenance.json", "{ }\n", 5),
            ("/tekton/artifacts/provenance.json", "{}\n", 6),
        ]
    );
}

#[test]
fn what_is_there_is_kept_and_what_is_none_is_overwritten() {
    let kept = r#"{"key":"k","value":"v","type":"TaskRunResult","resourceName":"r"}"#;
    for (before, keeps) in [
        (format!("[{kept}]"), true),
        (format!(" \n[ {kept} ]\n"), true),
        (String::new(), false),
        (" \n\t".to_owned(), false),
        ("[]".to_owned(), false),
        (format!("[{kept}"), false),
        ("panic: something".to_owned(), false),
        ("{}".to_owned(), false),
        ("[1]".to_owned(), false),
        (r#"[{"key":"k","value":"v","type":{}}]"#.to_owned(), false),
        (r#"[{"key":"k","value":"v","type":1.5}]"#.to_owned(), false),
        (r#"[{"key":"k","value":"v","resourceName":1}]"#.to_owned(), false),
        ("tknz:nonsense".to_owned(), false),
    ] {
        let Some(pod) = Pod::new() else { return };
        pod.write("run/0/termination", &before);
        let end = pod.step(0).runs(["true"]).finish();
        assert_eq!(end.code, Some(0));
        let lost = !keeps && !before.trim().is_empty() && before != "[]";
        let line = "WARN Failed to parse existing termination message, previous results will be lost: path=/tekton/run/0/";
        assert_eq!(log(&end).iter().any(|said| said.starts_with(line)), lost, "{before:?}: {}", end.stderr);
        let text = pod.read("run/0/termination");
        let keys: Vec<_> = serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap();
        let keys: Vec<_> = keys.iter().map(|entry| entry["key"].as_str().unwrap()).collect();
        assert_eq!(keys, if keeps { &["k", "StartedAt"][..] } else { &["StartedAt"] }, "{before:?}");
        assert!(!keeps || text.contains(kept), "{text}");
    }
}

#[test]
fn any_bytes_are_told_as_json() {
    let Some(pod) = Pod::new() else { return };
    let script = r#"printf '<a href="x">&\\\n\t\001\377\360\237\230\200' > /tekton/results/a"#;
    assert_eq!(pod.step(0).args(["-results", "a"]).runs_shell(script).finish().code, Some(0));
    assert_eq!(pod.message(0)[0].1, "<a href=\"x\">&\\\n\t\u{1}\u{fffd}\u{1f600}");
}

#[test]
fn the_limit_is_4096_bytes_after_encoding() {
    let Some(pod) = Pod::new() else { return };
    assert_eq!(leaves(&pod, 100, &[]).code, Some(0));
    let others = pod.read("run/0/termination").len() - 100;
    for (bytes, fits) in [(4096 - others, true), (4097 - others, false)] {
        let Some(pod) = Pod::new() else { return };
        let end = leaves(&pod, bytes, &[]);
        if fits {
            assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{}", end.stderr);
            assert_eq!(pod.read("run/0/termination").len(), 4096);
            continue;
        }
        // The next step must not run: half of what it needs was never told.
        assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
        assert!(!pod.path("run/0/status/exitCode").exists());
        assert_eq!(pod.told(0), [], "the time alone");
        let text = "Termination message is above max allowed size 4096, caused by large task result.";
        let (error, size) =
            (format!("ERROR Error while reading results: error=\"{text}\""), format!("a has {bytes} bytes"));
        assert_eq!(log(&end), [&error, &size, text]);
    }
}

#[test]
fn huge_results_are_not_read_whole() {
    let Some(pod) = Pod::new() else { return };
    let script = "truncate -s 3G /tekton/results/a";
    let end = pod.step(0).args(["-results", "a"]).runs_shell(script).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert!(end.stderr.contains("a has more than 131072 bytes"), "{}", end.stderr);
}

#[test]
fn a_failure_keeps_its_code_when_its_results_are_too_large() {
    let Some(pod) = Pod::new() else { return };
    let script = "head -c 5000 /dev/zero | tr '\\0' x > /tekton/results/a; exit 6";
    let end = pod.step(0).args(["-results", "a"]).runs_shell(script).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(6), Posted::Failed), "{}", end.stderr);
}

#[test]
fn the_short_form_is_taken_where_it_is_shorter() {
    let Some(pod) = Pod::new() else { return };
    let flag = "-compress_termination_message";
    let script = "seq 1 1500 | tr -d '\\n' > /tekton/results/a";
    let end = pod.step(0).args(["-results", "a", flag]).runs_shell(script).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{}", end.stderr);
    let message = pod.read("run/0/termination");
    assert!(message.len() <= 4096);
    let long = entries(&inflated(&message));
    assert_eq!((long.len(), long[0].1.len()), (2, 4893));

    // What is there in the short form is kept, and told in the long one where nobody asks for the short.
    let kept =
        pod.step(1).args(["-termination_path", "/tekton/run/0/termination", flag]).runs(["true"]).finish();
    assert_eq!(kept.code, Some(0), "{}", kept.stderr);
    let more = entries(&inflated(&pod.read("run/0/termination")));
    assert_eq!((more.len(), &more[..2]), (3, &long[..]));

    assert_eq!(pod.step(2).args([flag]).runs(["true"]).finish().code, Some(0));
    assert_eq!(pod.message(2).len(), 1, "one entry is shorter as it is");
}

#[test]
fn other_ways_than_the_message_leave_results_out() {
    let Some(pod) = Pod::new() else { return };
    let script = "echo 1 > /tekton/results/a; echo 2 > /tekton/run/0/status/results/b; exit 3";
    let flags = ["-results=a", "-step_results=b", "-result_from", "sidecar-logs", "-on_error=continue"];
    assert_eq!(pod.step(0).args(flags).runs_shell(script).finish().code, Some(0));
    assert_eq!(pod.told(0), [("ExitCode".to_owned(), "3".to_owned())]);
}
