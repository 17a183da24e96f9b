//! A container whose post file is there does not run its step again, and ends as before.

use tests::Posted;

use crate::pod::{Pod, log};

#[test]
fn it_ends_as_before() {
    for (flags, script, exit, posted) in [
        (&[][..], "exit 0", 0, Posted::Done),
        (&[], "exit 7", 7, Posted::Failed),
        (&[], "kill -KILL $$", 255, Posted::Failed),
        (&["-on_error", "continue"], "exit 7", 0, Posted::Done),
        (&["-timeout", "1ms"], "sleep 60", 1, Posted::Failed),
    ] {
        let Some(pod) = Pod::new() else { return };
        let run = || pod.step(0).args(flags).runs_shell(&format!("echo >> /tekton/ran; {script}")).finish();
        assert_eq!(run().code, Some(exit), "{script}");
        let (message, ran) = (pod.read("run/0/termination"), pod.read("ran"));
        let again = run();
        assert_eq!((again.code, pod.posted(0)), (Some(exit), posted), "{script}: {}", again.stderr);
        assert_eq!(log(&again).len(), 1);
        assert_eq!((pod.read("run/0/termination"), pod.read("ran")), (message, ran), "{script}");
    }
}

#[test]
fn a_refused_step_stays_refused() {
    let Some(pod) = Pod::new() else { return };
    let run = || pod.step(0).args(["-when_expressions", "["]).runs(["true"]).finish().code;
    assert_eq!([run(), run()], [Some(1), Some(1)]);
    assert_eq!(pod.posted(0), Posted::Failed);
}

#[test]
fn a_failure_that_another_program_has_posted_is_1() {
    let Some(pod) = Pod::new() else { return };
    pod.write("run/0/out.err", "");
    assert_eq!(pod.step(0).runs(["touch", "/tekton/ran"]).finish().code, Some(1));
    assert!(!pod.path("ran").exists());
}

#[test]
fn one_that_was_killed_runs_again() {
    let Some(pod) = Pod::new() else { return };
    drop(pod.started(pod.step(0)));
    assert_eq!(pod.posted(0), Posted::Nothing);
    assert_eq!(pod.step(0).runs(["true"]).finish().code, Some(0));
    assert_eq!(pod.posted(0), Posted::Done);
}
