//! Objects as text, through all that the controller makes of them.
#![no_main]

#[path = "../../../controller/tests/fuzz/through.rs"]
mod through;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| through::go_through(text));
