//! The entrypoint under the names of Tekton's other programs: `sh`, `workingdirinit`, `sidecarlogresults`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use tests::{able, children, eventually};

use crate::pod::Pod;

/// As the controller writes it for one script of a step and one of a breakpoint.
const PROGRAM: &str = "scriptfile=\"/tekton/scripts/script-0-abcde\"
touch ${scriptfile} && chmod +x ${scriptfile}
cat > ${scriptfile} << '_EOF_'
IyEvYmluL3NoCmVjaG8gaGVsbG8gJDEK
_EOF_
/tekton/bin/entrypoint decode-script \"${scriptfile}\"
tmpfile=\"/tekton/debug/scripts/debug-continue\"
touch ${tmpfile} && chmod +x ${tmpfile}
cat > ${tmpfile} << 'debug-continue-heredoc-randomly-generated-xyz12'
#!/bin/sh
set -e
echo $# ended
debug-continue-heredoc-randomly-generated-xyz12
";

#[test]
fn sh_places_scripts() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.named("sh", ["-c", PROGRAM]).finish();
    assert_eq!((end.code, &*end.stderr), (Some(0), ""));
    for (script, arguments, said) in [
        ("scripts/script-0-abcde", vec!["you"], "hello you\n"),
        ("debug/scripts/debug-continue", vec![], "0 ended\n"),
    ] {
        let mode = fs::metadata(pod.path(script)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o755, "{script}");
        let run = std::process::Command::new(pod.path(script)).args(arguments).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&run.stdout), said);
    }
}

#[test]
fn sh_leaves_what_a_real_shell_leaves() {
    let Some(pod) = Pod::new() else { return };
    let Some(real) = Pod::new() else { return };
    assert_eq!(pod.named("sh", ["-c", PROGRAM]).finish().code, Some(0));
    let entrypoint = tests::binary("entrypoint");
    let program = PROGRAM
        .replace("/tekton/bin/entrypoint", &entrypoint.display().to_string())
        .replace("/tekton/", &format!("{}/", real.path("").display()));
    fs::create_dir_all(real.path("debug/scripts")).unwrap();
    assert!(std::process::Command::new("sh").args(["-c", &program]).status().unwrap().success());
    for script in ["scripts/script-0-abcde", "debug/scripts/debug-continue"] {
        assert_eq!(pod.read(script), real.read(script), "{script}");
    }
}

#[test]
fn sh_is_no_shell() {
    let Some(pod) = Pod::new() else { return };
    for (args, words) in [
        (vec!["-c", "echo hello"], "line 1 is scriptfile=\"/PATH\""),
        (vec!["-c", &*format!("{PROGRAM}rm -rf /tekton\n")], "line 14 is scriptfile=\"/PATH\""),
        (vec!["script.sh"], "it runs only `sh -c PROGRAM`"),
        (vec![], "it runs only `sh -c PROGRAM`"),
    ] {
        let end = pod.named("sh", args).finish();
        assert_eq!(end.code, Some(2), "{}", end.stderr);
        assert!(
            end.stderr.starts_with("sh: this is no shell: ") && end.stderr.contains(words),
            "{}",
            end.stderr
        );
        assert!(!pod.path("scripts/script-0-abcde").exists(), "nothing is placed by half a program");
    }
    let torn = PROGRAM.replace("IyEvYmluL3No", "IyEvYm*");
    let end = pod.named("sh", ["-c", &torn]).finish();
    assert_eq!(end.code, Some(1), "{}", end.stderr);
    assert!(
        end.stderr.starts_with("sh: cannot place the script /tekton/scripts/script-0-abcde: "),
        "{}",
        end.stderr
    );
    assert!(!pod.path("scripts/script-0-abcde").exists());
}

#[test]
fn workingdirinit_makes_folders_where_they_are_its_own() {
    let Some(pod) = Pod::new() else { return };
    let folder = pod.path("");
    let relative = format!("{}/a/b", folder.display()).trim_start_matches('/').to_owned();
    let end = pod
        .named(
            "workingdirinit",
            [&*relative, "/tekton/not-here", "/workspace", "/workspace/../tekton/nor-here"],
        )
        .finish();
    assert_eq!((end.code, &*end.stderr), (Some(0), ""));
    assert!(!pod.path("not-here").exists() && !pod.path("nor-here").exists());
    pod.write("file", "");
    let below_a_file = "tekton/file/folder";
    let end = pod
        .named("workingdirinit", [below_a_file])
        .with(|command| {
            command.current_dir("/");
        })
        .finish();
    assert_eq!(end.code, Some(1));
    assert!(
        end.stderr.starts_with("workingdirinit: Failed to mkdir \"tekton/file/folder\": "),
        "{}",
        end.stderr
    );
}

