//! The redirect: a step becomes what its entrypoint runs once it is its turn.

use k8s_openapi::api::core::v1::Container;

use super::mounts::{TOOLS, mount};

/// The entrypoint, where place-tools puts it.
const ENTRYPOINT: &str = "/builder/tools/entrypoint";

/// Redirects step `number` (from 0), which runs `words`: it waits for the file of the step before it, and leaves its own.
pub(super) fn redirect(step: &mut Container, number: usize, words: Vec<String>) {
    let wait = number.checked_sub(1).map(post_file).unwrap_or_default();
    let mut words = words.into_iter();
    let program = words.next().unwrap_or_default();
    let flags = ["-wait_file", &wait, "-post_file", &post_file(number), "-entrypoint", &program, "--"];
    step.args = Some(flags.map(str::to_owned).into_iter().chain(words).collect());
    step.command = Some(vec![ENTRYPOINT.to_owned()]);
    step.volume_mounts.get_or_insert_default().push(mount(TOOLS));
}

fn post_file(number: usize) -> String {
    format!("/builder/tools/{number}")
}
