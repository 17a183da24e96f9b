//! What a step runs: its own command, or that of its image.

use k8s_openapi::api::core::v1::Container;

use crate::field_path::FieldPath;
use crate::images::{ImageEntrypoints, Unknown};
use crate::model::{TaskRun, namespace_of};
use crate::problem::Problems;

/// The words that `step`, number `number` (from 0) of `run`, runs: its command, or else its image's entrypoint as `entrypoints` tells, and its args,
/// or else, behind an entrypoint, the image's own. None, and a problem, where there is no first word.
///
/// `is_ours` tells a step that a resource adds from one that the user wrote.
pub(super) fn of(
    step: &Container,
    number: usize,
    is_ours: bool,
    run: &TaskRun,
    entrypoints: &ImageEntrypoints,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) -> Option<Vec<String>> {
    let image = step.image.as_deref().filter(|image| !image.is_empty())?;
    let args = step.args.clone().unwrap_or_default();
    if let Some(command) = step.command.as_ref().filter(|command| !command.is_empty()) {
        return Some([command.as_slice(), &args].concat());
    }
    let name =
        if step.name.is_empty() { format!("step {}", number + 1) } else { format!("step {:?}", step.name) };
    let Some(own) = entrypoints.get(image) else {
        let choice = if is_ours { "" } else { "give the step a command, or " };
        let resolve = if cfg!(feature = "registry") { " or --resolve-entrypoints" } else { "" };
        let message = format!(
            "{name} has no command, and what image {image:?} runs is not known: {choice}pass --image-entrypoint \
             {image}=CMD[,ARG...]{resolve}"
        );
        let unknown = Unknown {
            image: image.to_owned(),
            namespace: namespace_of(&run.metadata).to_owned(),
            account: run.placement.account().to_owned(),
        };
        problems.no_command(path.key("command"), unknown, message);
        return None;
    };
    let words = [own.entrypoint.as_slice(), if args.is_empty() { &own.cmd } else { &args }].concat();
    if words.is_empty() {
        let message = format!(
            "{name} has no command, and image {image:?} runs nothing by itself: give the step a command"
        );
        problems.wrong(path.key("command"), message);
        return None;
    }
    Some(words)
}
