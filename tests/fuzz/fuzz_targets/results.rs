//! A result as a step left it.
#![no_main]

#[allow(dead_code)] // one of them each
#[path = "../../../entrypoint/tests/anything/claims.rs"]
mod claims;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for index in 0..3 {
        claims::of_a_result(text, index);
    }
});
