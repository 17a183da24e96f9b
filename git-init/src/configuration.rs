//! git's configuration of the machine and of the user: what counts of it before there is a repository.

use std::env;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use anyhow::{Context, Result};
use git2::ConfigLevel;

use crate::credentials::home;
use crate::log;

/// What stands in the name of every setting by which another host is gone to than the one in a URL, or by which more
/// files are read.
const LEADING: [&str; 3] = ["insteadof", "proxy", "include"];

/// The files of it.
pub struct Configuration {
    files: Vec<Found>,
    straight: bool,
}

struct Found {
    level: ConfigLevel,
    path: PathBuf,
    content: io::Result<Vec<u8>>,
}

impl Configuration {
    /// Reads the files.
    pub fn read() -> Self {
        let xdg = env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
        let files = [
            (ConfigLevel::Global, home().map(|home| home.join(".gitconfig"))),
            (
                ConfigLevel::XDG,
                xdg.or_else(|| Some(home()?.join(".config"))).map(|path| path.join("git/config")),
            ),
            (ConfigLevel::System, Some(PathBuf::from("/etc/gitconfig"))),
        ];
        let read = |(level, path): (ConfigLevel, Option<PathBuf>)| {
            path.map(|path| Found { level, content: fs::read(&path), path })
        };
        Self::of(files.into_iter().filter_map(read).collect())
    }

    fn of(files: Vec<Found>) -> Self {
        let leads = |content: &Vec<u8>| {
            // Names of settings are taken in any letters.
            let text = String::from_utf8_lossy(content).to_ascii_lowercase();
            LEADING.iter().any(|name| text.contains(name))
        };
        let straight = !files.iter().any(|found| found.content.as_ref().is_ok_and(leads));
        Self { files, straight }
    }

    /// Whether nothing in it leads to another host than a URL names. It is not read as closely as libgit2 does, so that
    /// there may be nothing either where this says that there is.
    pub fn leads_nowhere(&self) -> bool {
        self.straight
    }

    /// Has libgit2 look past the files that this user may not read: HOME is often still root's where the container runs
    /// as another user, and libgit2 would refuse all work. And past the user's own where there is none, which it would
    /// look for at every setting that it reads.
    ///
    /// # Errors
    /// When libgit2 refuses, which it never does.
    #[allow(unsafe_code)]
    pub fn pass_over(&self) -> Result<()> {
        for Found { level, path, content } in &self.files {
            match content.as_ref().map_err(io::Error::kind) {
                Err(ErrorKind::PermissionDenied) => {
                    log::warn(&format!("{} is passed over: this user may not read it", path.display()));
                }
                // The others stand for more files than this one.
                Err(ErrorKind::NotFound) if *level == ConfigLevel::Global => {}
                // What else is wrong is libgit2's to say.
                _ => continue,
            }
            // SAFETY: it sets a global of libgit2's, which no other thread uses before it is set up.
            unsafe { git2::opts::set_search_path(*level, "") }.context("cannot set up libgit2")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_lead_elsewhere() {
        let of = |content: io::Result<&str>| {
            let content = content.map(|content| content.as_bytes().to_vec());
            Configuration::of(vec![Found { level: ConfigLevel::Global, path: PathBuf::new(), content }])
        };
        for leading in [
            "[url \"https://h/\"]\n\tinsteadOf = gh:\n",
            "[URL \"https://h/\"]\nINSTEADOF=gh:\n",
            "[http] proxy = h:1\n",
            "[remote \"origin\"]\n\tProxy = h:1\n",
            "[include]\n\tpath = more\n",
            "[includeIf \"gitdir:/\"]\n\tpath = more\n",
        ] {
            assert!(!of(Ok(leading)).leads_nowhere(), "{leading}");
        }
        assert!(of(Ok("[user]\n\tname = Me\n[safe]\n\tdirectory = *\n")).leads_nowhere());
        assert!(of(Ok("")).leads_nowhere());
        assert!(of(Err(ErrorKind::NotFound.into())).leads_nowhere());
        assert!(Configuration::of(Vec::new()).leads_nowhere());
    }
}
