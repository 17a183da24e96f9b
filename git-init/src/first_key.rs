//! Offers an ssh server the first key without asking before by which ways one may log in.
//!
//! libgit2 asks by a login that is to fail. That is a round trip, for which OpenSSH 9.2 takes at least 5 ms, so that
//! nobody learns from the time whether there is such a user. A server that takes no keys refuses this one, and after a
//! refusal libgit2 asks.
#![allow(unsafe_code)] // functions of C and for C

use std::cell::Cell;
use std::ffi::{c_char, c_uint, c_void};

thread_local! {
    /// Whether the server that this thread connects to next is offered a key first.
    static OFFERED: Cell<bool> = const { Cell::new(false) };
}

unsafe extern "C" {
    fn __real_libssh2_userauth_list(session: *mut c_void, user: *const c_char, length: c_uint)
    -> *mut c_char;
}

/// Says whether libgit2 will be given a key for the next server that it connects to.
pub fn will_be(offered: bool) {
    OFFERED.set(offered);
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_libssh2_userauth_list(
    session: *mut c_void,
    user: *const c_char,
    length: c_uint,
) -> *mut c_char {
    if OFFERED.take() {
        // libgit2 reads it, and leaves it to libssh2.
        return c"publickey".as_ptr().cast_mut();
    }
    // SAFETY: passed on as it came.
    unsafe { __real_libssh2_userauth_list(session, user, length) }
}
