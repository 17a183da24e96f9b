//! The redirect: a step becomes what its entrypoint runs once it is its turn.

use k8s_openapi::api::core::v1::Container;

use super::mounts::{TOOLS, mount};
use crate::field_path::FieldPath;
use crate::images::ImageEntrypoints;
use crate::problem::Problems;

/// The entrypoint, where place-tools puts it.
const ENTRYPOINT: &str = "/builder/tools/entrypoint";

/// Redirects step `number` (from 0): it waits for the file of the step before it, and leaves its own.
///
/// `is_ours` tells a step that a resource adds from one that the user wrote. Without a command of its own it runs its image's, as `entrypoints` tells; we cannot look into images.
pub(super) fn redirect(
    step: &mut Container,
    number: usize,
    is_ours: bool,
    entrypoints: &ImageEntrypoints,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    let image = step.image.as_deref().unwrap_or_default();
    let own = step.command.take().filter(|command| !command.is_empty());
    let Some(command) = own.or_else(|| entrypoints.get(image).cloned()) else {
        let step = if step.name.is_empty() {
            format!("step {}", number + 1)
        } else {
            format!("step {:?}", step.name)
        };
        let message = format!(
            "{step} has no command, and what image {image:?} runs is not known: {}pass --image-entrypoint \
             {image}=CMD[,ARG...]",
            if is_ours { "" } else { "give the step a command, or " }
        );
        if !image.is_empty() {
            problems.wrong(path.key("command"), message);
        }
        return;
    };
    let wait = number.checked_sub(1).map(post_file).unwrap_or_default();
    let mut words = command.into_iter();
    let program = words.next().unwrap_or_default();
    let own_words = words.chain(step.args.take().unwrap_or_default());
    let flags = ["-wait_file", &wait, "-post_file", &post_file(number), "-entrypoint", &program, "--"];
    step.args = Some(flags.map(str::to_owned).into_iter().chain(own_words).collect());
    step.command = Some(vec![ENTRYPOINT.to_owned()]);
    step.volume_mounts.get_or_insert_default().push(mount(TOOLS));
}

fn post_file(number: usize) -> String {
    format!("/builder/tools/{number}")
}
