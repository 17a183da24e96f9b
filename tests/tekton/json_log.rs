//! `BATON_LOG=json`: what the entrypoint says is an object a line, in both protocols; what the step says stays as it is.

use serde_json::Value;
use tests::{Finished, Posted, Step, Tools};

use crate::pod::{Pod, judge_time};

fn in_json(step: Step) -> Step {
    step.with(|command| {
        command.env("BATON_LOG", "json");
    })
}

/// Level, message and cause of each line; what every line has is judged.
fn said(end: &Finished, program: &str) -> Vec<(String, String, String)> {
    let lines = end.stderr.lines().map(|line| -> Value {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
    });
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    lines
        .map(|line| {
            judge_time(&text(&line, "ts"));
            assert_eq!(text(&line, "program"), program, "{line}");
            (text(&line, "level"), text(&line, "msg"), text(&line, "error"))
        })
        .collect()
}

fn line(level: &str, message: &str, cause: &str) -> (String, String, String) {
    (level.to_owned(), message.to_owned(), cause.to_owned())
}

#[test]
fn every_line_is_an_object() {
    for (flags, command, expected) in [
        (
            &[][..],
            "/no/such",
            vec![
                line("error", "cannot run /no/such: no such file in this image", ""),
                line("error", "Error executing command: fork/exec /no/such: no such file or directory", ""),
            ],
        ),
        (&["-timeout=20ms"], "sleep 60", vec![line("error", "context deadline exceeded", "")]),
        (
            &[r#"-when_expressions=[{"input":"a","operator":"in"}]"#],
            "true",
            vec![line("info", "Step was skipped due to when expressions were evaluated to false.", "")],
        ),
        (
            &["-results=a"],
            "mkdir /tekton/results/a",
            vec![line(
                "error",
                "Error while reading results",
                "open /tekton/results/a: Is a directory (os error 21)",
            )],
        ),
    ] {
        let Some(pod) = Pod::new() else { return };
        let end = in_json(pod.step(0).args(flags).runs(command.split(' '))).finish();
        assert_eq!(said(&end, "entrypoint"), expected);
        let first: Value = serde_json::from_str(end.stderr.lines().next().unwrap()).unwrap();
        assert_eq!(first["post_file"], "/tekton/run/0/out");
    }
}

#[test]
fn what_the_step_says_stays_as_it_is() {
    let Some(pod) = Pod::new() else { return };
    let end = in_json(pod.step(0).runs_shell("echo out; echo '{ err' >&2; exit 3")).finish();
    assert_eq!((end.code, end.text().as_str(), end.stderr.as_str()), (Some(3), "out", "{ err\n"));
}

#[test]
fn refusals_are_one_object_each() {
    let Some(pod) = Pod::new() else { return };
    let end = in_json(pod.step(0).args(["-no_such_flag"])).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(2), Posted::Failed));
    let said = said(&end, "entrypoint");
    assert_eq!((said.len(), said[0].0.as_str()), (1, "error"));
    assert!(said[0].1.contains("flag provided but not defined: -no_such_flag\n"), "{}", said[0].1);
}

#[test]
fn other_programs_say_who_they_are() {
    let Some(pod) = Pod::new() else { return };
    let end = in_json(pod.named("sh", ["-c", "echo hello"])).finish();
    assert!(end.code == Some(2) && said(&end, "sh")[0].1.starts_with("this is no shell: "), "{}", end.stderr);
    let end = in_json(pod.plain(["step-init", "step-a"])).finish();
    assert_eq!(said(&end, "entrypoint"), [line("info", "Setup /step directories", "")]);
}

#[test]
fn the_classic_protocol_too() {
    let tools = Tools::new();
    tools.post("0.err");
    let end = in_json(tools.step(1).runs(["true"])).finish();
    let skipped = format!("skipped, since a step before failed ({}.err)", tools.path("0").display());
    assert_eq!((end.code, said(&end, "entrypoint")), (Some(0), vec![line("error", &skipped, "")]));
}

#[test]
fn another_format_is_a_refusal() {
    let another = |step: Step| {
        let end = step.runs(["touch", "/tekton/ran"]).with(|command| {
            command.env("BATON_LOG", "xml");
        });
        let end = end.finish();
        assert_eq!(end.code, Some(1));
        assert!(end.stderr.contains("BATON_LOG=xml is not known; set it to json"), "{}", end.stderr);
    };
    let Some(pod) = Pod::new() else { return };
    another(pod.step(0));
    assert!(pod.posted(0) == Posted::Failed && !pod.path("ran").exists());
    let tools = Tools::new();
    another(tools.step(0));
    assert_eq!(tools.posted("0"), Posted::Failed);
    let end = pod.plain(["step-init"]).with(|command| {
        command.env("BATON_LOG", "xml");
    });
    assert_eq!(end.finish().code, Some(1));
}