#[test]
fn sidecarlogresults_prints_what_the_steps_leave() {
    let Some(pod) = Pod::new() else { return };
    for step in 0..2 {
        fs::create_dir_all(pod.path(format!("run/{step}"))).unwrap();
    }
    pod.write("run/0/out", "");
    pod.write("results/digest", "sha256:abc\n");
    pod.leave("build", "url", "<image> & more");
    pod.write("steps/step-build/artifacts/provenance.json", "{\"outputs\": []}");
    let flags = [
        "-result-names",
        "digest,absent",
        "-step-results",
        r#"{"step-build":["url","absent"]}"#,
        "-step-names",
        "step-build,step-x",
    ];
    let running = pod.named("sidecarlogresults", flags).start();
    pod.write("results/late", "");
    pod.write("run/1/out", "");
    let end = running.finish();
    assert_eq!((end.code, &*end.stderr), (Some(0), ""));
    let lines: Vec<Value> = end.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines,
        [
            json!({"name": "digest", "value": "sha256:abc\n", "type": "task"}),
            json!({"name": "step-build.url", "value": "<image> & more", "type": "step"}),
            json!({"name": "step-build", "value": "{\"outputs\":[]}", "type": "stepArtifact"}),
        ]
    );
}

#[test]
fn sidecarlogresults_waits_for_the_last_step_or_a_failure() {
    let Some(pod) = Pod::new() else { return };
    for step in 0..3 {
        fs::create_dir_all(pod.path(format!("run/{step}"))).unwrap();
    }
    pod.write("run/0/out", "");
    let mut running = pod.named("sidecarlogresults", ["-result-names", "digest"]).start();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(running.runs(), "step 1 has not ended");
    pod.write("results/digest", "kept");
    pod.write("run/1/out.err", "");
    let end = running.finish();
    assert_eq!(end.code, Some(0));
    assert!(end.text().contains("\"kept\""), "{}", end.text());
}

#[test]
fn sidecarlogresults_hears_of_a_death() {
    let Some(pod) = Pod::new() else { return };
    pod.write("results/digest", "kept");
    let victim = pod.started(pod.step(0));
    let mut running = pod.named("sidecarlogresults", ["-result-names", "digest"]).start();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(running.runs(), "step 0 lives");
    drop(victim);
    let end = running.finish();
    assert!(end.code == Some(0) && end.text().contains("\"kept\""), "{end:?}");
}

#[test]
fn sidecarlogresults_as_process_1_ends_when_it_is_told_to() {
    let alone = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"];
    if !able("process namespaces", &[&alone[..], &["true"]].concat()) {
        return;
    }
    for (mode, posted, code) in [("false", false, 128 + libc::SIGTERM), ("true", true, 0)] {
        let Some(pod) = Pod::new() else { return };
        fs::create_dir_all(pod.path("run/0")).unwrap();
        pod.write("results/digest", "there");
        let flags = ["-result-names=digest".to_owned(), format!("-kubernetes-sidecar-mode={mode}")];
        let running = pod.named("sidecarlogresults", flags).under(alone).start();
        if posted {
            pod.write("run/0/out", "");
            eventually("it prints", || (!running.stdout_so_far().is_empty()).then_some(()));
        }
        let process = eventually("it waits, and is asked to end", || {
            let process = children(running.pid()).first()?.pid;
            let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
            // Before it is the program, unshare's fork blocks signals too.
            status.starts_with("Name:\tsidecarlog").then_some(())?;
            let blocked = status.lines().find_map(|line| line.strip_prefix("SigBlk:\t"))?.to_owned();
            let blocked = u64::from_str_radix(&blocked, 16).ok()?;
            (blocked & 1 << (libc::SIGTERM - 1) != 0).then_some(process)
        });
        tests::send(process, libc::SIGTERM);
        assert_eq!(running.finish().code, Some(code), "{mode}");
    }
}

#[test]
fn sidecarlogresults_stays_where_it_would_be_restarted() {
    let Some(pod) = Pod::new() else { return };
    pod.write("run/0/out", "");
    pod.write("results/digest", "there");
    let mut running =
        pod.named("sidecarlogresults", ["-result-names=digest", "-kubernetes-sidecar-mode=true"]).start();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(running.runs());
    running.send(15);
    let end = running.finish();
    assert!(end.text().contains("\"there\""), "{}", end.text());
}
