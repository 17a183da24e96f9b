//! Git LFS through a proxy.

use std::fs;

use tests::{Certificates, HttpBackend, LfsRules, LfsServer};

use crate::clone::{Bench, outcome};
use crate::flags::proxy;
use crate::lfs_scene::{ONE, USER, large_files};
use crate::repository::Repository;

fn repository(bench: &Bench) -> LfsServer {
    let lfs = LfsServer::start(LfsRules::default());
    large_files(&Repository::empty(bench.root(), "r.git"), &lfs);
    lfs
}

#[test]
fn https_goes_through_it_and_is_checked_behind_it() {
    let bench = Bench::new();
    let lfs = repository(&bench);
    let certificates = Certificates::make(bench.root());
    let web = HttpBackend::start_before(bench.root(), USER, Some(&certificates.server), Some(lfs.port()));
    let proxy = proxy(web.port());
    let ours = bench.path("ours");
    // Nothing that resolves, so that it must be the proxy who was asked.
    let url = "https://git.invalid/r.git";
    let args = ["-lfs", "-retryMaxAttempts=1", "-httpsProxy", &proxy, "-path", ours.to_str().unwrap()];
    bench.run(&[&args[..], &["-url", url, "-sslVerify=false"]].concat()).succeeded();
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
    fs::remove_dir_all(&ours).unwrap();
    // A good certificate, but another host's.
    fs::write(bench.path("home/.gitconfig"), format!("[lfs]\n\turl = {url}/info/lfs\n")).unwrap();
    let authority = ["-caFile", certificates.authority.to_str().unwrap()];
    let local = bench.path("r.git");
    let failure = bench.run(&[&args[..], &["-url", local.to_str().unwrap()], &authority].concat()).failed();
    assert!(failure["msg"].as_str().unwrap().contains("certificate is not trusted"), "{failure}");
    assert_eq!(failure["host"], "git.invalid");
    assert_eq!(lfs.requests().len(), 3, "the first clone's");
}

#[test]
fn plain_http_goes_through_it_but_for_hosts_without() {
    let bench = Bench::new();
    let lfs = repository(&bench);
    let (ours, source) = (bench.path("ours"), bench.path("r.git"));
    fs::write(bench.path("home/.gitconfig"), "[lfs]\n\turl = http://lfs.invalid/some/where\n").unwrap();
    let args =
        ["-lfs", "-retryMaxAttempts=1", "-url", source.to_str().unwrap(), "-path", ours.to_str().unwrap()];
    let through = lfs.url().replace("http://", "http://me:p%40ss@");
    let run = |variables: &[(&str, &str)]| outcome(bench.command(&args).envs(variables.iter().copied()));
    assert_eq!(run(&[]).failed()["stage"], "resolve");
    let outside = [("http_proxy", &through[..]), ("no_proxy", "localhost, .invalid")];
    assert_eq!(run(&outside).failed()["stage"], "resolve");
    assert!(lfs.requests().is_empty());
    // By git's configuration of this URL, which `no_proxy` has no say in, and not by that of another one.
    let config = bench.path("home/.gitconfig");
    let url = fs::read_to_string(&config).unwrap();
    let proxy = |of: &str| fs::write(&config, format!("{url}[http \"http://{of}\"]\n\tproxy = {through}\n"));
    proxy("lfs.example/").unwrap();
    assert_eq!(run(&[]).failed()["stage"], "resolve");
    proxy("lfs.invalid").unwrap();
    run(&[("no_proxy", "*")]).succeeded();
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
    fs::remove_dir_all(&ours).unwrap();
    fs::write(&config, url).unwrap();

    let outcome = run(&[("http_proxy", &through)]);
    outcome.succeeded();
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
    for request in lfs.requests() {
        assert!(request.path.starts_with("http://lfs.invalid/"), "{request:?}");
        assert_eq!(request.header("host"), Some("lfs.invalid"));
        assert_eq!(request.header("proxy-authorization"), Some("Basic bWU6cEBzcw=="), "me:p@ss");
        assert_eq!(request.header("authorization"), None);
    }
}
