//! Conditions of a step, and commands for platforms, as JSON.
#![no_main]

#[allow(dead_code)] // one of them each
#[path = "../../../entrypoint/tests/anything/claims.rs"]
mod claims;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| claims::of_conditions_and_commands(text));
