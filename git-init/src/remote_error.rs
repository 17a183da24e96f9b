//! What a server says when it refuses. libgit2 reads it, but where it expects something else it only says that this was
//! not it, or that nothing followed, and the server's reason is lost.
//!
//! The linker leads libgit2's reading of a packet here: `build.rs`.
#![allow(unsafe_code)] // a function for C

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::sync::{Mutex, PoisonError};

use git2::Error;

/// `GIT_PKT_ERR` of libgit2's `transports/smart.h`.
const REFUSAL: c_uint = 7;

/// The beginning of `git_pkt_err`; a text that ends in NUL follows.
#[repr(C)]
struct Packet {
    kind: c_uint,
    length: usize,
    text: [c_char; 0],
}

/// The last refusal.
static SAID: Mutex<Option<String>> = Mutex::new(None);

unsafe extern "C" {
    fn __real_git_pkt_parse_line(
        out: *mut *mut Packet,
        end: *mut *const c_char,
        line: *const c_char,
        length: usize,
        state: *mut c_void,
    ) -> c_int;
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_pkt_parse_line(
    out: *mut *mut Packet,
    end: *mut *const c_char,
    line: *const c_char,
    length: usize,
    state: *mut c_void,
) -> c_int {
    // SAFETY: passed on as it came. A packet that was read is whole, and only a refusal has a text.
    unsafe {
        let code = __real_git_pkt_parse_line(out, end, line, length, state);
        if code == 0 && !(*out).is_null() && (**out).kind == REFUSAL {
            let text = CStr::from_ptr((&raw const (**out).text).cast());
            *SAID.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_string_lossy().into_owned());
        }
        code
    }
}

/// The refusal that `error` came of, where it does not say so, in the words that libgit2 has for others.
pub fn behind(error: &Error) -> Option<Error> {
    let said = SAID.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    let said = said.trim_end();
    let unsaid = !error.message().contains(said);
    unsaid.then(|| Error::new(error.code(), error.class(), format!("remote error: {said}")))
}
