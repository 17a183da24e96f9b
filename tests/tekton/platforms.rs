//! The command by machine, where the controller could not tell which machine it would be.

use tests::Posted;

use crate::pod::Pod;

fn with_commands(pod: &Pod, json: &str) -> tests::Finished {
    let json = json.to_owned();
    pod.step(0)
        .args(["--", "arg", "--"])
        .with(move |command| {
            command.env("TEKTON_PLATFORM_COMMANDS", json);
        })
        .finish()
}

fn this() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

#[test]
fn exact_with_a_variant_and_without_one() {
    for keys in ["linux/ARCH", "linux/ARCH/v8", " linux/ARCH ", "linux/none\":[\"false\"],\"linux/ARCH"] {
        let Some(pod) = Pod::new() else { return };
        let json = format!("{{\"{}\":[\"echo\",\"ran\"]}}", keys.replace("ARCH", this()));
        let end = with_commands(&pod, &json);
        assert_eq!((end.code, end.text().as_str()), (Some(0), "ran arg --"), "{json}: {}", end.stderr);
    }
}

#[test]
fn none_for_this_machine() {
    let Some(pod) = Pod::new() else { return };
    let end = with_commands(&pod, r#"{"linux/none":["false"],"linux/ARCHITECTURE/v1":["false"]}"#);
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert!(end.stderr.contains("could not find command for platform \"linux/"), "{}", end.stderr);
}
