//! Git LFS: who is let in, and who sees which secret.

use std::fs;
use std::process::Command;

use tests::{Certificates, HttpBackend, LfsRules, LfsServer};

use crate::clone::{Bench, outcome};
use crate::credentials::creds_init;
use crate::lfs_scene::{ONE, Scene, USER, assert_lfs_sound, large_files};
use crate::repository::Repository;

/// The same password as it stands in a URL.
const IN_URL: &str = "ci:s3cr%40t%2F%26";

fn login() -> LfsRules {
    LfsRules::for_user(USER.0, USER.1)
}

#[test]
fn what_creds_init_wrote_lets_in() {
    let scene = Scene::private(login());
    let secret = [("s", "username", USER.0), ("s", "password", USER.1)];
    // For all of the host, and for this repository alone, with and without its `.git`.
    for path in ["", "/private/r.git", "/private/r"] {
        let _ = fs::remove_file(scene.bench.path("home/.git-credentials"));
        creds_init(&scene.bench, &secret, &[format!("-basic-git=s=http://{}{path}", scene.web.host())]);
        let outcome = scene.run(&scene.url(), &[]);
        outcome.succeeded();
        assert!(!outcome.text.contains("s3cr"), "{}", outcome.text);
        assert_lfs_sound_as(&scene);
        fs::remove_dir_all(scene.ours()).unwrap();
    }
    fs::remove_file(scene.bench.path("home/.git-credentials")).unwrap();
    scene.run(&scene.web.url_as(IN_URL, &scene.name()), &[]).succeeded();
    assert_eq!(fs::read(scene.ours().join("one.bin")).unwrap(), ONE);
}

/// As sound, but nothing is fetched: git has no password here.
fn assert_lfs_sound_as(scene: &Scene) {
    let ours = scene.ours();
    let url = scene.web.url_as(IN_URL, &scene.name());
    crate::judge::git(&ours, ["remote", "set-url", "origin", &url]);
    assert_lfs_sound(&ours);
}

#[test]
fn a_password_that_is_missing_or_wrong_is_named_and_not_shown() {
    let scene = Scene::new(login());
    let failure = scene.run(&scene.url(), &[]).failed();
    assert_eq!(failure["stage"], "authenticate", "{failure}");
    assert_eq!(failure["host"], *scene.web.host());
    assert!(failure["remedy"].as_str().unwrap().contains("kubernetes.io/basic-auth"), "{failure}");
    assert_eq!(scene.lfs.requests().len(), 1, "that is not tried again");
    let secret = [("s", "username", USER.0), ("s", "password", "wr0ng")];
    creds_init(&scene.bench, &secret, &[format!("-basic-git=s=http://{}", scene.web.host())]);
    let outcome = scene.run(&scene.url(), &[]);
    assert_eq!(outcome.failed()["stage"], "authenticate");
    assert!(!outcome.text.contains("wr0ng"), "{}", outcome.text);
    assert_eq!(scene.lfs.requests().len(), 3, "once without, once with the password");
}

#[test]
fn the_token_of_the_batch_answer_is_used() {
    let scene = Scene::new(LfsRules { token: Some("t0ken".into()), ..login() });
    let url = scene.web.url_as(IN_URL, "r.git");
    let outcome = scene.run(&url, &[]);
    outcome.succeeded();
    assert!(!outcome.text.contains("t0ken"), "{}", outcome.text);
    assert_eq!(fs::read(scene.ours().join("one.bin")).unwrap(), ONE);
    for request in scene.lfs.requests().iter().filter(|request| request.method == "GET") {
        assert_eq!(request.header("authorization"), Some("RemoteAuth t0ken"));
        assert_eq!(request.header("x-token"), Some("t0ken"));
    }
}

#[test]
fn no_secret_goes_to_another_server() {
    let store = LfsServer::start(LfsRules::default());
    // By a redirect, and by the batch answer.
    for named in [false, true] {
        let scene = Scene::new(LfsRules { token: (!named).then(|| "t0ken".into()), ..login() });
        scene.lfs.rules(|rules| {
            let other = Some(store.url());
            if named { rules.elsewhere = other } else { rules.redirect = other }
        });
        large_files(&Repository::empty(scene.bench.root(), "unused.git"), &store);
        let before = store.requests().len();
        scene.run(&scene.web.url_as(IN_URL, "r.git"), &[]).succeeded();
        assert_eq!(fs::read(scene.ours().join("one.bin")).unwrap(), ONE);
        let requests = store.requests();
        assert_eq!(requests.len(), before + 2, "both objects came from there");
        for request in &requests[before..] {
            assert_eq!(request.header("authorization"), None, "{request:?}");
            assert_eq!(request.header("x-token"), None, "{request:?}");
        }
    }
}

#[test]
fn https_with_an_authority_of_ones_own() {
    let bench = Bench::new();
    let lfs = LfsServer::start(LfsRules::default());
    large_files(&Repository::empty(bench.root(), "r.git"), &lfs);
    let certificates = Certificates::make(bench.root());
    let git = HttpBackend::start(bench.root(), USER, None);
    let web = HttpBackend::start_before(bench.root(), USER, Some(&certificates.server), Some(lfs.port()));
    let ours = bench.path("ours");
    let authority = certificates.authority.to_str().unwrap();
    let run = |url: &str, flags: &[&str], variable: Option<&str>| {
        let _ = fs::remove_dir_all(&ours);
        let args = ["-lfs", "-retryMaxAttempts=1", "-url", url, "-path", ours.to_str().unwrap()];
        let mut command: Command = bench.command(&[&args[..], flags].concat());
        if let Some(variable) = variable {
            command.env(variable, authority);
        }
        outcome(&mut command)
    };
    let url = web.url("r.git");
    run(&url, &[&format!("-caFile={authority}")], None).succeeded();
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
    run(&url, &[], Some("GIT_SSL_CAINFO")).succeeded();
    run(&url, &[], Some("SSL_CERT_FILE")).succeeded();
    run(&url, &["-sslVerify=false"], None).succeeded();
    // The repository comes without TLS, and only its objects with it.
    fs::write(bench.path("home/.gitconfig"), format!("[lfs]\n\turl = {url}/info/lfs\n")).unwrap();
    run(&git.url("r.git"), &[&format!("-caFile={authority}")], None).succeeded();
    let failure = run(&git.url("r.git"), &[], None).failed();
    assert_eq!(failure["stage"], "connect", "{failure}");
    assert!(failure["remedy"].as_str().unwrap().contains("GIT_SSL_CAINFO"), "{failure}");
}
