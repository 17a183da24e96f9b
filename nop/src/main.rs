//! The last container of a Pod: says that the build is done. Or one that stays, to keep a volume in its place.
//!
//! Without Rust's own start-up, which is 360,000 of the 380,000 bytes of a small program: every Pod pulls and
//! starts this one, and it needs neither panics nor much of its arguments.
#![no_main]

use std::ffi::{CStr, c_char, c_int};
use std::mem::MaybeUninit;
use std::os::fd::BorrowedFd;
use std::ptr;

use nix::libc;

/// What the last container says. Tekton's nop says the same.
const LINE: &[u8] = b"Build successful\n";
/// The argument of a container that stays, as Tekton's affinity assistant does: its Pod is what ties others to a node.
const STAY: &CStr = c"tekton_run_indefinitely";
/// What it says.
const STAYING: &[u8] = b"Waiting indefinitely...\n";

/// Prints the line and exits with 0, whatever its arguments, or stays until it is told to end. That the line could not
/// be written is no failure either: the outcome of a build is not in its log.
// SAFETY: the one symbol that the C runtime calls, with the type that it calls; nothing else defines it.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
extern "C" fn main(count: c_int, words: *const *const c_char) -> c_int {
    // SAFETY: the C runtime gives as many words as it counts, each of them a string.
    let stays =
        (1..count.unsigned_abs() as usize).any(|at| unsafe { CStr::from_ptr(*words.add(at)) } == STAY);
    // SAFETY: stdout is open for as long as this process lives; were it closed, the write would only fail.
    let stdout = unsafe { BorrowedFd::borrow_raw(1) };
    let _ = nix::unistd::write(stdout, if stays { STAYING } else { LINE });
    if stays {
        wait_for_the_end();
    }
    0
}

/// Sleeps until TERM or INT comes. Blocked, they wait to be taken: process 1 of a container would not get them otherwise.
///
/// By the C library's functions: what could fail in nix's brings the text of a panic along, of 350,000 bytes.
fn wait_for_the_end() {
    let mut ending = MaybeUninit::<libc::sigset_t>::uninit();
    let mut signal = 0;
    // SAFETY: each pointer is valid for its call, and sigemptyset initialises the set before another one reads it.
    #[allow(unsafe_code)]
    unsafe {
        libc::sigemptyset(ending.as_mut_ptr());
        libc::sigaddset(ending.as_mut_ptr(), libc::SIGINT);
        libc::sigaddset(ending.as_mut_ptr(), libc::SIGTERM);
        libc::sigprocmask(libc::SIG_BLOCK, ending.as_ptr(), ptr::null_mut());
        libc::sigwait(ending.as_ptr(), &raw mut signal);
    }
}
