//! Every argument list of the golden Pods, given to the binary that would get it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use tests::{binary, write_program};

use crate::controller::{controller, run};
use crate::golden::{args, folders};

#[test]
fn entrypoint_takes_the_flags_of_every_step_and_hands_the_rest_on_verbatim() {
    let mut steps = 0;
    for container in containers().iter().filter(|container| program(container) == "/builder/tools/entrypoint")
    {
        let tools = TempDir::new().unwrap();
        let echo = tools.path().join("echo");
        write_program(&echo, "755", "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
        let mut words = moved(container, tools.path());
        let command = words.iter().position(|word| word == "-entrypoint").unwrap() + 1;
        words[command] = echo.to_str().unwrap().to_owned();
        let wait = &words[words.iter().position(|word| word == "-wait_file").unwrap() + 1];
        if !wait.is_empty() {
            fs::write(wait, "").unwrap();
        }
        let said = run(Command::new(binary("entrypoint")).args(&words), "");
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{words:?}");
        let given: Vec<&str> = words[command + 2..].iter().map(String::as_str).collect();
        let got: Vec<&str> = said.stdout.split_terminator('\0').collect();
        // printf prints one empty text for no arguments
        assert_eq!(got, if given.is_empty() { vec![""] } else { given });
        let post = &words[words.iter().position(|word| word == "-post_file").unwrap() + 1];
        assert!(Path::new(post).exists(), "{words:?}");
        steps += 1;
    }
    assert!(steps > 10, "{steps} steps");
}

#[test]
fn the_other_binaries_take_theirs() {
    let mut seen = [0; 3];
    for container in containers() {
        let home = TempDir::new().unwrap();
        let (name, count) = match program(&container) {
            "/ko-app/entrypoint" => ("entrypoint", &mut seen[0]),
            "/ko-app/creds-init" => ("creds-init", &mut seen[1]),
            "/ko-app/nop" => ("nop", &mut seen[2]),
            _ => continue,
        };
        *count += 1;
        let mut words = moved(&container, home.path());
        match name {
            "entrypoint" => drop(fs::copy(binary("entrypoint"), &words[1]).unwrap()),
            "creds-init" => words.insert(0, format!("-secrets_dir={}", mounted(&container, home.path()))),
            _ => {}
        }
        let said = run(Command::new(binary(name)).args(&words).env("HOME", home.path()), "");
        assert_eq!(said.code, 0, "{name} {words:?}: {}", said.stderr);
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn what_the_steps_of_resources_call_understands_them() {
    let (mut mkdir, mut copies, mut cluster) = (0, 0, 0);
    for container in containers() {
        let words: Vec<&str> =
            container["args"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(at) = words.iter().position(|word| *word == "-entrypoint") else { continue };
        let workspace = TempDir::new().unwrap();
        let inside = |word: &str| word.starts_with("/workspace") || word.starts_with("/pvc");
        let below = |word: &&str| {
            if inside(word) { format!("{}{word}", workspace.path().display()) } else { (*word).to_owned() }
        };
        let rest: Vec<String> = words[at + 3..].iter().map(below).collect();
        let program = match words[at + 1] {
            "/builder/tools/entrypoint" => "entrypoint",
            "/ko-app/creds-init" => "creds-init",
            _ => continue,
        };
        if rest[0] == "cp" {
            fs::create_dir_all(&rest[2]).unwrap();
        }
        let said = run(Command::new(binary(program)).args(&rest).current_dir(workspace.path()), "");
        assert_eq!(said.code, 0, "{program} {rest:?}: {}", said.stderr);
        match rest[0].as_str() {
            "mkdir" => {
                assert!(Path::new(&rest[1]).is_dir(), "{rest:?}");
                mkdir += 1;
            }
            "cp" => {
                assert!(Path::new(&rest[3]).is_dir(), "{rest:?}");
                copies += 1;
            }
            _ => {
                assert!(workspace.path().join("prod/kubeconfig").is_file(), "{rest:?}");
                cluster += 1;
            }
        }
    }
    assert!(mkdir > 1 && copies > 1 && cluster > 0, "{mkdir} {copies} {cluster}");
}

fn containers() -> Vec<Value> {
    let mut containers = Vec::new();
    for folder in folders() {
        let input = folder.join("input.yaml");
        let mut words = ["emit", "-o", "json", "-f", input.to_str().unwrap()].map(str::to_owned).to_vec();
        words.extend(args(&folder));
        let objects = controller(&words, "").pods();
        for pod in objects.iter().filter(|object| object["kind"] == "Pod") {
            for kind in ["initContainers", "containers"] {
                containers.extend_from_slice(pod["spec"][kind].as_array().unwrap());
            }
        }
    }
    containers
}

/// The Secrets that a container mounts, each with whatever any type of Secret has, below `folder`; where they are.
fn mounted(container: &Value, folder: &Path) -> String {
    let secrets = folder.join("secrets");
    for mount in container["volumeMounts"].as_array().unwrap() {
        if let Some(name) = mount["mountPath"].as_str().unwrap().strip_prefix("/var/build-secrets/") {
            let secret = secrets.join(name);
            fs::create_dir_all(&secret).unwrap();
            for (key, text) in [
                ("username", "bot"),
                ("password", "hush"),
                ("ssh-privatekey", "a key"),
                (".dockerconfigjson", "{\"auths\": {}}"),
                (".dockercfg", "{}"),
            ] {
                fs::write(secret.join(key), text).unwrap();
            }
        }
    }
    secrets.to_str().unwrap().to_owned()
}

fn program(container: &Value) -> &str {
    container["command"][0].as_str().unwrap()
}

/// The arguments of a container, with its folders of tools below `folder`.
fn moved(container: &Value, folder: &Path) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    let words = container["args"].as_array().cloned().unwrap_or_default();
    let moved = |word: &Value| {
        let word = word.as_str().unwrap();
        match word.strip_prefix("/builder/tools/").or_else(|| word.strip_prefix("/ko-app/")) {
            Some(name) => {
                format!("{folder}/{}{name}", if word.starts_with("/ko-app") { "image-" } else { "" })
            }
            None => word.to_owned(),
        }
    };
    words.iter().map(moved).collect()
}
