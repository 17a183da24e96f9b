//! Who clones.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::site::Site;

/// A way to clone.
pub enum Contender {
    /// The commands of git that Tekton's git-init runs.
    Git,
    /// A git-init, by its path.
    GitInit(PathBuf),
}

impl Contender {
    /// What is run, one after the other, to put the branch main of `url` into `folder`.
    pub fn commands(&self, site: &Site, url: &str, full: bool, folder: &Path) -> Vec<Command> {
        let git_init = match self {
            Self::GitInit(program) => program,
            Self::Git => return git(site, url, full, folder),
        };
        let mut command = site.command(git_init);
        command.args(["-url", url, "-revision=main", if full { "-depth=0" } else { "-depth=1" }, "-path"]);
        command.arg(folder);
        vec![command]
    }
}

fn git(site: &Site, url: &str, full: bool, folder: &Path) -> Vec<Command> {
    let in_folder = |args: &[&str]| {
        let mut command = site.command("git");
        command.arg("-C").arg(folder).args(args);
        command
    };
    let mut init = site.command("git");
    init.args([OsStr::new("init"), OsStr::new("--quiet"), folder.as_os_str()]);
    let depth: &[&str] = if full { &[] } else { &["--depth=1"] };
    vec![
        init,
        in_folder(&["remote", "add", "origin", url]),
        in_folder(&[&["fetch", "--quiet"], depth, &["origin", "main"]].concat()),
        in_folder(&["checkout", "--quiet", "FETCH_HEAD"]),
    ]
}
