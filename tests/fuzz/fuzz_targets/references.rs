//! What earlier steps are asked for in a command line or a script.
#![no_main]

#[path = "../../../entrypoint/tests/anything/references.rs"]
mod references;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| references::of_references(text));
