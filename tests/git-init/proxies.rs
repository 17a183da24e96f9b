//! Proxies for http and https, by flags, by the environment and by git's configuration.

use std::fs;
use std::path::Path;

use tests::{Certificates, HttpBackend, Tinyproxy};

use crate::clone::{Bench, Outcome, outcome};
use crate::judge::{self, assert_same, assert_sound, git};
use crate::repository::Repository;
use crate::served;

fn cloned(bench: &Bench, url: &str, name: &str, flags: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let mut command = bench.command(&["-url", url, "-retryMaxAttempts=1", "-path"]);
    let environment = environment.iter().copied();
    outcome(command.arg(bench.path(name)).args(flags).envs(environment))
}

#[test]
fn http_goes_through_the_proxy_as_gits_does() {
    let (bench, _, server) = served::over_http();
    let proxy = Tinyproxy::start(None);
    let (url, through) = (server.url("r.git"), proxy.url(""));
    let theirs = bench.path("theirs");
    judge::clone(&url, None, &theirs, |git| {
        git.env("http_proxy", &through);
    });
    let of_git = proxy.requests();

    cloned(&bench, &url, "flag", &["-httpProxy", &through], &[]).succeeded();
    let ours = proxy.requests() - of_git;
    // git asks what the server knows, for the refs, and for the pack; we for the refs and the pack.
    assert_eq!((ours, of_git), (2, 3));
    assert_same(&bench.path("flag"), &theirs);
    assert_sound(&bench.path("flag"));

    let without_scheme = through.trim_start_matches("http://");
    cloned(&bench, &url, "variable", &[], &[("http_proxy", without_scheme)]).succeeded();
    assert_eq!(proxy.requests(), of_git + 2 * ours);

    let before = proxy.requests();
    cloned(&bench, &url, "large", &[], &[("HTTP_PROXY", &through)]).succeeded();
    cloned(&bench, &url, "none", &["-httpProxy", &through, "-noProxy", "127.0.0.1"], &[]).succeeded();
    let environment = [("http_proxy", &through[..]), ("no_proxy", "example.com,127.0.0.1")];
    cloned(&bench, &url, "no", &[], &environment).succeeded();
    cloned(&bench, &url, "https", &["-httpsProxy", &through], &[]).succeeded();
    assert_eq!(proxy.requests(), before, "as git, which reads the small name only");

    fs::write(bench.path("home/.gitconfig"), format!("[http \"{url}\"]\n\tproxy = {through}\n")).unwrap();
    cloned(&bench, &url, "configured", &[], &[]).succeeded();
    assert!(proxy.requests() > before);
    assert_sound(&bench.path("configured"));
}

#[test]
fn the_remote_of_a_clone_has_a_proxy_of_its_own_or_none() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let certificates = Certificates::make(bench.root());
    let servers = [None, Some(&certificates.server)]
        .map(|certificate| HttpBackend::start(bench.root(), ("u", "p"), certificate.map(|path| &**path)));
    let [own, of_all] = [Tinyproxy::start(Some(("u", "pw"))), Tinyproxy::start(None)];
    let (through, instead) = (own.url("u:pw@"), of_all.url(""));
    for (server, name) in servers.iter().zip(["http", "https"]) {
        let (url, ours) = (server.url("r.git"), bench.path(name));
        let update = || cloned(&bench, &url, name, &["-sslVerify=false"], &[]).succeeded();
        let asked = || (own.requests(), of_all.requests());
        update();
        git(&ours, ["config", "http.sslVerify", "false"]);
        git(&ours, ["config", "http.proxy", &instead]);
        for (proxy, asks) in [(&through[..], (true, false)), ("", (false, false))] {
            git(&ours, ["config", "remote.origin.proxy", proxy]);
            for run in [&update as &dyn Fn() -> _, &|| git(&ours, ["fetch", "--quiet"]).into()] {
                let before = asked();
                run();
                let after = asked();
                assert_eq!((after.0 > before.0, after.1 > before.1), asks, "{url} by {proxy}");
            }
        }
        git(&ours, ["config", "--unset", "remote.origin.proxy"]);
        let flag = format!("-{name}Proxy");
        // The flag goes before what is configured, and `no_proxy` before both, as for git.
        for (flags, no_proxy, asks) in [
            (&[][..], "", (false, true)),
            (&[&flag, &through[..]][..], "", (true, false)),
            (&[], "127.0.0.1", (false, false)),
            (&[&flag, &through], "127.0.0.1", (false, false)),
        ] {
            let before = asked();
            let flags = [&["-sslVerify=false"], flags].concat();
            cloned(&bench, &url, name, &flags, &[("no_proxy", no_proxy)]).succeeded();
            let after = asked();
            assert_eq!((after.0 > before.0, after.1 > before.1), asks, "{url} {flags:?} but {no_proxy}");
        }
        let before = asked();
        let fetched =
            judge::git_command(&ours).args(["fetch", "--quiet"]).env("no_proxy", "127.0.0.1").status();
        assert!(fetched.unwrap().success() && asked() == before);
    }
}

