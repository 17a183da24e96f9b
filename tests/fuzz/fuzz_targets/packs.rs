//! What a server sends for a pack: any bytes with the right hash behind them, and packs that are made up. libgit2 says what
//! may be taken.
#![no_main]

#[path = "../../../packs/tests/anything/claims.rs"]
mod claims;
#[path = "../../../packs/tests/anything/forge.rs"]
mod forge;

use libfuzzer_sys::fuzz_target;
use sha1::{Digest, Sha1};

fuzz_target!(|data: &[u8]| {
    let sum: [u8; 20] = Sha1::digest(data).into();
    claims::of_a_pack(&[data, &sum].concat(), 7);
    claims::of_a_pack(&forge::pack(data), 100);
});
