//! The flags of today's Tekton.

use std::ffi::OsString;

use clap::ArgAction;
use goflags::{SignedDuration, boolean};

/// Any of them puts Tekton's protocol in force: [`crate::protocol`].
#[derive(Debug, Default, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // they are the controller's
#[command(next_help_heading = "Options of today's Tekton")]
pub struct TektonFlags {
    /// Wait until the wait file holds something, too
    #[arg(long = "wait_file_content", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", hide_default_value = true,
        hide_possible_values = true, value_parser = boolean, action = ArgAction::Set)]
    pub wait_file_content: bool,

    /// The termination message, as JSON
    #[arg(long = "termination_path", value_name = "FILE", default_value = "/tekton/termination")]
    pub termination_path: OsString,

    /// The Task's results: names of files in /tekton/results
    #[arg(long, value_name = "NAMES", default_value = "", hide_default_value = true)]
    pub results: String,

    /// The step's results: names of files in results of the step's metadata folder
    #[arg(long = "step_results", value_name = "NAMES", default_value = "", hide_default_value = true)]
    pub step_results: String,

    /// Run the step only if these hold: a list of input, operator (in, notin) and values
    #[arg(long = "when_expressions", value_name = "JSON", default_value = "", hide_default_value = true)]
    pub when_expressions: String,

    /// How long the step may run, such as 1h30m; 0 is for ever
    #[arg(long, value_name = "DURATION", default_value = "0", hide_default_value = true)]
    #[arg(value_parser = str::parse::<SignedDuration>)]
    pub timeout: Option<SignedDuration>,

    /// Put what the step prints into this file as well
    #[arg(long = "stdout_path", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub stdout_path: OsString,

    /// Put the errors that the step prints into this file as well
    #[arg(long = "stderr_path", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub stderr_path: OsString,

    /// When the step fails, wait for a person to say how to go on
    #[arg(long = "breakpoint_on_failure", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", hide_default_value = true,
        hide_possible_values = true, value_parser = boolean, action = ArgAction::Set)]
    pub breakpoint_on_failure: bool,

    /// Before the step runs, wait for a person to say so
    #[arg(long = "debug_before_step", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", hide_default_value = true,
        hide_possible_values = true, value_parser = boolean, action = ArgAction::Set)]
    pub debug_before_step: bool,

    /// continue: let the next step run even if this one fails
    #[arg(long = "on_error", value_name = "WHAT", default_value = "", hide_default_value = true)]
    pub on_error: OsString,

    /// Where the step's exit code, results and artifacts are
    #[arg(long = "step_metadata_dir", value_name = "DIR", default_value = "", hide_default_value = true)]
    pub step_metadata_dir: OsString,

    /// What carries results; anything but termination-message leaves them out of the message
    #[arg(long = "result_from", value_name = "WHAT", default_value = "termination-message")]
    pub result_from: OsString,

    /// Deflate the termination message where that makes it shorter
    #[arg(long = "compress_termination_message", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", hide_default_value = true,
        hide_possible_values = true, value_parser = boolean, action = ArgAction::Set)]
    pub compress_termination_message: bool,

    /// Sign results through SPIRE; refused
    #[arg(long = "enable_spire", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", hide_default_value = true,
        hide_possible_values = true, value_parser = boolean, action = ArgAction::Set)]
    pub enable_spire: bool,

    #[command(flatten)]
    pub credentials: creds_init::Asked,
}
