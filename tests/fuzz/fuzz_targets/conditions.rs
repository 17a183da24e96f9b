//! Conditions of a step, and commands for platforms, as JSON.
#![no_main]

#[path = "../../../entrypoint/tests/anything/conditions.rs"]
mod conditions;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| conditions::of_conditions_and_commands(text));
