//! A result as a step left it.
#![no_main]

#[path = "../../../entrypoint/tests/anything/a_result.rs"]
mod a_result;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for index in 0..3 {
        a_result::of_a_result(text, index);
    }
});
