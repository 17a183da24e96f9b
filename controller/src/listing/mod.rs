//! Statuses as `kubectl get` would print them.

mod age;
mod objects;
mod table;

use clap::ValueEnum;
use jiff::Timestamp;

use crate::emit::write_objects;
use crate::plan::Plan;

/// How statuses are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables.
    Table,
    /// Tables with messages, Pods and more of the steps.
    Wide,
    /// The runs as one `v1` `List`.
    Json,
    /// The runs as documents.
    Yaml,
}

/// The text of all statuses of `plan`, ending in a line end; ages count until `now`.
///
/// # Errors
/// When a status cannot be written as text; none that `reconcile` plans is such.
pub fn print(plan: &Plan, format: Format, now: Timestamp) -> anyhow::Result<String> {
    let format = match format {
        Format::Table => return Ok(table::all(plan, false, now)),
        Format::Wide => return Ok(table::all(plan, true, now)),
        Format::Json => crate::emit::Format::Json,
        Format::Yaml => crate::emit::Format::Yaml,
    };
    let mut text = Vec::new();
    write_objects(objects::all(plan)?.into_iter().map(Ok), format, &mut text)?;
    Ok(String::from_utf8(text)?)
}
