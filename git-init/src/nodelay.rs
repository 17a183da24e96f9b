//! Sends every packet at once.
//!
//! libgit2 writes a request's head and body apart and leaves Nagle's algorithm on, so that each request waits
//! for the server's delayed acknowledgement: 40 ms, twice a clone, with both sides idle. The linker leads the calls
//! that make a socket here (`build.rs`), so that no connection is missed: neither the first one nor those after a
//! redirect, a password, or a server's closing.
#![allow(unsafe_code)] // a function for C

use std::ffi::c_int;

use nix::libc;

unsafe extern "C" {
    fn __real_socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int {
    // SAFETY: passed on as it came.
    let socket = unsafe { __real_socket(domain, kind, protocol) };
    if socket >= 0 && matches!(domain, libc::AF_INET | libc::AF_INET6) {
        let (on, size): (c_int, libc::socklen_t) = (1, 4);
        // SAFETY: a number of four bytes, alive for the call. It only fails on what is not TCP, which needs nothing.
        unsafe {
            libc::setsockopt(socket, libc::IPPROTO_TCP, libc::TCP_NODELAY, (&raw const on).cast(), size)
        };
    }
    socket
}
