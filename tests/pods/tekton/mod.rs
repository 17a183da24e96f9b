//! A Pod as today's Tekton builds it: its init containers from our image alone, scripts, and results between steps.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::{Podman, STEP_IMAGE};

const ENTRYPOINT: &str = concat!("localhost/baton/entrypoint:v", env!("CARGO_PKG_VERSION"));

/// The steps' scripts: one leaves a result, the other is given it.
const SCRIPTS: [&str; 2] = [
    "#!/bin/sh\nset -e\nprintf made-here > /tekton/steps/0/results/digest\necho first\n",
    "#!/bin/sh\nset -e\necho second \"$1\"\n",
];

#[test]
fn scripts_and_results_go_from_step_to_step() {
    let Some(podman) = Podman::get() else { return };
    let pod = podman.play(&pod("tekton"));
    for (step, said) in [("step-a", "first\n"), ("step-b", "second made-here\n")] {
        assert_eq!(pod.exit_code(step), 0, "{step}: {:?}", pod.logs(step));
        assert_eq!(pod.logs(step).0, said, "{step}");
    }
}

/// The Pod of a TaskRun with two steps, both scripts; the second one is given the result of the first.
fn pod(name: &str) -> Value {
    let place = SCRIPTS.iter().enumerate().map(|(step, script)| {
        let script = STANDARD.encode(script);
        format!(
            "scriptfile=\"/tekton/scripts/script-{step}-abcde\"\ntouch ${{scriptfile}} && chmod +x ${{scriptfile}}\n\
             cat > ${{scriptfile}} << '_EOF_'\n{script}\n_EOF_\n\
             /tekton/bin/entrypoint decode-script \"${{scriptfile}}\"\n"
        )
    });
    let volumes = ["bin", "steps", "scripts", "results", "workspace", "run-0", "run-1"];
    let mounts = |step: usize| {
        let run = |number: usize| json!({"name": format!("run-{number}"), "mountPath": format!("/tekton/run/{number}"), "readOnly": number != step});
        let mut mounts = vec![run(0), run(1)];
        for (name, read_only) in [("bin", true), ("steps", true), ("scripts", true), ("results", false)] {
            mounts.push(json!({"name": name, "mountPath": format!("/tekton/{name}"), "readOnly": read_only}));
        }
        mounts
    };
    let step = |number: usize, name: &str, rest: &[&str]| {
        let mut args: Vec<String> = Vec::new();
        if number > 0 {
            args.extend(["-wait_file".into(), format!("/tekton/run/{}/out", number - 1)]);
        }
        args.extend([
            "-post_file".into(),
            format!("/tekton/run/{number}/out"),
            "-termination_path".into(),
            "/tekton/results/termination".into(),
            "-step_metadata_dir".into(),
            format!("/tekton/run/{number}/status"),
            "-entrypoint".into(),
            format!("/tekton/scripts/script-{number}-abcde"),
            "--".into(),
        ]);
        args.extend(rest.iter().map(|&word| word.to_owned()));
        json!({"name": name, "image": STEP_IMAGE, "command": ["/tekton/bin/entrypoint"], "args": args,
               "volumeMounts": mounts(number)})
    };
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {
            "restartPolicy": "Never",
            "volumes": volumes.map(|name| json!({"name": name, "emptyDir": {}})),
            "initContainers": [
                {"name": "prepare", "image": ENTRYPOINT, "workingDir": "/",
                 "command": ["/ko-app/entrypoint", "init", "/ko-app/entrypoint", "/tekton/bin/entrypoint", "step-a", "step-b"],
                 "volumeMounts": [{"name": "bin", "mountPath": "/tekton/bin"}, {"name": "steps", "mountPath": "/tekton/steps"}]},
                {"name": "place-scripts", "image": ENTRYPOINT, "command": ["sh"], "args": ["-c", place.collect::<String>()],
                 "volumeMounts": [{"name": "scripts", "mountPath": "/tekton/scripts"},
                                  {"name": "bin", "mountPath": "/tekton/bin"}]},
                {"name": "working-dir-initializer", "image": ENTRYPOINT, "workingDir": "/workspace",
                 "command": ["/ko-app/workingdirinit"], "args": ["/workspace/src"],
                 "volumeMounts": [{"name": "workspace", "mountPath": "/workspace"}]},
            ],
            "containers": [step(0, "step-a", &[]), step(1, "step-b", &["$(steps.a.results.digest)"])],
        },
    })
}
