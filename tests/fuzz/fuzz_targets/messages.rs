//! A termination message that somebody wrote before us.
#![no_main]

#[path = "../../../entrypoint/tests/anything/a_message.rs"]
mod a_message;
mod parts;

use entrypoint::tekton::message::{Entry, Kind};
use libfuzzer_sys::fuzz_target;
use parts::parts;

fuzz_target!(|data: &[u8]| {
    let [existing, key, value] = parts(data);
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let entry = Entry { key: text(key), value: text(value), kind: Kind::TaskRunResult };
    for short in [false, true] {
        a_message::of_a_message(existing, std::slice::from_ref(&entry), short);
    }
});
