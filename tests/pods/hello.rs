//! The first Task anybody runs.

use serde_json::json;
use tests::{Podman, STEP_IMAGE};

use crate::task;

#[test]
fn both_steps_and_nop_say_their_line() {
    let Some(podman) = Podman::get() else { return };
    let step = |name, line| json!({"name": name, "image": STEP_IMAGE, "command": ["echo", line]});
    let pod =
        podman.play(&task::pod("hello", &[step("echo", "hello world"), step("echo-1", "hello world-1")]));

    for (container, line) in [
        ("build-step-echo", "hello world\n"),
        ("build-step-echo-1", "hello world-1\n"),
        ("nop", "Build successful\n"),
    ] {
        assert_eq!(pod.exit_code(container), 0, "{container}: {:?}", pod.logs(container));
        assert_eq!(pod.logs(container).0, line, "{container}");
    }
}
