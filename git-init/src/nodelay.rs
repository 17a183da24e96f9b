//! Sends every packet at once.
//!
//! libgit2 writes a request's head and body apart and leaves Nagle's algorithm on, so that each request waits
//! for the server's delayed acknowledgement: 40 ms, twice a clone, with both sides idle.

use std::os::fd::BorrowedFd;

use nix::sys::socket::{setsockopt, sockopt::TcpNoDelay};

/// The descriptors that are looked at. The process opens few files, and each takes the lowest free number.
const DESCRIPTORS: std::ops::Range<i32> = 3..64;

/// Switches Nagle's algorithm off on the connections that are open now.
#[allow(unsafe_code)]
pub fn set_on_open_connections() {
    for descriptor in DESCRIPTORS {
        // SAFETY: the borrow lasts for one setsockopt, which only fails on what is closed or no socket; no
        // other thread closes or opens descriptors meanwhile.
        let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
        // What is no TCP socket has nothing to switch.
        let _ = setsockopt(&descriptor, TcpNoDelay, &true);
    }
}
