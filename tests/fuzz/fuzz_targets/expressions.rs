//! Conditions in CEL.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(why) = entrypoint::cel::holds(text) {
        assert!(!why.is_empty());
    }
});
