//! Commands that depend on the machine: a map from platforms to commands, as the controller finds it in an image index.

use std::env::consts::ARCH;

use anyhow::{Result, anyhow};

use super::json;

/// The variable that holds the map, as JSON.
pub const VARIABLE: &str = "TEKTON_PLATFORM_COMMANDS";

/// The command for this machine in the JSON `commands`.
///
/// # Errors
/// It is no map of lists of words, or has none for this machine.
pub fn command(commands: &str) -> Result<Vec<String>> {
    select(commands, &this())
}

/// This machine, as image indexes have it.
fn this() -> String {
    let name = match ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64/v8",
        // Today's Tekton does not find out which one.
        "arm" => "arm/unknown",
        "x86" => "386",
        "powerpc64" => "ppc64le",
        other => other,
    };
    format!("linux/{name}")
}

/// The command for `platform`, `os/arch` or `os/arch/variant`. An entry with a variant serves a machine that names
/// none, and the other way round; of many the first by name, which of arm is the one that runs everywhere.
///
/// # Errors
/// As [`command`].
pub fn select(commands: &str, platform: &str) -> Result<Vec<String>> {
    let commands = json::read(commands.as_bytes())?;
    let commands = commands.as_object().ok_or_else(|| anyhow!("{VARIABLE} is no map of platforms"))?;
    let find =
        |fits: &dyn Fn(&str) -> bool| commands.iter().find(|(key, _)| fits(key.trim())).map(|found| found.1);
    let plain = platform.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
    let found = find(&|key| key == platform)
        .or_else(|| find(&|key| key == plain))
        .or_else(|| find(&|key| key.strip_prefix(&plain).is_some_and(|rest| rest.starts_with('/'))));
    let words = found.ok_or_else(|| anyhow!("could not find command for platform {platform:?}"))?;
    let words = json::strings(words).filter(|words| !words.is_empty());
    words.ok_or_else(|| anyhow!("{VARIABLE}: the command for platform {platform:?} is no list of words"))
}
