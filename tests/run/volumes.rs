//! `emptyDir`s, `ConfigMap`s, Secrets, and what of them is an error.

use serde_json::{Value, json};

use crate::scene::{lines_of, run};
use crate::task::{script, task_run, with};

fn config_map() -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "config"},
           "data": {"plain": "text", "other": "more"}, "binaryData": {"binary": "//4="}})
}

fn secret() -> Value {
    secret_of("tell nobody")
}

fn secret_of(word: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "hidden"},
           "data": {"key": "aHVzaA=="}, "stringData": {"word": word}})
}

/// A run of one step with `mounts` and the volumes `v`, each as given.
fn with_volume(text: &str, mounts: Value, volume: Value) -> Value {
    let mut volume = volume;
    volume["name"] = "v".into();
    task_run("it", &[with(script("it", text), "volumeMounts", mounts)], &json!([volume]))
}

#[test]
fn steps_share_an_empty_dir_at_two_paths() {
    let at = |path: &str| json!([{"name": "v", "mountPath": path}]);
    let steps = [
        with(
            script("write", "mkdir /one/d && echo shared >/one/d/f && chmod 555 /one/d"),
            "volumeMounts",
            at("/one"),
        ),
        with(script("it", "cat /two/deep/d/f; echo more >/two/deep/g"), "volumeMounts", at("/two/deep")),
        with(script("last", "cat /usr/local/new/g"), "volumeMounts", at("/usr/local/new")),
    ];
    let finished = run(&[task_run("it", &steps, &json!([{"name": "v", "emptyDir": {}}]))], &[]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let text = String::from_utf8(finished.stdout).unwrap();
    assert!(text.contains(" shared\n") && text.contains(" more\n"), "{text}");
}

#[test]
fn one_volume_may_lie_in_another_and_be_entered_below() {
    let mounts = json!([
        {"name": "v", "mountPath": "/a"},
        {"name": "v", "mountPath": "/a/b/c", "subPath": "deep/er"},
    ]);
    let text = "echo x >/a/b/c/f; cat /a/deep/er/f; test -d /a/b/c && echo y";
    assert_eq!(lines_of(&[with_volume(text, mounts, json!({"emptyDir": {}}))]), ["x", "y"]);
}

#[test]
fn a_read_only_mount_is_read_only() {
    let mounts =
        json!([{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/b", "readOnly": true}]);
    let text = "echo x >/a/f; cat /b/f; echo y 2>/dev/null >/b/g || echo refused";
    assert_eq!(lines_of(&[with_volume(text, mounts, json!({"emptyDir": {}}))]), ["x", "refused"]);
}

#[test]
fn a_config_map_is_files() {
    let mounts = json!([{"name": "v", "mountPath": "/var/run/config"}]);
    let text = "cd /var/run/config; ls | tr '\\n' ' '; echo; cat plain; echo; stat -c %a plain; od -An -tx1 binary; echo 2>/dev/null >plain || echo refused";
    let run = with_volume(text, mounts, json!({"configMap": {"name": "config"}}));
    assert_eq!(lines_of(&[run, config_map()]), ["binary other plain", "text", "644", "ff fe", "refused"]);
}

#[test]
fn items_modes_and_sub_paths_are_honoured() {
    let volume = json!({"configMap": {"name": "config", "defaultMode": 0o400,
        "items": [{"key": "plain", "path": "sub/renamed", "mode": 0o755}, {"key": "other", "path": "o"}]}});
    let mounts = json!([{"name": "v", "mountPath": "/c"}, {"name": "v", "mountPath": "/etc/one.conf", "subPath": "o"}]);
    let text = "cd /c; find . -type f | sort | xargs stat -c '%n %a'; cat /etc/one.conf; echo; test -f /etc/passwd && echo y";
    let run = with_volume(text, mounts, volume);
    assert_eq!(lines_of(&[run, config_map()]), ["./o 400", "./sub/renamed 755", "more", "y"]);
}

#[test]
fn a_secret_is_files_in_memory_for_its_user_alone() {
    let mounts = json!([{"name": "v", "mountPath": "/s"}]);
    let text = "cat /s/key | tr a-z b-za; echo; cat /s/word | tr a-z b-za; echo; stat -f -c %T /s; stat -c %a /s/key";
    let run = with_volume(text, mounts, json!({"secret": {"secretName": "hidden"}}));
    assert_eq!(
        lines_of(&[run, secret()]),
        ["ivti", "ufmm opcpez", "tmpfs", "600"],
        "each letter is the next one, since secrets are not shown"
    );
}

#[test]
fn secrets_are_in_no_file_argument_or_event() {
    // Nobody else's: all processes of the machine are looked at, and another run of these tests may look for its own.
    let word = format!("tell nobody {}", std::process::id());
    let mounts = json!([{"name": "v", "mountPath": "/s"}]);
    let env = json!([{"name": "WORD", "valueFrom": {"secretKeyRef": {"name": "hidden", "key": "word"}}}]);
    let step = with(
        with(script("it", "cat /s/word >/dev/null; echo up; sleep 1000"), "volumeMounts", mounts),
        "env",
        env,
    );
    let scene = crate::scene::Scene::new(&[
        task_run("it", &[step], &json!([{"name": "v", "secret": {"secretName": "hidden"}}])),
        secret_of(&word),
    ]);
    let mut running = tests::Running::start(scene.command(&["-o", "json", "--verbose", "--keep"]));
    running.says("\"up\"", 1);
    let found = std::process::Command::new("grep").args(["-rl", &word]).arg(scene.work()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout), "");
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&line).contains(&word), "{entry:?}");
    }
    running.send(libc::SIGTERM);
    let finished = running.finish();
    assert!(!String::from_utf8_lossy(&finished.stdout).contains(&word));
    assert!(!finished.stderr.contains(&word));
}

