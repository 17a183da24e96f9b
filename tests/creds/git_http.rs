//! git over http with user names and passwords, judged by git and a web server.

use tests::workspace;

use crate::scene::Scene;
use crate::web;

/// What a URL has to encode, with what git's own file reads specially.
const HARD: &str = "p@ss:w/rd %2F#?&+=\"'\\é";

#[test]
fn two_hosts_have_a_secret_each() {
    let scene = Scene::new();
    let users = [("alice", HARD), ("bob", "bob's")];
    let rules = [("127", "/", "alice"), ("localhost", "/", "bob")];
    let Some(server) = web::serve(scene.path(), &["one.git"], &users, &rules) else { return };
    let port = server.port;
    scene.basic("first", "alice", HARD).basic("second", "bob", "bob's");
    let urls = [format!("http://127.0.0.1:{port}/one.git"), format!("http://localhost:{port}/one.git")];
    for url in &urls {
        assert!(scene.clone_of(url).is_err(), "the server asks for a password");
    }
    scene.init(&[
        &format!("-basic-git=first=http://127.0.0.1:{port}"),
        &format!("-basic-git=second=http://localhost:{port}"),
    ]);
    for url in &urls {
        assert_eq!(scene.clone_of(url).as_deref(), Ok("one.git"), "{url}");
    }
}

#[test]
fn paths_of_one_host_have_a_secret_each_whatever_was_cloned_before() {
    let scene = Scene::new();
    let repositories =
        ["team-a/one.git", "team-a/special/two.git", "team-b/three.git", "four.git", "solo/five.git"];
    // The same user name everywhere, as servers that take tokens have it, but for one.
    let users =
        [("bot", "token-b"), ("a", "token-a"), ("s", "token-s"), ("five", "token-5"), ("all", "token-all")];
    let rules = [
        ("", "/team-a/special", "s"),
        ("", "/team-a", "a"),
        ("", "/team-b", "bot"),
        ("", "/solo", "five"),
        ("", "/", "all"),
    ];
    let Some(server) = web::serve(scene.path(), &repositories, &users, &rules) else { return };
    let root = format!("http://127.0.0.1:{}", server.port);
    scene.basic("host", "all", "token-all").basic("team-a", "a", "token-a").basic("special", "s", "token-s");
    scene.basic("team-b", "bot", "token-b").basic("five", "five", "token-5");
    let flags = [
        format!("-basic-git=special={root}/team-a/special/"),
        format!("-basic-git=team-a={root}/team-a"),
        format!("-basic-git=team-b={root}/team-b/three.git"),
        format!("-basic-git=host={root}"),
        format!("-basic-git=five={root}/solo/five"),
    ];
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    scene.init(&flags);
    let before = scene.listing();
    for round in 0..2 {
        for name in repositories {
            for url in [format!("{root}/{name}"), format!("{root}/{}", name.trim_end_matches(".git"))] {
                assert_eq!(scene.clone_of(&url).as_deref(), Ok(name), "round {round}: {url}");
            }
        }
    }
    scene.init(&flags);
    assert!(scene.listing() == before, "what git wrote down is gone: {}", scene.text(".git-credentials"));
}

#[test]
fn what_is_for_a_path_is_not_sent_elsewhere() {
    let scene = Scene::new();
    let rules = [("", "/team", "alice"), ("", "/", "nobody")];
    let users = [("alice", "one"), ("nobody", "two")];
    let Some(server) = web::serve(scene.path(), &["team/one.git", "two.git"], &users, &rules) else { return };
    let root = format!("http://127.0.0.1:{}", server.port);
    scene.basic("bot", "alice", "one");
    scene.init(&[&format!("-basic-git=bot={root}/team")]);
    let said = scene.clone_of(&format!("{root}/two.git")).unwrap_err();
    assert!(said.contains("could not read Username"), "nothing was there to send: {said}");
    // git strikes out what a host refuses; this was not shown to it.
    assert_eq!(scene.clone_of(&format!("{root}/team/one.git")).as_deref(), Ok("team/one.git"));
}

#[test]
fn the_users_own_settings_stay_and_work() {
    let scene = Scene::new();
    let users = [("alice", "one"), ("me", "two")];
    let rules = [("127", "/", "alice"), ("localhost", "/", "me")];
    let Some(server) = web::serve(scene.path(), &["one.git"], &users, &rules) else { return };
    let port = server.port;
    scene
        .users(".gitconfig", "[user]\n\tname = Me # and nobody else\n[alias]\n\tst = status")
        .users(".git-credentials", &format!("http://me:two@localhost:{port}\n"))
        .basic("bot", "alice", "one");
    let flag = format!("-basic-git=bot=http://127.0.0.1:{port}");
    scene.init(&[&flag]);
    for host in ["127.0.0.1", "localhost"] {
        assert_eq!(
            scene.clone_of(&format!("http://{host}:{port}/one.git")).as_deref(),
            Ok("one.git"),
            "{host}"
        );
    }
    let get = |key: &str| {
        let output = scene.step("git").args(["config", "--global", key]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!((get("user.name").as_str(), get("alias.st").as_str()), ("Me", "status"));

    // The user goes on writing to the file, and the secret changes.
    assert!(
        scene
            .step("git")
            .args(["config", "--global", "user.email", "me@localhost"])
            .status()
            .unwrap()
            .success()
    );
    scene.basic("bot", "robot", "three");
    scene.init(&[&flag]);
    assert_eq!(get("user.email"), "me@localhost");
    assert_eq!(get(&format!("credential.http://127.0.0.1:{port}.username")), "robot");
    let store = scene.text(".git-credentials");
    // The second line is as git wrote it anew when it worked.
    assert_eq!(store, format!("http://robot:three@127.0.0.1:{port}\nhttp://me:two@localhost%3a{port}\n"));
}

#[test]
fn a_url_without_a_scheme_is_for_https() {
    let scene = Scene::new();
    scene.basic("bot", "alice", "one");
    scene.init(&["-basic-git", "bot=github.com", "--basic-git=bot=https://host:8443/a?b=c"]);
    assert_eq!(
        scene.text(".git-credentials"),
        "https://alice:one@github.com\nhttps://alice:one@host:8443/a?b=c\n"
    );
    // git itself fills in what it would send.
    let mut git = scene.step("sh");
    let asked = "printf 'protocol=https\\nhost=github.com\\npath=any/where\\n\\n' | git credential fill";
    let output = git.args(["-c", asked]).current_dir(workspace()).output().unwrap();
    let filled = String::from_utf8(output.stdout).unwrap();
    assert!(filled.contains("username=alice\npassword=one\n"), "{filled}");
}