#[test]
fn the_proxy_finds_the_server_and_says_what_it_cannot() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let proxy = Tinyproxy::start(None);
    // Nothing that resolves here: it has to be the proxy that fails.
    let failure = cloned(&bench, "http://git.invalid/r", "no", &["-httpProxy", &proxy.url("")], &[]).failed();
    assert_eq!(failure["stage"], "connect", "{failure}");
    assert!(failure["msg"].as_str().unwrap().contains("status code: 50"), "{failure}");
    let outcome = cloned(&bench, "http://git.invalid/r", "no", &["-httpProxy", "http://127.0.0.1:1"], &[]);
    let failure = outcome.failed();
    assert_eq!(failure["stage"], "connect", "{failure}");
    let message = failure["msg"].as_str().unwrap();
    assert!(
        message.contains("failed to connect to 127.0.0.1:1") && message.contains("-httpProxy"),
        "{message}"
    );
}

#[test]
fn a_proxy_that_wants_a_password_gets_it() {
    let bench = Bench::new();
    fs::create_dir(bench.path("private")).unwrap();
    let repository = Repository::sample(&bench.path("private"), "r.git");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let certificates = Certificates::make(bench.root());
    let tls = HttpBackend::start(bench.root(), ("ci", "pw"), Some(&certificates.server));
    let proxy = Tinyproxy::start(Some(("through", "s3cret")));
    let good = proxy.url("through:s3cret@");
    for (name, url, flag) in [
        ("http", server.url_as("ci:pw", "private/r.git"), "-httpProxy"),
        ("https", tls.url_as("ci:pw", "private/r.git"), "-httpsProxy"),
    ] {
        let flags = [flag, &good[..], "-sslVerify=false"];
        let outcome = cloned(&bench, &url, name, &flags, &[]);
        outcome.succeeded();
        assert!(!outcome.text.contains("s3cret"), "{}", outcome.text);
        assert_eq!(git(&bench.path(name), ["rev-parse", "HEAD"]), repository.hash("main"));
        for wrong in [proxy.url(""), proxy.url("through:wr0ng@")] {
            let flags = [flag, &wrong[..], "-sslVerify=false"];
            let outcome = cloned(&bench, &url, "no", &flags, &[]);
            let failure = outcome.failed();
            if wrong == proxy.url("") {
                assert_eq!(failure["stage"], "authenticate", "{failure}");
                assert!(failure["remedy"].as_str().unwrap().contains("the proxy lets nobody"), "{failure}");
            }
            assert!(!outcome.text.contains("wr0ng"), "{}", outcome.text);
            assert!(!Path::new(&bench.path("no/README")).exists());
        }
    }
}

#[test]
fn submodules_go_through_the_proxy_of_their_own_url() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "inner.git");
    let outer = Repository::sample(bench.root(), "outer.git");
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    outer.git(["submodule", "--quiet", "add", &server.url("inner.git"), "sub"]);
    outer.commit("a submodule at a server");
    outer.push();
    let proxy = Tinyproxy::start(Some(("through", "s3cret")));
    let flags = ["-httpProxy", &proxy.url("through:s3cret@")];
    cloned(&bench, outer.bare.to_str().unwrap(), "ours", &flags, &[]).succeeded();
    assert!(proxy.requests() > 0);
    assert!(bench.path("ours/sub/README").exists());
    assert_sound(&bench.path("ours"));
}

#[test]
fn what_is_no_http_proxy_is_refused() {
    let bench = Bench::new();
    for (proxy, said) in [("socks5://h:1", "spoken to by socks5"), ("http://u:s3cret@h:x", "no number")] {
        let outcome = cloned(&bench, "http://127.0.0.1:1/r", "no", &["-httpProxy", proxy], &[]);
        let failure = outcome.failed();
        assert!(failure["msg"].as_str().unwrap().contains(said), "{failure}");
        assert!(!outcome.text.contains("s3cret"), "{}", outcome.text);
    }
}
