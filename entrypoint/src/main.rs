//! Waits for its turn, runs the step, hands the turn on. The protocol is docs/handoff.md's, and docs/tekton.md's when
//! the flags are those of today's Tekton.
//!
//! Without Rust's own start-up, which is there for what this program does not want: it handles faults, which are the
//! kernel's to tell of, on a stack of its own.
#![no_main]

mod surroundings;

use std::ffi::{CStr, OsStr, OsString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;

use untraced as _;

/// musl's own asks the kernel for memory twenty times before the step starts, a page or two each time. This one
/// asks once, which is a fifth of the start.
#[global_allocator]
static HEAP: heap::Heap = heap::Heap::new();

// SAFETY: the one symbol that the C runtime calls, with the type that it calls; nothing else defines it.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
extern "C" fn main(count: c_int, words: *const *const c_char) -> c_int {
    surroundings::settle();
    // SAFETY: the C runtime gives as many words as it counts, each of them a string.
    let word = |at| OsStr::from_bytes(unsafe { CStr::from_ptr(*words.add(at)) }.to_bytes());
    let words = (0..count.unsigned_abs() as usize).map(word).map(OsString::from);
    c_int::from(entrypoint::run(words))
}
