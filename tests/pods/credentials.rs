//! A private git host, a secret for it, and a step that clones without a word about either.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};
use tests::{Podman, STEP_IMAGE};

use crate::task;

/// The host listens here, in the Pod's own network.
const HOST: &str = "127.0.0.1:8080";

const PASSWORD: &str = "open/sesame?";

#[test]
fn a_step_clones_from_a_host_that_asks_for_a_password() {
    if !["lighttpd", "git"]
        .iter()
        .all(|program| tests::able(program, &["sh", "-c", &format!("command -v {program}")]))
    {
        return;
    }
    let Some(podman) = Podman::get() else { return };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path()).unwrap();
    // The host starts when the steps do, so the first attempts may find nobody there.
    let clone = format!(
        "for attempt in $(seq 100); do git clone --quiet http://{HOST}/one.git one && break; sleep 0.2; done; \
         cat one/README && ! git -c credential.helper= clone --quiet http://{HOST}/one.git two"
    );
    let steps = [task::script("first", "ls -A /builder/home"), task::script("clone", &clone)];
    let mut object = task::pod("credentials", &steps);
    let spec = &mut object["spec"];
    let init = &mut spec["initContainers"][0];
    init["args"] = json!([format!("-basic-git=bot=http://{HOST}")]);
    push(&mut init["volumeMounts"], json!({"name": "bot", "mountPath": "/var/build-secrets/bot"}));
    let host = json!({
        "name": "host", "image": STEP_IMAGE, "command": ["/usr/sbin/lighttpd", "-D", "-f", "/served/lighttpd.conf"],
        "env": [], "volumeMounts": [{"name": "served", "mountPath": "/served"}],
    });
    push(&mut spec["containers"], host);
    for (name, path) in [("bot", folder.path().join("bot")), ("served", folder.path().join("served"))] {
        push(&mut spec["volumes"], json!({"name": name, "hostPath": {"path": path, "type": "Directory"}}));
    }
    // The machine's own git and lighttpd, in containers that have neither.
    for folder in ["/usr", "/lib", "/lib64"].into_iter().filter(|folder| Path::new(folder).exists()) {
        let name = format!("machine{}", folder.replace('/', "-"));
        let path = fs::canonicalize(folder).unwrap();
        push(&mut spec["volumes"], json!({"name": name, "hostPath": {"path": path, "type": "Directory"}}));
        for container in spec["containers"].as_array_mut().expect("containers") {
            if container["name"] != "nop" {
                push(
                    &mut container["volumeMounts"],
                    json!({"name": name, "mountPath": folder, "readOnly": true}),
                );
                let path = json!({"name": "PATH", "value": "/usr/local/bin:/usr/bin:/bin"});
                push(&mut container["env"], path);
            }
        }
    }
    let pod = podman.play(&object);

    assert_eq!(
        pod.exit_code("build-step-clone"),
        0,
        "{:?} {:?}",
        pod.logs("build-step-clone"),
        pod.logs("host")
    );
    assert_eq!(pod.logs("build-step-clone").0, "one\n");
    assert_eq!(pod.logs("build-step-first").0, ".git-credentials\n.gitconfig\n");
}

/// The secret, a repository, and a web server's configuration for it.
fn write(folder: &Path) -> Result<()> {
    let secret = folder.join("bot");
    fs::create_dir_all(&secret)?;
    fs::write(secret.join("username"), "bot\n")?;
    fs::write(secret.join("password"), format!("{PASSWORD}\n"))?;
    let served = folder.join("served");
    let script = "mkdir -p served/web work; cd work; git init --quiet; echo one >README; git add README; \
                  git -c user.name=t -c user.email=t@localhost commit --quiet -m one; \
                  git clone --quiet --bare . ../served/web/one.git";
    assert!(Command::new("sh").args(["-ec", script]).current_dir(folder).status()?.success());
    fs::write(served.join("users"), format!("bot:{PASSWORD}\n"))?;
    let backend = Command::new("git").arg("--exec-path").output()?.stdout;
    let backend = String::from_utf8(backend)?;
    let configuration = format!(
        r#"server.document-root = "/served/web"
           server.port = 8080
           server.upload-dirs = ("/served")
           server.modules = ("mod_auth", "mod_authn_file", "mod_alias", "mod_cgi", "mod_setenv")
           auth.backend = "plain"
           auth.backend.plain.userfile = "/served/users"
           auth.require = ("/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
           alias.url = ("/" => "{}/git-http-backend/")
           cgi.assign = ("" => "")
           setenv.add-environment = ("GIT_PROJECT_ROOT" => "/served/web", "GIT_HTTP_EXPORT_ALL" => "1")
        "#,
        backend.trim()
    );
    fs::write(served.join("lighttpd.conf"), configuration)?;
    Ok(())
}

fn push(list: &mut Value, value: Value) {
    list.as_array_mut().expect("a list").push(value);
}
