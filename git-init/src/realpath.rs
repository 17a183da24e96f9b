//! Says at once that a file is not there.
//!
//! For every file that it writes libgit2 asks for the real path of what is not there yet, and musl reads every
//! folder on the way as a link first: about twenty system calls a file. The linker leads the calls here.
#![allow(unsafe_code)] // a function for C

use std::ffi::c_char;
use std::ptr;

use nix::libc;

unsafe extern "C" {
    fn __real_realpath(path: *const c_char, resolved: *mut c_char) -> *mut c_char;
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_realpath(path: *const c_char, resolved: *mut c_char) -> *mut c_char {
    // SAFETY: a path of libgit2's, which access only reads; it sets the errno that realpath would.
    if !path.is_null() && unsafe { libc::access(path, libc::F_OK) } != 0 {
        return ptr::null_mut();
    }
    // SAFETY: passed on as it came.
    unsafe { __real_realpath(path, resolved) }
}
