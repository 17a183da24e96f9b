//! `-when_expressions`: all of them have to hold.

use tests::Posted;

use crate::pod::Pod;

#[test]
fn in_and_not_in() {
    for (json, runs) in [
        ("[]", true),
        ("null", true),
        (r#"[{"input":"a","operator":"in","values":["a","b"]}]"#, true),
        (r#"[{"input":"c","operator":"in","values":["a","b"]}]"#, false),
        (r#"[{"input":"c","operator":"notin","values":["a","b"]}]"#, true),
        (r#"[{"input":"a","operator":"notin","values":["a","b"]}]"#, false),
        (
            r#"[{"input":"a","operator":"in","values":["a"]},{"input":"a","operator":"in","values":["b"]}]"#,
            false,
        ),
        // Anything else than in is not in.
        (r#"[{"input":"a","operator":"zzz","values":["b"]}]"#, true),
        (r#"[{"input":"","operator":"in","values":[""]}]"#, true),
        (r#"[{"input":"a","operator":"in","values":null}]"#, false),
        (r#"[{"operator":"notin"}]"#, true),
    ] {
        let Some(pod) = Pod::new() else { return };
        let end = pod.step(0).args(["--when_expressions", json]).runs(["touch", "/tekton/ran"]).finish();
        assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done), "{json}: {}", end.stderr);
        assert_eq!(pod.path("ran").exists(), runs, "{json}");
    }
}

#[test]
fn results_of_earlier_steps_are_put_in() {
    for (json, runs) in [
        (r#"[{"input":"$(steps.one.results.r)","operator":"in","values":["x"]}]"#, true),
        (r#"[{"input":"y","operator":"in","values":["$(steps.one.results.list[*])"]}]"#, true),
        (r#"[{"input":"y","operator":"in","values":["$(steps.one.results.r)"]}]"#, false),
    ] {
        let Some(pod) = Pod::new() else { return };
        pod.leave("one", "r", "x");
        pod.leave("one", "list", r#"["x","y"]"#);
        let end = pod.step(0).args(["-when_expressions", json]).runs(["touch", "/tekton/ran"]).finish();
        assert_eq!(end.code, Some(0), "{json}: {}", end.stderr);
        assert_eq!(pod.path("ran").exists(), runs, "{json}");
    }
}
