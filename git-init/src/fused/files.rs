//! The files of a commit, written as their trees and contents arrive.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::mem;
use std::path::PathBuf;

use git2::Oid;
use packs::{Id, Kind, Object};

use super::early::Early;
use super::moving::Ahead;
use super::objects;
use super::temporary::Temporary;
use super::writer::Writer;
use crate::fresh::listing::{self, Entry, File};
use crate::fresh::writing;

/// Why no more is written: there is something that is not plain. libgit2 may write it, or refuse it.
pub struct NotPlain;

/// More than any source has (Chromium: 480,000), so that folders that are in themselves, in a hundred ways, end.
const MOST: usize = 1_000_000;

/// What is written, and what is waited for.
pub struct Files {
    root: PathBuf,
    /// The commit, or a tag that leads to it.
    tip: Id,
    /// Whether the commit has come.
    begun: bool,
    /// Trees that have not come, with the folders that they are.
    trees: HashMap<Id, Vec<Vec<u8>>>,
    early: Early,
    /// Files that have not come, by their contents.
    blobs: HashMap<Id, Vec<File>>,
    /// Links that have not come.
    links: HashSet<Id>,
    listed: usize,
    folders: Vec<Vec<u8>>,
    /// Those that have come.
    written: Vec<File>,
    /// Nothing once all is written.
    writer: Option<Writer>,
}

impl Files {
    /// Writes the files of `tip` below `root`, which is made.
    pub fn new(tip: Id, root: PathBuf) -> std::io::Result<Self> {
        fs::create_dir(&root)?;
        Ok(Self {
            writer: Some(Writer::new(root.clone())),
            root,
            tip,
            begun: false,
            trees: HashMap::new(),
            early: Early::default(),
            blobs: HashMap::new(),
            links: HashSet::new(),
            listed: 0,
            folders: Vec::new(),
            written: Vec::new(),
        })
    }

    /// Takes an object as it comes.
    pub fn add(&mut self, object: Object) -> Result<(), NotPlain> {
        let Object { id, kind, data } = object;
        match kind {
            Kind::Commit if id == self.tip => {
                self.begun = true;
                self.expect(objects::named(&data, b"tree ").ok_or(NotPlain)?, Vec::new())?;
            }
            Kind::Tag if id == self.tip => self.tip = objects::named(&data, b"object ").ok_or(NotPlain)?,
            Kind::Tree => match self.trees.remove(&id) {
                Some(folders) => self.list(folders, &data)?,
                None => self.early.keep(id, data),
            },
            Kind::Blob => {
                self.links.remove(&id);
                for file in self.blobs.remove(&id).unwrap_or_default() {
                    if file.is_attributes() && listing::changes(&data) {
                        return Err(NotPlain);
                    }
                    let writer = self.writer.as_mut().ok_or(NotPlain)?;
                    writer.write(file.clone(), &data).map_err(|_| NotPlain)?;
                    self.written.push(file);
                }
            }
            Kind::Commit | Kind::Tag => {}
        }
        Ok(())
    }

    /// Waits for the tree that is `folder`, or lists it where it was early.
    fn expect(&mut self, tree: Id, folder: Vec<u8>) -> Result<(), NotPlain> {
        if let Some(data) = self.early.get(&tree) {
            return self.list(vec![folder], &data);
        }
        self.trees.entry(tree).or_default().push(folder);
        Ok(())
    }

    /// Makes the folders in `folders`, which are the same tree, and waits for what is in them.
    fn list(&mut self, folders: Vec<Vec<u8>>, tree: &[u8]) -> Result<(), NotPlain> {
        for folder in folders {
            let mut rest = tree;
            while !rest.is_empty() {
                let (mode, name, id, behind) = objects::entry(rest).ok_or(NotPlain)?;
                rest = behind;
                self.listed += 1;
                if self.listed > MOST {
                    return Err(NotPlain);
                }
                let path = [&folder, name].concat();
                match listing::kind(mode, name, path.len()).ok_or(NotPlain)? {
                    Entry::Folder => {
                        fs::create_dir(self.root.join(writing::path(&path))).map_err(|_| NotPlain)?;
                        self.folders.push(path.clone());
                        self.expect(id, [&path[..], b"/"].concat())?;
                    }
                    Entry::File => {
                        let oid = Oid::from_bytes(&id.0).map_err(|_| NotPlain)?;
                        let file = File { path, id: oid, mode: mode.unsigned_abs() };
                        self.blobs.entry(id).or_default().push(file);
                    }
                    // Links are made when all files are there.
                    Entry::Link => {
                        self.links.insert(id);
                    }
                }
            }
        }
        Ok(())
    }

    /// Waits until all that has come is written.
    pub fn finish(mut self, temporary: Temporary) -> Option<Ahead> {
        let stats = self.writer.take()?.finish()?;
        let files = mem::take(&mut self.written).into_iter().zip(stats).collect();
        let whole = self.begun && self.trees.is_empty() && self.blobs.is_empty() && self.links.is_empty();
        let whole = whole.then_some(self.tip);
        Some(Ahead { temporary, folders: mem::take(&mut self.folders), files, whole })
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // What is given up leaves its room to what else comes.
        if self.writer.take().is_some() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A commit `3…`, its tree `1…`, and what is in that.
    fn begin(files: &mut Files, tree: &[u8]) -> Result<(), NotPlain> {
        let commit = format!("tree {}\n", "01".repeat(20)).into_bytes();
        files.add(Object { id: Id([3; 20]), kind: Kind::Commit, data: Arc::new(commit) })?;
        files.add(Object { id: Id([1; 20]), kind: Kind::Tree, data: Arc::new(tree.to_vec()) })
    }

    #[test]
    fn what_is_not_plain_is_not_written() {
        let folder = Temporary::new(&std::env::temp_dir()).unwrap();
        for entry in [
            &b"100644 .git\0"[..],
            b"100644 ..\0",
            b"100644 a/b\0",
            b"100644 \0",
            b"40000 .GIT\0",
            b"160000 sub\0",
            b"100664 old\0",
            b"120000 .gitmodules\0",
        ] {
            let mut files = Files::new(Id([3; 20]), folder.join("files")).unwrap();
            assert!(begin(&mut files, &[entry, &[2; 20]].concat()).is_err(), "{}", entry.escape_ascii());
        }
        assert!(!folder.join("files").exists(), "what is given up is removed");
        let mut files = Files::new(Id([3; 20]), folder.join("files")).unwrap();
        // Two of one name: only one can be written.
        let twice = [&b"100644 a\0"[..], &[2; 20], b"40000 a\0", &[4; 20]].concat();
        assert!(begin(&mut files, &twice).is_ok());
        let blob = Object { id: Id([2; 20]), kind: Kind::Blob, data: Arc::new(b"x".to_vec()) };
        assert!(files.add(blob).is_err());
    }

    #[test]
    fn folders_that_are_in_themselves_end() {
        let folder = Temporary::new(&std::env::temp_dir()).unwrap();
        let mut files = Files::new(Id([3; 20]), folder.join("files")).unwrap();
        // No such tree can be: it would hold its own hash.
        let tree = [&b"40000 d\0"[..], &[1; 20]].concat();
        let early = Object { id: Id([1; 20]), kind: Kind::Tree, data: Arc::new(tree.clone()) };
        assert!(files.add(early).is_ok());
        assert!(begin(&mut files, &tree).is_err());
    }
}
