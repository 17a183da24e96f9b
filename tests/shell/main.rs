//! The scripts of this folder, each run with `ENTRYPOINT` set to the built binary, in an empty folder of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tests::{Running, able, binary};

fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shell");
    let files = folder.read_dir().expect("the folder of the scripts").flatten().map(|entry| entry.path());
    let mut scripts: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "sh")).collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "no script in {}", folder.display());
    scripts
}

#[test]
fn every_script_succeeds() {
    let start = |script: &PathBuf| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.arg("-eu").arg(script).current_dir(folder.path()).env("ENTRYPOINT", binary("entrypoint"));
        command.stdin(Stdio::from(File::open("/dev/null").unwrap()));
        (folder, Running::start(command))
    };
    let running: Vec<_> = scripts().iter().map(|script| (script.clone(), start(script))).collect();
    for (script, (_folder, running)) in running {
        let end = running.finish();
        assert_eq!(end.code, Some(0), "{}:\n{}{}", script.display(), end.text(), end.stderr);
    }
}

#[test]
fn shellcheck_finds_nothing() {
    if !able("shellcheck", &["shellcheck", "--version"]) {
        return;
    }
    let output = Command::new("shellcheck").args(scripts()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
