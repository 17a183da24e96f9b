//! `$(steps.NAME.results.R)` in arguments and in the environment.

use tests::Finished;

use crate::pod::Pod;

fn pod() -> Option<Pod> {
    let pod = Pod::new()?;
    pod.leave("one", "text", "plain text\n");
    pod.leave("one", "json", "\"quoted\\n\"\n");
    pod.leave("one", "list", r#"["a b", "c", ""]"#);
    pod.leave("one", "map", r#"{"key": "value", "other.key": "x"}"#);
    pod.leave("one", "broken", r#"["a", 1]"#);
    pod.leave("one", "path", "/tekton/bin:/usr/bin:/bin");
    Some(pod)
}

/// Each argument that the step gets, in brackets.
fn echoed(pod: &Pod, words: &[&str]) -> Finished {
    let script = "for word; do printf '[%s]' \"$word\"; done";
    pod.step(0).runs([&["sh", "-c", script, "sh"], words].concat()).finish()
}

#[test]
fn in_arguments() {
    for (word, becomes) in [
        ("$(steps.one.results.text)", "[plain text\n]"),
        ("-$(steps.one.results.text)-$(steps.one.results.json)-", "[-plain text\n-quoted\n-]"),
        ("$(steps.one.results.list[*])", "[a b][c][]"),
        ("$(steps.one.results.list[1])!", "[c!]"),
        ("$(steps.one.results.map.key)", "[value]"),
        ("$(steps.one.results.map.other.key)", "[x]"),
        ("$(steps.one.results.map.none)", "[]"),
        ("$(steps.one.results.list)", r#"[["a b", "c", ""]]"#),
        ("$(params.x) $(steps.) $(steps.one) $HOME", "[$(params.x) $(steps.) $(steps.one) $HOME]"),
        ("$(steps.a) $(steps.one.results.map.key)", "[$(steps.a) value]"),
    ] {
        let Some(pod) = pod() else { return };
        let end = echoed(&pod, &[word]);
        assert_eq!(
            (end.code, &String::from_utf8_lossy(&end.stdout)[..]),
            (Some(0), becomes),
            "{word}: {}",
            end.stderr
        );
        assert_eq!(end.stderr, "", "{word}");
    }
}

#[test]
fn what_is_not_there_is_logged_and_stays() {
    for (word, why) in [
        ("$(steps.one.results.none)", "failed to find replacement for result none of step one"),
        ("$(steps.two.results.text)", "failed to find replacement for result text of step two"),
        ("$(steps.one.results.text[0])", "failed to find replacement for result text of step one"),
        ("$(steps.one.results.list[3])", "failed to find replacement for result list of step one"),
        ("$(steps.one.results.broken[0])", "failed to find replacement for result broken of step one"),
        (
            "x$(steps.one.results.list[*])",
            r#"value must be in \"$(steps.<step-name>.results.<result-name>[*])\" format, when using array results"#,
        ),
    ] {
        let Some(pod) = pod() else { return };
        let end = echoed(&pod, &[word, "$(steps.one.results.json)"]);
        assert_eq!((end.code, end.text()), (Some(0), format!("[{word}][quoted\n]")), "{}", end.stderr);
        assert!(
            end.stderr.contains(" ERROR Error while substituting step results: error=\""),
            "{}",
            end.stderr
        );
        assert!(end.stderr.contains(why), "{}", end.stderr);
        assert_eq!(end.stderr.lines().count(), 1);
    }
}

#[test]
fn names_lead_nowhere_else() {
    let Some(pod) = pod() else { return };
    pod.write("steps/secret", "hidden");
    pod.write("steps/step-one/secret", "hidden");
    for word in
        ["$(steps.one.results.../secret)", "$(steps.../x.results.y)", "$(steps.one/../.results.secret)"]
    {
        assert_eq!(echoed(&pod, &[word]).text(), format!("[{word}]"));
        std::fs::remove_dir_all(pod.path("run/0")).unwrap();
    }
}

#[test]
fn in_the_command_and_the_environment() {
    let Some(pod) = pod() else { return };
    std::fs::create_dir(pod.path("bin")).unwrap();
    tests::write_program(pod.path("bin/tool"), "755", "#!/bin/sh\necho \"$1 $VALUE $LIST\"\n");
    pod.leave("one", "command", "tool");
    let binary = tests::binary("entrypoint");
    let environment = [
        "PATH=$(steps.one.results.path)",
        "VALUE=<$(steps.one.results.map.key)>",
        "LIST=$(steps.one.results.list[*])",
        binary.to_str().unwrap(),
        "-termination_path=/tekton/termination",
    ];
    let end = pod.program("env").args(environment).runs(["$(steps.one.results.command)", "ran"]).finish();
    assert_eq!(
        (end.code, end.text().as_str()),
        (Some(0), "ran <value> $(steps.one.results.list[*])"),
        "{}",
        end.stderr
    );
}

#[test]
fn what_is_put_in_is_not_looked_at_again() {
    let Some(pod) = pod() else { return };
    pod.leave("one", "evil", "$(steps.one.results.text)");
    assert_eq!(echoed(&pod, &["$(steps.one.results.evil)"]).text(), "[$(steps.one.results.text)]");
}

#[test]
fn a_result_is_read_after_the_wait() {
    let Some(pod) = Pod::new() else { return };
    pod.plain(["step-init", "step-one"]).finish();
    let reader = pod.step(1).runs(["echo", "$(steps.one.results.r)"]).start();
    reader.settle("it waits", || pod.path("run/1/out.lock").exists());
    // The link leads to /tekton/run/0/status, as in a Pod.
    let writer =
        pod.step(0).args(["-step_results=r"]).runs_shell("echo -n late > /tekton/steps/step-one/results/r");
    assert_eq!(writer.finish().code, Some(0));
    let end = reader.finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "late"), "{}", end.stderr);
}
