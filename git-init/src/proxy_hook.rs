//! Where libgit2 asks which proxy to take: it gets our choice. Its own knows neither the flags nor `remote.origin.proxy`,
//! since the remote that is fetched from has no name, and takes configured proxies to hosts of `no_proxy` too.
//!
//! The linker leads libgit2's look for a proxy here: `build.rs`.
#![allow(unsafe_code)] // a function for C

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use nix::libc;

use crate::proxy_choice::ProxyChoice;

/// What is chosen from.
static CHOICE: Mutex<Option<ProxyChoice>> = Mutex::new(None);

/// Has the proxies of `choice` taken from here on.
pub fn choose_from(choice: ProxyChoice) {
    *CHOICE.lock().unwrap_or_else(PoisonError::into_inner) = Some(choice);
}

/// The beginning of `git_net_url` of libgit2's `util/net.h`.
#[repr(C)]
struct NetUrl {
    scheme: *const c_char,
    host: *const c_char,
    port: *const c_char,
    path: *const c_char,
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_remote__http_proxy(out: *mut *mut c_char, _: *mut c_void, url: &NetUrl) -> c_int {
    // SAFETY: strings that end in NUL, or none.
    let text = |text: *const c_char| match unsafe { text.as_ref() } {
        Some(_) => unsafe { CStr::from_ptr(text) }.to_string_lossy(),
        None => "".into(),
    };
    let (scheme, name, port) = (text(url.scheme), text(url.host), text(url.port));
    let name = if name.contains(':') && !name.starts_with('[') { format!("[{name}]").into() } else { name };
    let usual = matches!((&*scheme, &*port), ("http", "80") | ("https", "443"));
    let host = if usual || port.is_empty() { name.into_owned() } else { format!("{name}:{port}") };
    let choice = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = format!("{scheme}://{host}{}", text(url.path));
    let proxy = choice.as_ref().and_then(|choice| choice.for_git(&asked, &host));
    let proxy = proxy.and_then(|proxy| CString::new(proxy).ok());
    // SAFETY: libgit2's to be filled, with a string of C's heap or none.
    unsafe { *out = proxy.map_or(ptr::null_mut(), |proxy| libc::strdup(proxy.as_ptr())) };
    0
}
