//! A [`Connection`] as libgit2's C code has it.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::io;

use super::Connection;

/// Has libgit2 take our connections.
#[allow(unsafe_code)]
pub fn register() {
    let registration = Registration { version: 1, init: Some(init), wrap: None };
    // SAFETY: libgit2 copies the registration; no other thread uses libgit2.
    unsafe { git_stream_register(STANDARD, &raw const registration) };
}

/// `GIT_STREAM_STANDARD`: connections without TLS of their own.
const STANDARD: c_uint = 1;

#[allow(unsafe_code)]
// SAFETY: declared as git2/sys/stream.h has it.
unsafe extern "C" {
    fn git_stream_register(kind: c_uint, registration: *const Registration) -> c_int;
}

/// `git_stream_registration`.
#[repr(C)]
struct Registration {
    version: c_int,
    init: Option<unsafe extern "C" fn(*mut *mut Stream, *const c_char, *const c_char) -> c_int>,
    wrap: Option<unsafe extern "C" fn(*mut *mut Stream, *mut Stream, *const c_char) -> c_int>,
}

/// `git_stream`, and behind it what is ours.
#[repr(C)]
struct Stream {
    version: c_int,
    encrypted_and_proxy_support: c_uint,
    timeout: c_int,
    connect_timeout: c_int,
    connect: Option<unsafe extern "C" fn(*mut Stream) -> c_int>,
    certificate: Option<unsafe extern "C" fn(*mut *mut c_void, *mut Stream) -> c_int>,
    set_proxy: Option<unsafe extern "C" fn(*mut Stream, *const c_void) -> c_int>,
    read: Option<unsafe extern "C" fn(*mut Stream, *mut c_void, usize) -> isize>,
    write: Option<unsafe extern "C" fn(*mut Stream, *const c_char, usize, c_int) -> isize>,
    close: Option<unsafe extern "C" fn(*mut Stream) -> c_int>,
    free: Option<unsafe extern "C" fn(*mut Stream)>,
    connection: Connection,
}

/// What libgit2 gets for a result: the length, or -1 with the error set.
#[allow(unsafe_code)]
fn told(result: io::Result<usize>) -> isize {
    let error = match result {
        Ok(length) => return length.try_into().unwrap_or(-1),
        Err(error) => CString::new(error.to_string()).unwrap_or_default(),
    };
    // SAFETY: libgit2 copies the text.
    unsafe { libgit2_sys::git_error_set_str(libgit2_sys::GIT_ERROR_NET.cast_signed(), error.as_ptr()) };
    -1
}

#[allow(unsafe_code)]
unsafe extern "C" fn init(out: *mut *mut Stream, host: *const c_char, port: *const c_char) -> c_int {
    // SAFETY: libgit2 gives two strings that end in NUL.
    let text = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
    let stream = Box::new(Stream {
        version: 1,
        encrypted_and_proxy_support: 0,
        timeout: 0,
        connect_timeout: 0,
        connect: Some(connect),
        certificate: None,
        set_proxy: None,
        read: Some(read),
        write: Some(write),
        close: Some(close),
        free: Some(free),
        connection: Connection::new(text(host), text(port).parse().unwrap_or(80)),
    });
    // SAFETY: `out` is libgit2's to be filled; `free` takes the box back.
    unsafe { *out = Box::into_raw(stream) };
    0
}

/// Does nothing: where to connect to shows when something is written.
#[allow(unsafe_code)]
unsafe extern "C" fn connect(_: *mut Stream) -> c_int {
    0
}

#[allow(unsafe_code)]
unsafe extern "C" fn read(stream: *mut Stream, buffer: *mut c_void, length: usize) -> isize {
    // SAFETY: the stream is from `init`, and libgit2's buffer has room for `length` bytes.
    let (stream, buffer) = unsafe { (&mut *stream, std::slice::from_raw_parts_mut(buffer.cast(), length)) };
    told(stream.connection.receive(buffer))
}

#[allow(unsafe_code)]
unsafe extern "C" fn write(stream: *mut Stream, data: *const c_char, length: usize, _: c_int) -> isize {
    // SAFETY: the stream is from `init`, and libgit2's data has `length` bytes.
    let (stream, data) = unsafe { (&mut *stream, std::slice::from_raw_parts(data.cast(), length)) };
    told(stream.connection.send(data))
}

#[allow(unsafe_code)]
unsafe extern "C" fn close(stream: *mut Stream) -> c_int {
    // SAFETY: the stream is from `init`.
    unsafe { (*stream).connection.close() };
    0
}

#[allow(unsafe_code)]
unsafe extern "C" fn free(stream: *mut Stream) {
    // SAFETY: the stream is the box that `init` let go of, and libgit2 frees it once.
    drop(unsafe { Box::from_raw(stream) });
}
