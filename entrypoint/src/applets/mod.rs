//! The other programs of today's Tekton that this one stands in for, by the name it is started under.

mod place_scripts;
mod script_program;
mod sidecar_log;
mod steps_end;
mod working_dirs;

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::say::{Level, say_as};

/// One of them: takes its arguments without the program's name, and gives its exit code.
pub type Applet = fn(&[OsString]) -> u8;

/// The one whose name is the last part of `program`, the first word of a command line.
pub fn named(program: &OsStr) -> Option<Applet> {
    match Path::new(program).file_name()?.to_str()? {
        "sh" => Some(place_scripts::main),
        "workingdirinit" => Some(working_dirs::main),
        "sidecarlogresults" => Some(sidecar_log::main),
        _ => None,
    }
}

/// Says on stderr, as the program `name`, why it ends.
fn complain(name: &str, why: std::fmt::Arguments<'_>) {
    say_as(name, Level::Error, why);
}
