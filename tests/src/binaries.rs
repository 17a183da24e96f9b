//! Where the binary under test is: the one the environment names, else the one that ships, built on demand.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock};

use crate::signal::ignore_none;

/// The folder of the workspace's `Cargo.toml`.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the workspace")
}

/// The path of the binary of package `name`.
///
/// `NAME_BIN` in the environment (upper case, `-` as `_`: `ENTRYPOINT_BIN`, `GIT_INIT_BIN`) names another
/// program to test, from the workspace on where it is relative; it is taken as it is. Otherwise the package is
/// built as it ships (release, static musl, by itself so that no other package's features leak in); the
/// controller, which is slow to link that way, is built with the dev profile. What is started from here on
/// ignores no signal.
///
/// # Panics
/// When the build fails: nothing can be tested then.
pub fn binary(name: &str) -> PathBuf {
    static BUILT: OnceLock<Mutex<HashMap<String, PathBuf>>> = OnceLock::new();
    ignore_none();
    if let Some(path) = named(name) {
        return path;
    }
    let mut built =
        BUILT.get_or_init(Mutex::default).lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    built.entry(name.to_owned()).or_insert_with(|| build(name, &[], name != "controller")).clone()
}

/// The path of the binary of package `name` as [`binary`] has it, but always built as it ships, the controller too: for
/// benchmarks.
///
/// # Panics
/// When the build fails.
pub fn shipped(name: &str) -> PathBuf {
    ignore_none();
    named(name).unwrap_or_else(|| build(name, &[], true))
}

/// The same of a package with options of cargo's behind its name, such as `entrypoint --no-default-features`. It stands
/// where the package's own binary does until that is asked for again.
///
/// # Panics
/// When the build fails, or `words` are none.
pub fn variant(words: &str) -> PathBuf {
    let mut words = words.split(' ');
    let name = words.next().expect("a package");
    build(name, &words.collect::<Vec<_>>(), true)
}

/// What the environment names.
fn named(name: &str) -> Option<PathBuf> {
    let variable = format!("{}_BIN", name.to_uppercase().replace('-', "_"));
    env::var_os(&variable).map(|path| workspace().join(path))
}

/// Builds package `name` with `options`, as it ships or for development, and returns the executable that cargo names.
fn build(name: &str, options: &[&str], as_it_ships: bool) -> PathBuf {
    let musl = format!("{}-unknown-linux-musl", env::consts::ARCH);
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace()).args([
        "build",
        "--quiet",
        "--message-format=json-render-diagnostics",
        "-p",
        name,
    ]);
    cargo.args(options);
    if as_it_ships {
        cargo.args(["--release", "--target", &musl]);
    }
    let output = cargo.stderr(Stdio::inherit()).output().expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo build -p {name} failed; is the target there? rustup target add {musl}"
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap_or_else(|| panic!("cargo build -p {name} named no executable"))
}
