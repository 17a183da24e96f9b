//! Repositories to clone, the same at every run.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::judge::git;

/// A bare repository and a working folder that pushes into it.
pub struct Repository {
    pub bare: PathBuf,
    pub work: PathBuf,
}

impl Repository {
    /// An empty repository `name` in the folder `root`.
    pub fn empty(root: &Path, name: &str) -> Self {
        Self::empty_with("sha1", root, name)
    }

    /// The same, with hashes of `format`, `sha1` or `sha256`.
    pub fn empty_with(format: &str, root: &Path, name: &str) -> Self {
        let bare = root.join(name);
        let work = root.join(format!("{name}.work"));
        let format = format!("--object-format={format}");
        for (folder, bareness) in [(&bare, "--bare"), (&work, "--no-bare")] {
            let init = ["init", "--quiet", "--initial-branch=main", &format, bareness];
            git(root, init.map(OsStr::new).into_iter().chain([folder.as_os_str()]));
        }
        git(&work, ["remote", "add", "origin", bare.to_str().unwrap()]);
        Self { bare, work }
    }

    /// A repository with all that a revision can name: branches, tags, a pull request, four commits on main.
    pub fn sample(root: &Path, name: &str) -> Self {
        Self::sample_with("sha1", root, name)
    }

    /// The same, with hashes of `format`.
    pub fn sample_with(format: &str, root: &Path, name: &str) -> Self {
        let repository = Self::empty_with(format, root, name);
        repository.write("README", b"one\n");
        repository.write("bin/run", b"#!/bin/sh\n");
        fs::set_permissions(repository.work.join("bin/run"), Permissions::from_mode(0o755)).unwrap();
        symlink("../README", repository.work.join("bin/link")).unwrap();
        repository.write("a/b/c/deep", b"deep\n");
        repository.write("empty", b"");
        repository.write("bytes", &(0..=255).collect::<Vec<u8>>());
        repository.write(OsStr::from_bytes(b"name-\xff-\xc3\xa9"), b"no UTF-8\n");
        repository.write(".gitattributes", b"*.crlf text eol=crlf\n*.lf text eol=lf\nbytes -text\n");
        repository.write("dos.crlf", b"x\ny\n");
        repository.write("unix.lf", b"x\ny\n");
        repository.commit("first");
        repository.git(["tag", "light"]);
        repository.git(["branch", "both"]);
        repository.commit("a commit that no ref names");
        repository.write("README", b"two\n");
        repository.commit("second");
        repository.git(["tag", "--annotate", "annotated", "--message=annotated"]);
        repository.git(["tag", "--annotate", "outer", "annotated", "--message=a tag of a tag"]);
        repository.git(["tag", "both"]);
        repository.git(["branch", "feature/deep"]);
        repository.write("README", b"three\n");
        repository.commit("third");
        repository.git(["checkout", "--quiet", "--detach"]);
        repository.write("request", b"please\n");
        repository.commit("a pull request");
        repository.git(["update-ref", "refs/pull/1/head", "HEAD"]);
        repository.git(["checkout", "--quiet", "main"]);
        repository.push();
        repository
    }

    /// Runs git in the working folder; its output, trimmed.
    pub fn git<const N: usize>(&self, args: [&str; N]) -> String {
        git(&self.work, args)
    }

    /// Writes a file of the working folder.
    pub fn write(&self, name: impl AsRef<Path>, content: &[u8]) {
        let path = self.work.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Commits all of the working folder.
    pub fn commit(&self, message: &str) -> String {
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(["rev-parse", "HEAD"])
    }

    /// Makes the bare repository hold exactly the refs of the working folder.
    pub fn push(&self) {
        self.git([
            "push",
            "--quiet",
            "--force",
            "--prune",
            "origin",
            "+refs/heads/*:refs/heads/*",
            "+refs/tags/*:refs/tags/*",
            "+refs/pull/*:refs/pull/*",
        ]);
    }

    /// The hash that `revision` has.
    pub fn hash(&self, revision: &str) -> String {
        self.git(["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
    }
}
