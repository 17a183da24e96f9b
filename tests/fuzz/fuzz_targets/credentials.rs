//! Secrets, annotations, and the files that are in the home already.
#![no_main]

#[path = "../../../creds-init/tests/anything/claims.rs"]
mod claims;
mod parts;

use creds_init::Request;
use creds_init::annotation::Annotation;
use libfuzzer_sys::{Corpus, fuzz_target};
use parts::parts;

fuzz_target!(|data: &[u8]| -> Corpus {
    let [asked, first, second, git, git_credentials, ssh, known_hosts, docker] = parts(data);
    let Ok(asked) = std::str::from_utf8(asked) else { return Corpus::Reject };
    let mut request = Request::default();
    for line in asked.lines() {
        let Some((flag, value)) = line.split_once(' ') else { continue };
        let annotation = || Annotation { secret: "a".to_owned(), value: value.to_owned() };
        match flag {
            "git" => request.basic_git.push(annotation()),
            "ssh" => request.ssh_git.push(annotation()),
            "docker" => request.basic_docker.push(annotation()),
            "config" => request.docker_config = vec!["a".to_owned()],
            "cfg" => request.docker_cfg = vec!["a".to_owned()],
            _ => {}
        }
    }
    // Each content goes where the request looks for it, with the word that must not be told.
    let secret = |content: &[u8]| [content, claims::WORD.as_bytes()].concat();
    let (text, json) = (secret(first), second.to_vec());
    let contents: Vec<(&str, &[u8])> = claims::KEYS
        .iter()
        .map(|key| (*key, if key.starts_with(".docker") { json.as_slice() } else { text.as_slice() }))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    claims::of_a_plan(folder.path(), &request, &contents, &[git, git_credentials, ssh, known_hosts, docker]);
    Corpus::Keep
});
