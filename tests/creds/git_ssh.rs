//! git over ssh with keys, judged by git, ssh and an sshd. ssh looks for its files in the home of the password
//! file, and the home here is another one: what is tested is also that it does not matter.

use std::process::Command;

use crate::scene::{Scene, message};
use crate::sshd::{Sshd, user};

/// All that git may call a repository on a host with a port.
fn urls(user: &str, host: &str, port: u16, name: &str) -> Vec<String> {
    let bare = name.trim_end_matches(".git");
    [name, bare].iter().map(|name| format!("ssh://{user}@{host}:{port}/{name}")).collect()
}

#[test]
fn a_host_with_its_keys_pinned() {
    let scene = Scene::new();
    let Some(sshd) = Sshd::serve(scene.path(), &["team/one.git"], &[("any", "")]) else { return };
    let (port, user) = (sshd.port(), user());
    // As `kubectl create secret --from-literal` leaves it: no line end.
    scene.secret("key", &[("ssh-privatekey", sshd.key("any").trim_end())]);
    scene.secret("key", &[("known_hosts", &sshd.known_host("127.0.0.1"))]);
    let said = scene.init(&[&format!("-ssh-git=key=127.0.0.1:{port}")]);
    assert!(message(&said).starts_with("wrote 4 of 4"), "{said}");
    for url in urls(&user, "127.0.0.1", port, "team/one.git") {
        assert_eq!(scene.clone_of(&url).as_deref(), Ok("team/one.git"), "{url}");
    }
    // The short form has no room for a port: it comes from the annotation.
    assert_eq!(scene.clone_of(&format!("{user}@127.0.0.1:team/one.git")).as_deref(), Ok("team/one.git"));

    // A host that shows another key is not talked to.
    let other = Sshd::serve(&tempfile::tempdir_in(scene.path()).unwrap().keep(), &[], &[]).unwrap();
    scene.secret(
        "key",
        &[(
            "known_hosts",
            &sshd.known_host("127.0.0.1").replace(&port.to_string(), &other.port().to_string()),
        )],
    );
    scene.init(&[&format!("-ssh-git=key=127.0.0.1:{}", other.port())]);
    let said = scene.clone_of(&format!("ssh://{user}@127.0.0.1:{}/x", other.port())).unwrap_err();
    assert!(said.contains("Host key verification failed"), "{said}");
}

#[test]
fn without_known_hosts_the_first_key_is_kept_and_a_line_says_so() {
    let scene = Scene::new();
    let Some(sshd) = Sshd::serve(scene.path(), &["one.git"], &[("any", "")]) else { return };
    let (port, user) = (sshd.port(), user());
    scene.secret("key", &[("ssh-privatekey", &sshd.key("any").replace('\n', "\r\n"))]);
    let flag = format!("-ssh-git=key={user}@localhost:{port}");
    let said = scene.init(&[&flag]);
    let warning = message(said.lines().next().unwrap());
    assert!(warning.starts_with("secret key: has no known_hosts"), "{warning}");
    for _ in 0..2 {
        assert_eq!(scene.clone_of(&format!("ssh://localhost:{port}/one.git")).as_deref(), Ok("one.git"));
    }
    let known = scene.text(".ssh/known_hosts");
    assert!(known.starts_with(&format!("[localhost]:{port} ssh-ed25519 ")), "{known}");
    scene.init(&[&flag]);
    assert_eq!(scene.text(".ssh/known_hosts"), known);
}

#[test]
fn two_keys_for_one_host_are_tried_in_turn_and_no_others() {
    let scene = Scene::new();
    let Some(sshd) = Sshd::serve(scene.path(), &["one.git"], &[("good", "")]) else { return };
    let (port, user) = (sshd.port(), user());
    crate::sshd::make_key(&scene.path().join("unknown"));
    let unknown = std::fs::read_to_string(scene.path().join("unknown")).unwrap();
    scene.secret("bad", &[("ssh-privatekey", &unknown)]);
    scene.secret(
        "good",
        &[("ssh-privatekey", &sshd.key("good")), ("known_hosts", &sshd.known_host("127.0.0.1"))],
    );
    scene.init(&[&format!("-ssh-git=bad=127.0.0.1:{port}"), &format!("-ssh-git=good=127.0.0.1:{port}")]);
    assert_eq!(scene.clone_of(&format!("ssh://{user}@127.0.0.1:{port}/one.git")).as_deref(), Ok("one.git"));

    // ssh's own reading of the file.
    let mut ssh = scene.step("ssh");
    ssh.arg("-G").arg("-F").arg(scene.home(".ssh/config")).arg("127.0.0.1");
    let read = lines(&mut ssh);
    for line in ["identitiesonly yes", "stricthostkeychecking true", &format!("port {port}")] {
        assert!(read.iter().any(|read| read == line), "{line} in {read:?}");
    }
    assert_eq!(read.iter().filter(|line| line.starts_with("identityfile ")).count(), 2, "{read:?}");
}

