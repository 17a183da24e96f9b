//! Pods, and the claims that they mount, as text for other programs.

mod list;
mod readable;

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::Value;

use crate::api::v1alpha1::written_task_run;
use crate::plan::Plan;
use readable::Readable;

/// How Pods are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One document for each object, with `---` between them.
    Yaml,
    /// One `v1` `List`.
    Json,
}

/// Writes what is to be created, claims first, ending in a line end; when that is nothing no YAML document, and an
/// empty JSON List. `all` tells whether the runs that follow from those of Pipelines are written too.
///
/// # Errors
/// When `out` cannot be written. No object that `reconcile` plans fails to become text.
pub fn write(plan: &Plan, all: bool, format: Format, out: &mut impl Write) -> io::Result<()> {
    let claims = plan.claims.iter().map(serde_json::to_value);
    let derived = plan.derived.iter().filter(|_| all).map(written_task_run);
    let pods = plan.pods.iter().map(serde_json::to_value);
    write_objects(claims.chain(derived).chain(pods), format, out)
}

/// Writes any objects, in the same way.
///
/// # Errors
/// When `out` cannot be written, or an object cannot be text.
pub(crate) fn write_objects(
    objects: impl Iterator<Item = serde_json::Result<Value>>,
    format: Format,
    out: &mut impl Write,
) -> io::Result<()> {
    match format {
        Format::Json => list::write(objects, out),
        Format::Yaml => {
            // Folded text would be correct too, but a long command line is easier to read, and to copy, in one piece.
            let options =
                serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX, min_fold_chars: usize::MAX };
            for (number, object) in objects.enumerate() {
                if number > 0 {
                    out.write_all(b"---\n")?;
                }
                let text = serde_saphyr::to_string_with_options(&Readable(&object?), options.clone());
                out.write_all(text.map_err(io::Error::other)?.as_bytes())?;
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn pod(args: Vec<String>) -> Pod {
        let container = Container { name: "c".to_owned(), args: Some(args), ..Container::default() };
        Pod { spec: Some(PodSpec { containers: vec![container], ..PodSpec::default() }), ..Pod::default() }
    }

    fn yaml(pod: Pod) -> String {
        let mut text = Vec::new();
        let plan = Plan { pods: vec![pod], ..Plan::default() };
        write(&plan, false, Format::Yaml, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    /// What a reader of YAML 1.1, such as kubectl, would not take for text.
    const TRAPS: [&str; 28] = [
        "no",
        "Yes",
        "on",
        "y",
        "~",
        "null",
        "",
        "012",
        "0o7",
        "0x1f",
        "0b11",
        "1_000",
        "1e3",
        "1.5",
        ".inf",
        "12:30:45",
        "2019-03-28",
        "=",
        "<<",
        "- a",
        "a: b",
        "# a",
        "a #b",
        "*a",
        "&a",
        "!a",
        "---",
        "\u{85}\u{2028}\u{feff}",
    ];

    #[test]
    fn text_that_looks_like_something_else_is_quoted() {
        let text = yaml(pod(TRAPS.map(str::to_owned).to_vec()));
        for trap in TRAPS {
            let plain = format!("    - {trap}\n");
            assert!(!text.contains(&plain), "{trap:?} in\n{text}");
        }
    }

    proptest! {
        #[test]
        fn yaml_says_what_json_says(args in vec("[\\PC\n\t\u{0}-\u{1f}]{0,40}", 0..4), lines in vec("[ a\t:#-]{0,90}", 0..4)) {
            let pod = pod(args.into_iter().chain([lines.join("\n")]).chain(TRAPS.map(str::to_owned)).collect());
            let text = yaml(pod.clone());
            let read: Value = serde_saphyr::from_str(&text).unwrap();
            prop_assert_eq!(read, serde_json::to_value(&pod).unwrap());
        }
    }
}
