//! The Pods of each folder in `tests/golden`: `input.yaml` in, `pod.yaml` out, `args` (one a line) for more flags.
//! `BATON_UPDATE_GOLDEN=1` writes what comes out instead of comparing it: read the difference before committing.

use std::fs;
use std::path::{Path, PathBuf};

use tests::workspace;

use crate::controller::controller;

#[test]
fn pods_are_what_they_were() {
    let update = std::env::var_os("BATON_UPDATE_GOLDEN").is_some();
    let mut different = Vec::new();
    for folder in folders() {
        let pods = emit(&folder.join("input.yaml"), &args(&folder));
        let golden = folder.join("pod.yaml");
        if update {
            fs::write(&golden, &pods).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != pods {
            different.push(format!("{}:\n{pods}", golden.display()));
        }
    }
    assert!(
        different.is_empty(),
        "not what they were (BATON_UPDATE_GOLDEN=1 takes these):\n{}",
        different.join("\n")
    );
}

#[test]
fn the_example_is_the_founding_document() {
    let golden = fs::read_to_string(workspace().join("tests/golden/hello-world/pod.yaml")).unwrap();
    assert_eq!(emit(&workspace().join("examples/hello-world.yaml"), &[]), golden);
}

/// The folders of golden Pods.
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(workspace().join("tests/golden")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 8, "{folders:?}");
    folders
}

/// The flags of a folder.
pub fn args(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("args")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn emit(input: &Path, args: &[String]) -> String {
    let mut words = ["emit", "--image-tag", "v0", "-f", input.to_str().unwrap()].map(str::to_owned).to_vec();
    words.extend_from_slice(args);
    let said = controller(&words, "");
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", input.display());
    said.stdout
}
