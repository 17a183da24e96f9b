//! What earlier steps have left: the values that references stand for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use super::json;
use super::paths::{STEP_ARTIFACTS, STEPS};
use super::reference::{Part, Reference, Wanted};

/// What a reference stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A text, to be put in its place.
    Text(String),
    /// The items of a list, which are words of their own.
    Items(Vec<String>),
}

/// What `reference` stands for.
///
/// # Errors
/// There is no such thing; which, and why not.
pub fn meaning(reference: &Reference) -> Result<Meaning> {
    let step = Path::new(STEPS).join(format!("step-{}", reference.step));
    let found = match &reference.wanted {
        Wanted::Result(name, part) => {
            let file = step.join("results").join(name);
            let text = fs::read(&file).with_context(|| cannot_read(&file));
            text.and_then(|text| of_result(&String::from_utf8_lossy(&text), part))
        }
        Wanted::Inputs(name) => of_artifacts(&step.join(STEP_ARTIFACTS), "inputs", *name),
        Wanted::Outputs(name) => of_artifacts(&step.join(STEP_ARTIFACTS), "outputs", *name),
    };
    found.with_context(|| {
        let what = match &reference.wanted {
            Wanted::Result(name, _) => format!("result {name} of step {}", reference.step),
            _ => format!("artifacts of step {}", reference.step),
        };
        format!("failed to find replacement for {what} to replace {}", reference.text)
    })
}

fn cannot_read(file: &Path) -> String {
    format!("cannot read {}", PathBuf::from(file).display())
}

/// What `part` of a result is: a list of strings, a map of strings, a JSON string, or else plain text.
///
/// # Errors
/// There is no such part.
pub fn of_result(text: &str, part: &Part) -> Result<Meaning> {
    let value = json::read(text.as_bytes());
    let list = || {
        let list = value.as_ref().ok().and_then(json::strings);
        list.ok_or_else(|| anyhow!("the result is no list of strings"))
    };
    Ok(Meaning::Text(match part {
        Part::Items => return list().map(Meaning::Items),
        Part::Item(index) => {
            let list = list()?;
            list.get(*index).cloned().ok_or_else(|| anyhow!("the list has {} items", list.len()))?
        }
        Part::Key(key) => {
            let map = value.as_ref().ok().and_then(Value::as_object);
            let map = map.ok_or_else(|| anyhow!("the result is no map of strings"))?;
            map.get(*key).and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Part::Whole => match value {
            Ok(Value::String(value)) => value,
            _ => text.to_owned(),
        },
    }))
}

/// The `values` of one artifact in the file `provenance`, as JSON.
fn of_artifacts(provenance: &Path, side: &str, name: Option<&str>) -> Result<Meaning> {
    let text = fs::read(provenance).with_context(|| cannot_read(provenance))?;
    let artifacts = json::read(&text).with_context(|| cannot_read(provenance))?;
    let mut list = artifacts[side].as_array().into_iter().flatten();
    let found = match name {
        None => list.next(),
        Some(name) => list.find(|artifact| artifact["name"] == name),
    };
    let found = found.ok_or_else(|| anyhow!("there is no such artifact"))?;
    Ok(Meaning::Text(json::write(&found["values"])))
}