#[test]
fn repositories_of_one_host_have_a_key_each() {
    let scene = Scene::new();
    let repositories = ["team-a/one.git", "team-a/deep/two.git", "team-b/three.git", "four.git"];
    let keys = [("a", "team-a/one"), ("deep", "team-a/deep/"), ("b", "team-b/three"), ("host", "four")];
    let Some(sshd) = Sshd::serve(scene.path(), &repositories, &keys) else { return };
    let (port, user) = (sshd.port(), user());
    for (name, _) in keys {
        scene.secret(
            name,
            &[("ssh-privatekey", &sshd.key(name)), ("known_hosts", &sshd.known_host("127.0.0.1"))],
        );
    }
    scene.init(&[
        &format!("-ssh-git=a={user}@127.0.0.1:{port}/team-a/one"),
        &format!("-ssh-git=b=ssh://{user}@127.0.0.1:{port}/team-b/three.git"),
        &format!("-ssh-git=deep={user}@127.0.0.1:{port}/team-a/deep/"),
        &format!("-ssh-git=host={user}@127.0.0.1:{port}"),
    ]);
    for name in repositories {
        let bare = name.trim_end_matches(".git");
        let mut all = urls(&user, "127.0.0.1", port, name);
        for path in [name, bare, &format!("/{name}")] {
            all.extend([format!("{user}@127.0.0.1:{path}"), format!("127.0.0.1:{path}")]);
        }
        all.extend([format!("ssh://127.0.0.1:{port}/{name}"), format!("ssh://127.0.0.1/{bare}")]);
        for url in all {
            assert_eq!(scene.clone_of(&url).as_deref(), Ok(name), "{url}");
        }
    }
    let config = scene.text(".ssh/config");
    assert!(
        config.contains(&format!("Host 127.0.0.1--{port}--team-a--one\n    HostName 127.0.0.1\n")),
        "{config}"
    );
}

#[test]
fn the_users_own_ssh_settings_stay() {
    let scene = Scene::new();
    scene
        .users(".ssh/config", "ForwardAgent yes\nHost mine\n\tPort 99\n")
        .users(".ssh/known_hosts", "mine ssh-rsa AAAA\n");
    scene.users(".gitconfig", "[core]\n\tsshCommand = ssh -v\n");
    scene.secret("key", &[("ssh-privatekey", "k"), ("known_hosts", "host ssh-rsa BBBB")]);
    let said = scene.init(&["-ssh-git=key=host"]);
    assert!(message(said.lines().next().unwrap()).contains("core.sshCommand"), "{said}");
    assert!(scene.text(".ssh/known_hosts").starts_with("mine ssh-rsa AAAA\n"));
    assert!(scene.text(".gitconfig").starts_with("[core]\n\tsshCommand = ssh -v\n"));
    assert!(!scene.text(".gitconfig").contains("ssh -F"));
    if !crate::server::there("ssh", "openssh-client") {
        return;
    }
    let ask = |host: &str| {
        let mut ssh = scene.step("ssh");
        lines(ssh.arg("-G").arg("-F").arg(scene.home(".ssh/config")).arg(host))
    };
    for (host, line) in [
        ("mine", "port 99"),
        ("mine", "forwardagent yes"),
        ("host", "port 22"),
        ("elsewhere", "forwardagent yes"),
    ] {
        assert!(ask(host).iter().any(|read| read == line), "{line} for {host}");
    }
}

fn lines(command: &mut Command) -> Vec<String> {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
