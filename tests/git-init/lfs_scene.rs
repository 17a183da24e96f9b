//! A repository with large files, its servers, and git-lfs as the judge of what became of them.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::{HttpBackend, LfsRules, LfsServer};

use crate::clone::{Bench, Outcome};
use crate::judge::{assert_same_tree, assert_sound, files, git_command};
use crate::repository::Repository;

/// The user that the git server asks for below `private/`.
pub const USER: (&str, &str) = ("ci", "s3cr@t/&");

/// A large file's content.
pub const ONE: &[u8] = b"the content of the first file\n";
pub const TWO: &[u8] = b"the content of a file in a folder, which may be run\n";

pub struct Scene {
    pub bench: Bench,
    pub repository: Repository,
    pub lfs: LfsServer,
    pub web: HttpBackend,
}

impl Scene {
    /// A repository `r.git` behind one web server with its LFS server.
    pub fn new(rules: LfsRules) -> Self {
        Self::named("r.git", rules)
    }

    /// The same, for the user only.
    pub fn private(rules: LfsRules) -> Self {
        Self::named("private/r.git", rules)
    }

    fn named(name: &str, rules: LfsRules) -> Self {
        let bench = Bench::new();
        fs::create_dir_all(bench.path(name).parent().unwrap()).unwrap();
        let lfs = LfsServer::start(rules);
        let repository = Repository::empty(bench.root(), name);
        large_files(&repository, &lfs);
        let web = HttpBackend::start_before(bench.root(), USER, None, Some(lfs.port()));
        Self { bench, repository, lfs, web }
    }

    pub fn url(&self) -> String {
        self.web.url(&self.name())
    }

    /// The repository's path below the servers' root.
    pub fn name(&self) -> String {
        self.repository.bare.strip_prefix(self.bench.root()).unwrap().display().to_string()
    }

    /// Adds a large file to the repository, and pushes.
    pub fn add(&self, name: &str, content: &[u8]) {
        self.repository.write(name, self.lfs.put(content).as_bytes());
        self.repository.commit(name);
        self.repository.push();
    }

    /// Runs git-init with `-lfs` and more flags, to `ours`.
    pub fn run(&self, url: &str, flags: &[&str]) -> Outcome {
        let ours = self.ours();
        let args = ["-lfs", "-retryInitial=100ms", "-url", url, "-path", ours.to_str().unwrap()];
        self.bench.run(&[&args[..], flags].concat())
    }

    pub fn ours(&self) -> PathBuf {
        self.bench.path("ours")
    }

    /// The clone that `git` with git-lfs makes is the same as ours, and git-lfs finds no fault in ours.
    pub fn assert_as_git_lfs(&self, url: &str) {
        let theirs = self.bench.path("theirs");
        lfs_git(self.bench.root(), &["clone", "--quiet", "--depth=1", url, theirs.to_str().unwrap()]);
        assert_same_tree(&self.ours(), &theirs);
        assert_eq!(objects(&self.ours()), objects(&theirs), "objects");
        assert_lfs_sound(&self.ours());
    }
}

/// Files for LFS and others, pushed.
pub fn large_files(repository: &Repository, lfs: &LfsServer) {
    repository.write(".gitattributes", b"*.bin filter=lfs diff=lfs merge=lfs -text\n");
    repository.write("one.bin", lfs.put(ONE).as_bytes());
    repository.write("again.bin", lfs.put(ONE).as_bytes());
    repository.write("deep/er/two.bin", lfs.put(TWO).as_bytes());
    fs::set_permissions(repository.work.join("deep/er/two.bin"), Permissions::from_mode(0o755)).unwrap();
    repository.write("deep/pointer.txt", lfs.put(ONE).as_bytes());
    repository.write("README", b"text\n");
    repository.commit("large files");
    repository.push();
}

/// Runs git with git-lfs as its filter; its standard output.
pub fn lfs_git(folder: &Path, args: &[&str]) -> String {
    let mut command = lfs_command(folder);
    let output = command.args(args).output().expect("git is installed");
    let (said, complaint) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // git-lfs complains on either.
    assert!(output.status.success(), "git {args:?}: {said} {complaint}; is git-lfs there? see tests/setup");
    said.trim().to_owned()
}

/// git with git-lfs as its filter.
pub fn lfs_command(folder: &Path) -> Command {
    let mut command = git_command(folder);
    for filter in [
        "filter.lfs.clean=git-lfs clean -- %f",
        "filter.lfs.smudge=git-lfs smudge -- %f",
        "filter.lfs.process=git-lfs filter-process",
        "filter.lfs.required=true",
    ] {
        command.args(["-c", filter]);
    }
    command
}

/// Neither git nor git-lfs sees a change or a fault.
pub fn assert_lfs_sound(clone: &Path) {
    // Without the filter first: git then goes by what the index says of each file, and reads none.
    assert_sound(clone);
    assert_eq!(lfs_git(clone, &["status", "--porcelain", "--untracked-files=all"]), "", "status");
    assert_eq!(lfs_git(clone, &["lfs", "fsck"]), "Git LFS fsck OK");
    assert_eq!(lfs_git(clone, &["lfs", "status", "--porcelain"]), "");
    let listed = lfs_git(clone, &["lfs", "ls-files"]);
    let pointers = listed.lines().any(|line| line.contains(".bin") && !line.contains(" * "));
    assert!(!listed.is_empty() && !pointers, "pointers are left: {listed}");
    // And still when every file is read anew; not as new as the index, which git would not trust.
    let before = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    for file in files(clone).keys() {
        let path = clone.join(file);
        if fs::symlink_metadata(&path).unwrap().is_file() && !path.starts_with(clone.join(".git")) {
            let file = fs::File::options().append(true).open(&path).unwrap();
            file.set_modified(before).unwrap();
        }
    }
    assert_eq!(lfs_git(clone, &["status", "--porcelain"]), "", "status of touched files");
}

/// The objects of a clone, by their paths.
pub fn objects(clone: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let folder = clone.join(".git/lfs/objects");
    if folder.exists() { files(&folder) } else { BTreeMap::new() }
}

/// What of half-written files is left.
pub fn parts(clone: &Path) -> Vec<PathBuf> {
    let folders = ["incomplete", "tmp"].map(|name| clone.join(".git/lfs").join(name));
    folders.iter().filter(|folder| folder.exists()).flat_map(|folder| files(folder).into_keys()).collect()
}
