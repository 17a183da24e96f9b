//! Whether a run is to stop: the one value that its `spec.status` takes.

use crate::field_path::FieldPath;
use crate::problem::Problems;

/// Whether `status`, which stands at `path`, is `word`. Anything else but nothing is a problem.
pub(super) fn is_cancelled(
    status: Option<&str>,
    word: &str,
    path: FieldPath,
    problems: &mut Problems<'_>,
) -> bool {
    let status = status.unwrap_or_default();
    if !status.is_empty() && status != word {
        problems.wrong(path, format!("invalid value {status:?}: only {word} can be asked for"));
    }
    status == word
}
