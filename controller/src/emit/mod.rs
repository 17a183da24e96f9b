//! Pods as text for other programs.

mod readable;

use clap::ValueEnum;
use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use readable::Readable;

/// How Pods are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One document for each Pod, with `---` between them.
    Yaml,
    /// One `v1` `List`.
    Json,
}

/// The text of the Pods, ending in a line end; without Pods no YAML document, and an empty JSON List.
///
/// # Errors
/// When a Pod cannot be written as text; none that `reconcile` plans is such.
pub fn print(pods: &[Pod], format: Format) -> anyhow::Result<String> {
    let pods: Vec<Value> = pods.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    match format {
        Format::Json => {
            let list = json!({"apiVersion": "v1", "kind": "List", "items": pods});
            Ok(serde_json::to_string_pretty(&Readable(&list))? + "\n")
        }
        Format::Yaml => {
            // Folded text would be correct too, but a long command line is easier to read, and to copy, in one piece.
            let options =
                serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX, min_fold_chars: usize::MAX };
            let documents: Vec<String> = pods
                .iter()
                .map(|pod| serde_saphyr::to_string_with_options(&Readable(pod), options.clone()))
                .collect::<Result<_, _>>()?;
            Ok(documents.join("---\n"))
        }
    }
}
