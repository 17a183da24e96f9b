//! OpenSSL and libssh2 are set up when they are first used, and not whenever libgit2 is: over plain http that
//! alone was half of what a small clone cost.
//!
//! The linker leads the calls that libgit2 and its bindings make at their start to the functions here: `build.rs`.
#![allow(unsafe_code)] // functions of C and for C

use std::ffi::{c_char, c_int, c_void};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, OnceLock};

/// Whether TLS is spoken.
static WANTED: AtomicBool = AtomicBool::new(false);

/// How setting up went: libgit2's code, 0 for well.
static READY: OnceLock<c_int> = OnceLock::new();

/// The CA certificates for TLS.
static BUNDLE: OnceLock<PathBuf> = OnceLock::new();

/// What OpenSSL's own set-up returns when it went well.
const WELL: c_int = 1;

unsafe extern "C" {
    fn __real_OPENSSL_cpuid_setup();
    fn __real_libssh2_session_init_ex(
        alloc: *const c_void,
        free: *const c_void,
        realloc: *const c_void,
        own: *mut c_void,
    ) -> *mut c_void;
    fn __real_OPENSSL_init_ssl(options: u64, settings: *const c_void) -> c_int;
    fn __real_git_openssl_stream_global_init() -> c_int;
    fn __real_git_openssl_stream_new(out: *mut c_void, host: *const c_char, port: *const c_char) -> c_int;
    fn __real_git_openssl_stream_wrap(out: *mut c_void, inner: *mut c_void, host: *const c_char) -> c_int;
}

/// Names the CA certificates that are trusted once TLS is spoken.
pub fn trust(bundle: PathBuf) {
    // There is one -caFile, and one environment.
    let _ = BUNDLE.set(bundle);
}

/// Sets OpenSSL up, once.
///
/// # Errors
/// When the bundle is none.
pub fn set_up() -> Result<(), git2::Error> {
    let ready = *READY.get_or_init(|| {
        prepare();
        WANTED.store(true, Ordering::SeqCst);
        // SAFETY: libgit2's own function, called once as at its start.
        let set_up = unsafe { __real_git_openssl_stream_global_init() };
        let Some(bundle) = BUNDLE.get().filter(|_| set_up == 0) else { return set_up };
        // SAFETY: the context was made the line before, and no connection uses it yet.
        unsafe { git2::opts::set_ssl_cert_file(bundle) }.map_or(-1, |()| 0)
    });
    if ready == 0 { Ok(()) } else { Err(git2::Error::from_str("cannot set up TLS")) }
}

/// Has OpenSSL find out what the processor can, by instructions that take microseconds each under virtualisation. It would
/// do it before `main`. Whoever hashes or encrypts before takes the slower way.
pub fn know_processor() {
    static KNOWN: Once = Once::new();
    // SAFETY: it sets variables of OpenSSL's that tell which of several ways to take, all with the same outcome.
    KNOWN.call_once(|| unsafe { __real_OPENSSL_cpuid_setup() });
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_OPENSSL_cpuid_setup() {}

#[unsafe(no_mangle)]
extern "C" fn __wrap_OPENSSL_init_ssl(options: u64, settings: *const c_void) -> c_int {
    if !WANTED.load(Ordering::SeqCst) {
        return WELL;
    }
    // SAFETY: passed on as it came.
    unsafe { __real_OPENSSL_init_ssl(options, settings) }
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_openssl_stream_global_init() -> c_int {
    0
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_openssl_stream_new(
    out: *mut c_void,
    host: *const c_char,
    port: *const c_char,
) -> c_int {
    if set_up().is_err() {
        return -1;
    }
    // SAFETY: passed on as it came.
    unsafe { __real_git_openssl_stream_new(out, host, port) }
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_openssl_stream_wrap(
    out: *mut c_void,
    inner: *mut c_void,
    host: *const c_char,
) -> c_int {
    if set_up().is_err() {
        return -1;
    }
    // SAFETY: passed on as it came.
    unsafe { __real_git_openssl_stream_wrap(out, inner, host) }
}

/// libssh2 does it by itself for the first session.
#[unsafe(no_mangle)]
extern "C" fn __wrap_libssh2_init(_flags: c_int) -> c_int {
    0
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_libssh2_session_init_ex(
    alloc: *const c_void,
    free: *const c_void,
    realloc: *const c_void,
    own: *mut c_void,
) -> *mut c_void {
    prepare();
    // Random numbers are what it needs first, and make OpenSSL set itself up: here while the server starts its part.
    let _ = openssl::rand::rand_bytes(&mut [0]);
    // SAFETY: passed on as it came.
    unsafe { __real_libssh2_session_init_ex(alloc, free, realloc, own) }
}

/// Has OpenSSL ready for whatever is asked of it.
fn prepare() {
    know_processor();
    #[cfg(all(target_env = "musl", target_arch = "x86_64"))]
    crate::start::the_rest();
}
