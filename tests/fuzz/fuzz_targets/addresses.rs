//! Addresses of git hosts, and the files in which git and ssh keep what they know of them.
#![no_main]

mod parts;

use creds_init::block::{self, Place};
use creds_init::git_credentials::{Entry, find};
use creds_init::git_url::GitUrl;
use creds_init::ssh_config::Resolved;
use creds_init::ssh_target::SshTarget;
use creds_init::{gitconfig, percent};
use libfuzzer_sys::fuzz_target;
use parts::parts;

fuzz_target!(|data: &[u8]| {
    let [address, file] = parts(data);
    let text = String::from_utf8_lossy(address);
    if let Ok(url) = GitUrl::parse(&text) {
        assert_eq!(GitUrl::parse(&url.url()), Ok(url.clone()));
        let _ = find(file, &url, Some("u"));
        assert!(url.covers(&url));
    }
    if let Ok(target) = SshTarget::parse(&text) {
        let again = SshTarget::parse(&format!("ssh://{}", target.place())).unwrap();
        assert_eq!((&again.host, again.port), (&target.host, Some(target.port_or_default())));
    }
    assert_eq!(percent::decode(&percent::encode(&text)).as_deref(), Some(&*text));
    Resolved::read(&String::from_utf8_lossy(file), &text);
    gitconfig::recorded(file);
    gitconfig::sets(file, "credential", "helper");
    if let Some(entry) = Entry::parse(file) {
        assert_eq!(
            Entry::parse(entry.line().trim_end().as_bytes()).map(|again| again.line()),
            Some(entry.line())
        );
    }
    for place in [Place::Start, Place::End] {
        let ours = "ours\n";
        let replaced = block::replace(file, ours, place);
        assert_eq!(block::replace(&replaced, ours, place), replaced, "what is there is not put in again");
    }
});
