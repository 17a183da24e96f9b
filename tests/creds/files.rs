//! What the home looks like afterwards.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;

use crate::scene::{Scene, ended, message};

/// A flag of every kind.
const ALL: [&str; 6] = [
    "-basic-git=basic=https://host",
    "-basic-git=basic=https://host/team",
    "-ssh-git=key=host",
    "-ssh-git=key=host/org/repo",
    "-basic-docker=basic=registry",
    "-docker-config=config",
];

fn full() -> Scene {
    let scene = Scene::new();
    scene
        .basic("basic", "me", "word")
        .secret("key", &[("ssh-privatekey", "the key"), ("known_hosts", "host ssh-rsa AAAA")]);
    scene.secret("config", &[(".dockerconfigjson", r#"{"auths":{"r":{"auth":"bWU6d29yZA=="}}}"#)]);
    scene
}

#[test]
fn files_are_their_owners_alone_whatever_the_umask() {
    for umask in ["000", "022", "077", "377"] {
        let scene = full();
        let mut shell = Command::new("sh");
        let command = scene.command(&ALL);
        shell
            .args(["-c", "umask $0; exec \"$@\"", umask])
            .arg(command.get_program())
            .args(command.get_args());
        let end = ended(shell.env("HOME", scene.home("")));
        assert_eq!(end.code, 0, "{umask}: {}", end.said);
        let names: Vec<(String, u32)> = scene
            .listing()
            .into_iter()
            .map(|(path, mode, _)| (path.strip_prefix(scene.home("")).unwrap().display().to_string(), mode))
            .collect();
        let expected = [
            (".docker", 0o700),
            (".docker/config.json", 0o600),
            (".git-credentials", 0o600),
            (".gitconfig", 0o600),
            (".ssh", 0o700),
            (".ssh/config", 0o600),
            (".ssh/id_key", 0o600),
            (".ssh/known_hosts", 0o600),
        ];
        assert_eq!(names, expected.map(|(name, mode)| (name.to_owned(), mode)), "{umask}");
    }
}

#[test]
fn modes_that_let_others_in_are_taken_back() {
    let scene = full();
    for name in [".ssh/config", ".docker/config.json", ".gitconfig"] {
        scene.users(name, if name.ends_with("json") { "{}" } else { "# mine\n" });
        fs::set_permissions(scene.home(name), fs::Permissions::from_mode(0o664)).unwrap();
    }
    fs::set_permissions(scene.home(".ssh"), fs::Permissions::from_mode(0o775)).unwrap();
    scene.init(&ALL);
    for (path, mode, _) in scene.listing() {
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
}

#[test]
fn running_twice_touches_nothing() {
    let scene = full();
    assert!(message(&scene.init(&ALL)).starts_with("wrote 6 of 6 credential files"));
    let inodes = |scene: &Scene| -> Vec<u64> {
        scene.listing().iter().map(|(path, ..)| fs::metadata(path).unwrap().ino()).collect()
    };
    let (before, files) = (scene.listing(), inodes(&scene));
    let said = message(&scene.init(&ALL));
    assert!(said.starts_with("all 6 credential files") && said.ends_with("up to date"), "{said}");
    assert_eq!((scene.listing(), inodes(&scene)), (before, files));
}

#[test]
fn nothing_asked_for_is_nothing_written() {
    let scene = Scene::new();
    assert_eq!(message(&scene.init(&[])), "no credentials asked for, so nothing to write");
    assert_eq!(scene.listing(), []);
    // Not even a home is needed.
    let end = ended(scene.command(&[]).env_remove("HOME"));
    assert_eq!(end.code, 0, "{}", end.said);
}

#[test]
fn line_ends_behind_secrets_go_and_keys_have_one() {
    let scene = Scene::new();
    scene.secret(
        "crlf",
        &[("username", "me\r\n"), ("password", " wo rd \n\n"), ("ssh-privatekey", "BEGIN\r\nEND")],
    );
    scene.init(&["-basic-git=crlf=h", "-basic-docker=crlf=r", "-ssh-git=crlf=h"]);
    assert_eq!(scene.text(".git-credentials"), "https://me:%20wo%20rd%20@h\n");
    assert_eq!(scene.text(".ssh/id_crlf"), "BEGIN\nEND\n");
    assert!(scene.text(".docker/config.json").contains(r#""password":" wo rd ""#));
}

#[test]
fn links_stay_links() {
    let scene = full();
    fs::create_dir(scene.path().join("dotfiles")).unwrap();
    let real = scene.path().join("dotfiles/gitconfig");
    fs::write(&real, "[user]\n\tname = me\n").unwrap();
    symlink(&real, scene.home(".gitconfig")).unwrap();
    symlink(scene.path().join("dotfiles"), scene.home(".docker")).unwrap();
    scene.init(&ALL);
    assert!(fs::symlink_metadata(scene.home(".gitconfig")).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("helper = store"));
    assert!(scene.path().join("dotfiles/config.json").is_file());
}

#[test]
fn a_home_that_is_not_there_yet_is_made() {
    let scene = full();
    let home = scene.path().join("a/b c'd");
    let end = ended(scene.command(&ALL).env("HOME", &home));
    assert_eq!(end.code, 0, "{}", end.said);
    let mut git = scene.step("git");
    let output = git.env("HOME", &home).args(["config", "core.sshCommand"]).output().unwrap();
    let command = String::from_utf8(output.stdout).unwrap();
    // A shell and ssh both read the path as it is.
    let mut shell = scene.step("sh");
    let read = shell.args(["-c", &format!("{} -G host", command.trim())]).output().unwrap();
    assert!(
        String::from_utf8_lossy(&read.stdout).contains(&format!("{}/.ssh/id_key", home.display())),
        "{read:?}"
    );
}
