//! Where today's Tekton has things in a Pod.

/// The results of the Task, a file each.
pub const RESULTS: &str = "/tekton/results";
/// A link to the metadata folder of each step, `step-NAME`, and another by number.
pub const STEPS: &str = "/tekton/steps";
/// The run folder of each step, by number; its own is writable in each step.
pub const RUN: &str = "/tekton/run";
/// The scripts of the steps.
pub const SCRIPTS: &str = "/tekton/scripts";
/// Not empty once the TaskRun is cancelled.
pub const CANCEL: &str = "/tekton/downward/cancel";
/// The Task's artifacts.
pub const ARTIFACTS: &str = "/tekton/artifacts/provenance.json";
/// What a step says of its artifacts, below its metadata folder.
pub const STEP_ARTIFACTS: &str = "artifacts/provenance.json";
/// The secrets of the service account, a folder each.
pub const SECRETS: &str = "/tekton/creds-secrets";
/// The credential files, as they go to the home of every step.
pub const CREDENTIALS: &str = "/tekton/creds";
