//! What holds of any secrets and annotations, whoever thought of them.

use std::fs;
use std::path::Path;

use creds_init::home::Home;
use creds_init::secrets::Secrets;
use creds_init::{Plan, Request, plan};

/// In every secret, and in no message by itself.
pub const WORD: &str = "Xyzzy7";

/// The files of a Secret.
pub const KEYS: [&str; 6] =
    ["username", "password", "ssh-privatekey", "known_hosts", ".dockercfg", ".dockerconfigjson"];

/// The files of a home that its owner may have written.
const OWN: [&str; 5] =
    [".gitconfig", ".git-credentials", ".ssh/config", ".ssh/known_hosts", ".docker/config.json"];

/// What is planned for `request` holds no secret in its words, and is the same a second time.
///
/// There are Secrets `a` and `b`, of which `a` has these `contents` under these [`KEYS`], and the files of the home
/// hold what `users` says, in the order of [`OWN`]. All of it goes into `folder`.
pub fn of_a_plan(folder: &Path, request: &Request, contents: &[(&str, &[u8])], users: &[&[u8]]) {
    for secret in ["a", "b"] {
        fs::create_dir_all(folder.join("secrets").join(secret)).unwrap();
        for key in KEYS {
            let fine = if key.starts_with(".docker") { "{}" } else { WORD };
            fs::write(folder.join("secrets").join(secret).join(key), fine).unwrap();
        }
    }
    for (key, content) in contents {
        fs::write(folder.join("secrets/a").join(key), content).unwrap();
    }
    for (name, content) in OWN.iter().zip(users) {
        let path = folder.join("home").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let secrets = Secrets::below(folder.join("secrets"));
    let home = Home::new(Some(folder.join("home").into())).unwrap();
    match plan(request, &secrets, &home) {
        Err(error) => {
            let said = format!("{error:#}");
            assert!(!said.contains(WORD) && said.lines().count() == 1, "{said}");
        }
        Ok(Plan { files, notes }) => {
            assert!(!notes.iter().any(|note| note.contains(WORD)), "{notes:?}");
            home.write(&files).unwrap();
            let again = plan(request, &secrets, &home).unwrap();
            assert_eq!(home.write(&again.files).unwrap(), 0, "nothing is new the second time");
        }
    }
}
