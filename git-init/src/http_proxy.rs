//! Reaching servers through a proxy where libgit2 alone does not get through.
//!
//! It writes requests for plain http as a proxy wants them, with the whole URL in the first line, but sends them to
//! the server all the same. And it shows a proxy its password only when asked, on a connection that proxies close
//! then. So it gets connections of ours, which look at what it writes: a request with a whole URL goes to the
//! proxy, and what goes to one carries the password.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::OnceLock;

use crate::dial::dial;
use crate::failure::Stage;

/// The proxies for plain http, and for tunnels.
static PLAIN: OnceLock<Proxy> = OnceLock::new();
static TUNNELS: OnceLock<Proxy> = OnceLock::new();

/// How a request to a proxy for plain http begins, and what asks one for a tunnel; libgit2 knows no others.
const TO_PROXY: [&[u8]; 2] = [b"GET http://", b"POST http://"];
const TUNNEL: &[u8] = b"CONNECT ";

/// How a header of a request that libgit2 itself shows a password with begins.
const SHOWN: &[u8] = b"\r\nProxy-Authorization:";

/// A proxy.
#[derive(Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Its host name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `user:password` in base64, where it asks for one.
    pub login: Option<String>,
}

/// Has requests for plain http go to this proxy. Once set it stays.
pub fn for_plain(proxy: Proxy) {
    PLAIN.get_or_init(|| proxy);
    register();
}

/// Has the password shown to this proxy, where libgit2 itself goes to it for a tunnel. Once set it stays.
pub fn for_tunnels(proxy: Proxy) {
    TUNNELS.get_or_init(|| proxy);
    register();
}

/// Has libgit2 take our connections.
#[allow(unsafe_code)]
fn register() {
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
    /// Where libgit2 wants to go.
    host: String,
    port: u16,
    /// Open once something was written.
    socket: Option<TcpStream>,
}

impl Stream {
    fn send(&mut self, data: &[u8]) -> io::Result<usize> {
        let to_proxy = TO_PROXY.iter().any(|beginning| data.starts_with(beginning));
        // A connection for each request: proxies close them after one, and libgit2 does not look before it
        // sends the next. It writes the head of a request by itself and whole, and never before all of the last
        // answer was read.
        if to_proxy || self.socket.is_none() {
            let (host, port) = match PLAIN.get() {
                Some(proxy) if to_proxy => (&proxy.host, proxy.port),
                _ => (&self.host, self.port),
            };
            self.socket =
                Some(dial(host, port).map_err(|(stage, error)| in_words(stage, host, port, &error))?);
        }
        let Some(socket) = &mut self.socket else { return Ok(0) };
        let proxy = if to_proxy { &PLAIN } else { &TUNNELS };
        let login = proxy.get().and_then(|proxy| proxy.login.as_ref());
        match (login, data.strip_suffix(b"\r\n\r\n")) {
            (Some(login), Some(head))
                if (to_proxy || data.starts_with(TUNNEL))
                    && !head.windows(SHOWN.len()).any(|part| part.eq_ignore_ascii_case(SHOWN)) =>
            {
                socket.write_all(head)?;
                socket.write_all(format!("\r\nProxy-Authorization: Basic {login}\r\n\r\n").as_bytes())?;
                Ok(data.len())
            }
            _ => socket.write(data),
        }
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket.as_mut().map_or(Ok(0), |socket| socket.read(buffer))
    }
}

/// What libgit2 would have said.
fn in_words(stage: Stage, host: &str, port: u16, error: &io::Error) -> io::Error {
    io::Error::other(match stage {
        Stage::Resolve => format!("failed to resolve address for {host}: {error}"),
        _ => format!("failed to connect to {host}:{port}: {error}"),
    })
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
        host: text(host),
        port: text(port).parse().unwrap_or(80),
        socket: None,
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
    told(stream.receive(buffer))
}

#[allow(unsafe_code)]
unsafe extern "C" fn write(stream: *mut Stream, data: *const c_char, length: usize, _: c_int) -> isize {
    // SAFETY: the stream is from `init`, and libgit2's data has `length` bytes.
    let (stream, data) = unsafe { (&mut *stream, std::slice::from_raw_parts(data.cast(), length)) };
    told(stream.send(data))
}

#[allow(unsafe_code)]
unsafe extern "C" fn close(stream: *mut Stream) -> c_int {
    // SAFETY: the stream is from `init`.
    unsafe { (*stream).socket = None };
    0
}

#[allow(unsafe_code)]
unsafe extern "C" fn free(stream: *mut Stream) {
    // SAFETY: the stream is the box that `init` let go of, and libgit2 frees it once.
    drop(unsafe { Box::from_raw(stream) });
}
