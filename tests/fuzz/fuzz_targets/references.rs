//! What earlier steps are asked for in a command line or a script.
#![no_main]

#[allow(dead_code)] // one of them each
#[path = "../../../entrypoint/tests/anything/claims.rs"]
mod claims;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| claims::of_references(text));
