//! The command of the step, with what earlier steps have left put into it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use staged::Staged;

use super::earlier::Meaning;
use super::paths::SCRIPTS;
use super::reference::{self, Reference, Wanted};
use super::substitute::{self, Lookup};
use super::{log, platform};

/// Everybody may run a script, and only its owner change it.
const SCRIPT_MODE: u32 = 0o755;

/// What to run, and in which environment.
pub struct Command {
    /// The command and its arguments.
    pub words: Vec<OsString>,
    /// Names and values.
    pub environment: Vec<(OsString, OsString)>,
}

impl Command {
    /// `entrypoint`, or else what the environment says for this machine, with `arguments` behind it.
    ///
    /// # Errors
    /// The environment says nothing that makes sense.
    pub fn choose(entrypoint: &OsString, arguments: Vec<OsString>) -> Result<Self> {
        let mut words = if entrypoint.is_empty() {
            let commands = env::var(platform::VARIABLE).unwrap_or_default();
            platform::command(&commands)?.into_iter().map(OsString::from).collect()
        } else {
            vec![entrypoint.clone()]
        };
        words.extend(arguments);
        Ok(Self { words, environment: env::vars_os().collect() })
    }

    /// Whether it refers to anything that earlier steps leave.
    pub fn refers(&self) -> bool {
        let mut texts = self.words.iter().chain(self.environment.iter().map(|(_, value)| value));
        texts.any(|text| substitute::concerns(text.as_bytes()))
            || self.script().is_some_and(|file| fs::read(file).is_ok_and(|text| substitute::concerns(&text)))
    }

    /// Puts that in its place. What cannot be found stays as it was written, with a word in the log. A script that
    /// refers to artifacts is copied to a temporary file, or to `folder` where there is no place for such.
    pub fn substitute(&mut self, lookup: Lookup, folder: Option<&Path>) {
        for (_, value) in &mut self.environment {
            if let Some(mut new) =
                substituted(value, |text| substitute::text(text, lookup).map(|text| vec![text]))
            {
                *value = new.pop().unwrap_or_default();
            }
        }
        let words = std::mem::take(&mut self.words);
        for word in words {
            match substituted(&word, |text| substitute::word(text, lookup)) {
                Some(new) => self.words.extend(new),
                None => self.words.push(word),
            }
        }
        if let Some(script) = self.script() {
            match rewritten(&script, lookup, folder) {
                Ok(Some(copy)) => self.words = vec![copy.into()],
                Ok(None) => {}
                Err(error) => log::error("Error while substituting step artifacts", &format!("{error:#}")),
            }
        }
    }

    /// The step's script, if that is all that it runs.
    fn script(&self) -> Option<PathBuf> {
        let [only] = &self.words[..] else { return None };
        Some(PathBuf::from(only)).filter(|file| file.parent() == Some(Path::new(SCRIPTS)))
    }
}

/// What becomes of `text`; nothing when it stays.
fn substituted(text: &OsString, by: impl Fn(&str) -> Result<Vec<String>>) -> Option<Vec<OsString>> {
    if !substitute::concerns(text.as_bytes()) {
        return None;
    }
    let new = text.to_str().ok_or_else(|| anyhow!("it is no text")).and_then(by);
    match new {
        Ok(new) => Some(new.into_iter().map(OsString::from).collect()),
        Err(error) => {
            let what = match text.to_str().and_then(reference::find) {
                Some((_, Reference { wanted: Wanted::Inputs(_) | Wanted::Outputs(_), .. })) => "artifacts",
                _ => "results",
            };
            log::error(&format!("Error while substituting step {what}"), &format!("{error:#}"));
            None
        }
    }
}

/// A copy of `script` with what its references to artifacts stand for; nothing when it has none, or is no text. Results
/// stay out of scripts: they are any text, which a shell would run.
fn rewritten(script: &Path, lookup: Lookup, folder: Option<&Path>) -> Result<Option<PathBuf>> {
    let Ok(text) = fs::read_to_string(script) else { return Ok(None) };
    let of_artifacts = |reference: &Reference| match reference.wanted {
        Wanted::Result(..) => Ok(Meaning::Text(reference.text.to_owned())),
        _ => lookup(reference),
    };
    let new = substitute::text(&text, &of_artifacts)?;
    if new == text {
        return Ok(None);
    }
    let place = |folder: &Path| {
        let name = format!("script-{}", std::process::id());
        let copy = folder.join(name);
        write(&copy, &new).map(|()| copy)
    };
    let copy = place(&env::temp_dir()).or_else(|error| folder.map_or(Err(error), place));
    copy.map(Some).with_context(|| format!("cannot copy {} to a temporary file", script.display()))
}

fn write(copy: &Path, text: &str) -> io::Result<()> {
    let mut staged = Staged::create(copy, SCRIPT_MODE)?;
    staged.file().write_all(text.as_bytes())?;
    staged.publish()
}
