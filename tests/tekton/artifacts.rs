//! What steps say about what went into them and what came out.

use std::fs;

use crate::pod::Pod;

const PROVENANCE: &str = r#"{
  "inputs": [{"name": "source", "values": [{"uri": "git:a", "digest": {"sha1": "b"}}]}],
  "outputs": [
    {"name": "image", "buildOutput": true, "values": [{"uri": "pkg:c", "digest": {"sha256": "d"}}]},
    {"name": "sbom", "values": []}
  ]
}"#;
const SOURCE: &str = r#"[{"digest":{"sha1":"b"},"uri":"git:a"}]"#;
const IMAGE: &str = r#"[{"digest":{"sha256":"d"},"uri":"pkg:c"}]"#;

fn pod() -> Option<Pod> {
    let pod = Pod::new()?;
    pod.write("steps/step-one/artifacts/provenance.json", PROVENANCE);
    Some(pod)
}

#[test]
fn in_arguments_and_in_the_environment() {
    for (word, becomes) in [
        ("$(steps.one.inputs)", SOURCE),
        ("$(steps.one.inputs.source)", SOURCE),
        ("$(steps.one.outputs)", IMAGE),
        ("$(steps.one.outputs.image)", IMAGE),
        ("$(steps.one.outputs.sbom)", "[]"),
    ] {
        let Some(pod) = pod() else { return };
        let step = pod.step(0).runs(["sh", "-c", "echo \"$1 $VALUE\"", "sh", word]).under(["env"]);
        let end = step.with(move |command| {
            command.env("VALUE", word);
        });
        let end = end.finish();
        assert_eq!(
            (end.code, end.text()),
            (Some(0), format!("{becomes} {becomes}")),
            "{word}: {}",
            end.stderr
        );
    }
}

#[test]
fn what_is_not_there_is_logged_and_stays() {
    for word in ["$(steps.one.outputs.none)", "$(steps.two.outputs)"] {
        let Some(pod) = pod() else { return };
        let end = pod.step(0).runs(["echo", word]).finish();
        assert_eq!((end.code, end.text().as_str()), (Some(0), word));
        assert!(end.stderr.contains("failed to find replacement for artifacts of step"), "{}", end.stderr);
    }
}

/// A script with a reference; where its copy may be is up to `flags` of mount.
fn script(pod: &Pod, environment: &'static [(&str, &str)]) -> tests::Finished {
    let script = "#!/bin/sh\necho '$(steps.one.outputs)' \"$0\"\n";
    tests::write_program(pod.path("scripts/script-0-abc"), "755", script);
    let step = pod.step(0).runs(["/tekton/scripts/script-0-abc"]).with(move |command| {
        command.envs(environment.iter().copied());
    });
    let end = step.finish();
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    assert!(end.text().starts_with(IMAGE), "{}", end.text());
    assert_eq!(
        fs::read_to_string(pod.path("scripts/script-0-abc")).unwrap(),
        script,
        "the script itself stays"
    );
    end
}

#[test]
fn in_a_script_whose_copy_runs() {
    let Some(pod) = pod() else { return };
    fs::create_dir(pod.path("tmp")).unwrap();
    let end = script(&pod, &[("TMPDIR", "/tekton/tmp")]);
    assert!(end.text().contains(" /tekton/tmp/script-"), "{}", end.text());
}

#[test]
fn without_a_place_for_temporary_files_the_copy_is_in_the_run_folder() {
    let Some(pod) = pod() else { return };
    let end = script(&pod, &[("TMPDIR", "/proc/none")]);
    assert!(end.text().contains(" /tekton/run/0/script-"), "{}", end.text());
}

#[test]
fn a_script_that_refers_to_nothing_runs_itself() {
    let Some(pod) = pod() else { return };
    tests::write_program(pod.path("scripts/script-0-abc"), "755", "#!/bin/sh\necho \"$0\"\n");
    let end = pod.step(0).runs(["/tekton/scripts/script-0-abc"]).finish();
    assert_eq!(end.text(), "/tekton/scripts/script-0-abc", "{}", end.stderr);
}
