//! The last container of a Pod: says that the build is done.
//!
//! Without Rust's own start-up, which is 360,000 of the 380,000 bytes of a small program: every Pod pulls and
//! starts this one, and it needs neither arguments nor panics.
#![no_main]

use std::ffi::c_int;
use std::os::fd::BorrowedFd;

/// What the last container says. Tekton's nop says the same.
const LINE: &[u8] = b"Build successful\n";

/// Prints the line and exits with 0, whatever its arguments. That the line could not be written is no
/// failure either: the outcome of a build is not in its log.
// SAFETY: the one symbol that the C runtime calls, with the type that it calls; nothing else defines it.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    // SAFETY: stdout is open for as long as this process lives; were it closed, the write would only fail.
    let stdout = unsafe { BorrowedFd::borrow_raw(1) };
    let _ = nix::unistd::write(stdout, LINE);
    0
}
