//! What a step prints, and secrets that it should not.
#![no_main]

#[path = "../../../masks/tests/anything/claims.rs"]
mod claims;
mod parts;

use libfuzzer_sys::fuzz_target;
use parts::parts;

fuzz_target!(|data: &[u8]| {
    let [printed, one, other] = parts(data);
    for piece in [1, 7, 64] {
        claims::of_masks(&[one, other], printed, piece);
    }
});
