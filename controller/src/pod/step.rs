//! What every step gets: its name, HOME, the common mounts, a directory to start in.

use k8s_openapi::api::core::v1::Container;

use super::{PREFIX, WORKSPACE, home_variable, mounts};
use crate::names::restrict;

/// Makes a container of the Pod of redirected step `number` (from 0).
pub(super) fn place(step: &mut Container, number: usize) {
    step.name = name(&step.name, number);
    // A HOME of the user's comes later in the list, and the later one counts.
    step.env.get_or_insert_default().insert(0, home_variable());
    mounts::add_common(step.volume_mounts.get_or_insert_default());
    if step.working_dir.as_deref().unwrap_or_default().is_empty() {
        step.working_dir = Some(WORKSPACE.to_owned());
    }
}

/// Steps without a name are numbered from 1: the founding version counts place-tools as 0.
fn name(name: &str, number: usize) -> String {
    match name {
        "" => format!("{PREFIX}unnamed-{}", number + 1),
        name => restrict(&format!("{PREFIX}{name}")).to_owned(),
    }
}