#[test]
fn projections_and_fields_are_files() {
    let volume = json!({"projected": {"sources": [
        {"configMap": {"name": "config", "items": [{"key": "plain", "path": "p"}]}},
        {"secret": {"name": "hidden", "items": [{"key": "key", "path": "k"}]}},
        {"downwardAPI": {"items": [{"path": "n", "fieldRef": {"fieldPath": "metadata.labels['tekton.dev/taskRun']"}}]}},
    ]}});
    let text = "cd /p; for f in p k n; do cat $f | tr a-z b-za; echo; done";
    let run = with_volume(text, json!([{"name": "v", "mountPath": "/p"}]), volume);
    assert_eq!(lines_of(&[run, config_map(), secret()]), ["ufyu", "ivti", "ju"]);
}

#[test]
fn optional_objects_may_be_missing() {
    let mounts = json!([{"name": "v", "mountPath": "/s"}]);
    let run =
        with_volume("ls /s | wc -l", mounts, json!({"secret": {"secretName": "none", "optional": true}}));
    assert_eq!(lines_of(&[run]), ["0"]);
}

#[test]
fn what_is_missing_is_named() {
    let mounts = json!([{"name": "v", "mountPath": "/s"}]);
    for (volume, words) in [
        (json!({"secret": {"secretName": "none"}}), ["Secret none", "-f"]),
        (json!({"configMap": {"name": "gone"}}), ["ConfigMap gone", "-f"]),
        (
            json!({"secret": {"secretName": "hidden", "items": [{"key": "no", "path": "x"}]}}),
            ["Secret hidden", "key no"],
        ),
        (json!({"persistentVolumeClaim": {"claimName": "disk"}}), ["volume v", "--engine podman"]),
        (json!({"hostPath": {"path": "/no/such/place"}}), ["volume v", "/no/such/place"]),
    ] {
        let finished = run(&[with_volume("echo ran", mounts.clone(), volume), secret()], &[]);
        assert_eq!((finished.code, finished.stdout.len()), (Some(1), 0), "{finished:?}");
        for word in words {
            assert!(finished.stderr.contains(word), "{word}: {}", finished.stderr);
        }
    }
}

#[test]
fn a_link_in_a_volume_does_not_lead_out_of_it() {
    let outside = tempfile::tempdir().unwrap();
    let link = format!("ln -s {} /a/link", outside.path().display());
    let all = json!([{"name": "v", "mountPath": "/a"}]);
    let below = json!([{"name": "v", "mountPath": "/b", "subPath": "link/x"}]);
    // All containers of a Pod start at once, so the link is made by an earlier Pod in a folder of both.
    let host = tempfile::tempdir().unwrap();
    let host_volumes = json!([{"name": "v", "hostPath": {"path": host.path()}}]);
    let first = task_run("first", &[with(script("a", &link), "volumeMounts", all)], &host_volumes);
    let second = task_run("second", &[with(script("b", "echo ran"), "volumeMounts", below)], &host_volumes);
    let finished = run(&[first, second], &["--jobs", "1"]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(finished.stderr.contains("symlink"), "{}", finished.stderr);
    assert!(!outside.path().join("x").exists());
}
