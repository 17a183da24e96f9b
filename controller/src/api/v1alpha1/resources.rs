//! `inputs.resources` and `outputs.resources`: known, and refused until steps can be made of them.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::field_path::FieldPath;
use crate::problem::Problems;

/// A list of declared or bound resources. Only that there are any counts so far.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Resources(Option<Vec<IgnoredAny>>);

impl Resources {
    /// Refuses them: a Pod that leaves out what it should fetch is worse than none.
    pub(super) fn refuse(&self, path: &FieldPath, problems: &mut Problems<'_>) {
        if self.0.as_ref().is_some_and(|resources| !resources.is_empty()) {
            problems.wrong(path.key("resources"), "resources are not supported yet");
        }
    }
}
