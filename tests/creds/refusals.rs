//! What `creds-init` does not do: one line that names the secret and the remedy, and nothing written.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;

use crate::scene::{Ended, Scene, ended, message};

#[test]
fn bad_input_is_one_line_with_the_secret_and_nothing_is_written() {
    let scene = Scene::new();
    scene.basic("good", "u", "p").basic("other", "u", "p").secret("empty", &[]);
    scene
        .secret("user-only", &[("username", "u")])
        .secret("colon", &[("username", "a:b"), ("password", "p")]);
    scene
        .secret("lines", &[("username", "u"), ("password", "a\nb")])
        .secret("blank", &[("ssh-privatekey", "\n")]);
    scene.secret("json", &[(".dockerconfigjson", "{\"auths\": hunter2}"), (".dockercfg", "[\"hunter2\"]")]);
    scene.secret("flat", &[(".dockerconfigjson", r#"{"auths": {"a": "hunter2"}}"#)]);
    scene.secret("key", &[("ssh-privatekey", "k")]).secret("key2", &[("ssh-privatekey", "k")]);
    for (flags, words) in [
        (&["-basic-git=missing=https://h"][..], &["secret missing", "not mounted", "-secrets_dir"][..]),
        (
            &["-basic-git=user-only=https://h"],
            &["secret user-only", "has no password", "kubernetes.io/basic-auth"],
        ),
        (&["-basic-docker=empty=h"], &["secret empty", "has no username"]),
        (&["-ssh-git=empty=h"], &["secret empty", "has no ssh-privatekey", "kubernetes.io/ssh-auth"]),
        (&["-docker-config=empty"], &["secret empty", "has no .dockerconfigjson"]),
        (&["-docker-cfg=empty"], &["secret empty", "has no .dockercfg"]),
        (&["-basic-git=good=ssh://h"], &["secret good", "URL", "kubernetes.io/ssh-auth"]),
        (&["-basic-git=good=git@h:a/b"], &["secret good", "URL", "expected https://"]),
        (&["-basic-git=good=https://me:hunter2@:1"], &["secret good", "URL"]),
        (&["-ssh-git=key=https://h"], &["secret key", "kubernetes.io/basic-auth"]),
        (&["-ssh-git=key=h:0"], &["secret key", "port"]),
        (&["-basic-docker=good=a b"], &["secret good", "white space"]),
        (&["-basic-git=good=h", "-basic-git=other=https://h/"], &["secrets good and other", "https://h;"]),
        (&["-basic-docker=good=h", "-basic-docker=other=h"], &["secrets good and other", "annotation off"]),
        (&["-ssh-git=key=h/p", "-ssh-git=key2=git@h:p.git"], &["secrets key and key2"]),
        (&["-basic-git=colon=h"], &["secret colon", "colon"]),
        (&["-basic-git=lines=h"], &["secret lines", "line break"]),
        (&["-ssh-git=blank=h"], &["secret blank", "empty"]),
        (&["-docker-config=json"], &["secret json", "line 1 column"]),
        (&["-docker-cfg=json"], &["secret json", "no JSON object"]),
        (&["-docker-config=flat"], &["secret flat", "no object"]),
    ] {
        // Whatever was asked for besides is not done either.
        let all = [&["-basic-docker=good=fine", "-ssh-git=key=fine"], flags].concat();
        let Ended { code, said } = scene.run(&all);
        assert_eq!(code, 1, "{flags:?}: {said}");
        let message = message(&said);
        for word in words {
            assert!(message.contains(word), "{word:?} for {flags:?}: {message}");
        }
        assert!(!said.contains("hunter2"), "{said}");
        assert_eq!(scene.listing(), [], "{flags:?}");
    }
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused_with_the_usage() {
    let scene = Scene::new();
    for (flags, word) in [
        (&["-basic-git=https://me:hunter2@h"][..], "-basic-git expects"),
        (&["-ssh-git==hunter2"], "-ssh-git expects"),
        (&["-basic-docker=../x=hunter2"], "-basic-docker expects"),
        (&["-docker-config=a/b"], "-docker-config expects"),
        (&["-docker-cfg="], "-docker-cfg expects"),
        (&["-basic-git=a="], "nothing stands behind a="),
        (&["-unknown"], "not defined: -unknown"),
        (&["secret=url"], "unexpected argument"),
    ] {
        let Ended { code, said } = ended(std::process::Command::new(tests::binary("creds-init")).args(flags));
        assert_eq!(code, 2, "{flags:?}: {said}");
        assert!(
            said.starts_with("creds-init: ") && said.contains(word) && said.contains("\nUsage: "),
            "{said}"
        );
        assert!(!said.contains("hunter2"), "{said}");
    }
    assert_eq!(scene.listing(), []);
}

#[test]
fn a_home_that_cannot_be_written_is_named_with_the_remedy() {
    let scene = Scene::new();
    scene.basic("good", "u", "p").users("file", "");
    let flags = ["-basic-git=good=h", "-basic-docker=good=h"];
    let with_home = |home: &str| {
        message(&{
            let end = ended(scene.command(&flags).env("HOME", home));
            assert_eq!(end.code, 1, "{}", end.said);
            end.said
        })
    };
    assert!(with_home("").contains("HOME is not set; set it to"));
    assert!(with_home("relative/folder").contains("no absolute path"));
    assert!(with_home("/proc").contains("mount a writable volume at HOME"));
    let below_a_file = with_home(scene.home("file/home").to_str().unwrap());
    assert!(below_a_file.contains("cannot"), "{below_a_file}");

    // The home that a Pod's user without an entry in the password file gets.
    if tests::root() {
        let open =
            |path: &std::path::Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        open(scene.path());
        let end = ended(scene.command(&flags).env("HOME", "/").uid(65532).gid(65532));
        assert_eq!(end.code, 1, "{}", end.said);
        assert!(message(&end.said).contains("HOME=/,"), "{}", end.said);
    }
}

#[test]
fn what_cannot_be_written_whole_is_not_begun() {
    let scene = Scene::new();
    scene.basic("good", "u", "p").users(".gitconfig", "[user]\n\tname = me\n").users(".docker", "a file\n");
    let before = scene.listing();
    for flags in
        [&["-basic-git=good=h", "-basic-docker=good=h"][..], &["-basic-docker=good=h", "-basic-git=good=h"]]
    {
        let Ended { code, said } = scene.run(flags);
        assert_eq!(code, 1, "{said}");
        assert!(message(&said).contains(".docker/config.json"), "{said}");
        assert_eq!(scene.listing(), before);
    }
    fs::remove_file(scene.home(".docker")).unwrap();
    scene.users(".docker/config.json", "{not json");
    let before = scene.listing();
    let Ended { code, said } = scene.run(&["-basic-git=good=h", "-basic-docker=good=h"]);
    assert_eq!(code, 1, "{said}");
    assert!(message(&said).contains("correct it or move it away"), "{said}");
    assert_eq!(scene.listing(), before);
}
