//! Asks for the last commits and for their pack in one request.
//!
//! Over http libgit2 asks twice: where the history shall end, and then, in the same words with `done` behind them,
//! for the pack. A server answers the second request with both, since it remembers no first one. For a clone that
//! has nothing yet the second request is known from the start: it is sent in place of the first, and its answer
//! handed to libgit2 in two parts. In a small clone each request is a third of the time.
//!
//! Connections, redirects, passwords and proxies stay libgit2's: what is here stands between it and its own
//! requests over http.
#![allow(unsafe_code)] // functions of C and for C

mod inner;
mod request;
mod section;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use anyhow::{Result, bail};
use libgit2_sys::{
    GIT_SERVICE_UPLOADPACK, git_reference_iterator, git_remote, git_repository, git_smart_service_t,
    git_smart_subtransport, git_smart_subtransport_definition, git_smart_subtransport_stream, git_transport,
};

use inner::Inner;
use request::Request;

unsafe extern "C" {
    fn git_remote_owner(remote: *const git_remote) -> *mut git_repository;
    fn git_smart_subtransport_http(
        out: *mut *mut git_smart_subtransport,
        owner: *mut git_transport,
        param: *mut c_void,
    ) -> c_int;
}

/// Has libgit2 reach servers over http and https through here.
///
/// # Errors
/// When libgit2 refuses, which it never does.
pub fn register() -> Result<()> {
    libgit2_sys::init();
    for scheme in [c"http", c"https"] {
        // SAFETY: libgit2 copies the name; no other thread uses libgit2 yet.
        let code = unsafe {
            libgit2_sys::git_transport_register(scheme.as_ptr(), Some(new_transport), ptr::null_mut())
        };
        if code != 0 {
            bail!("cannot set up libgit2: {}", git2::Error::last_error(code));
        }
    }
    Ok(())
}

/// What makes the requests to a server. libgit2 knows its first field.
#[repr(C)]
struct Requests {
    parent: git_smart_subtransport,
    /// libgit2's own.
    inner: *mut git_smart_subtransport,
    /// Whether the repository had nothing, when this was made, that libgit2 would tell the server of.
    new: bool,
    /// An answer whose first part libgit2 has read, and what it has not asked for yet.
    ahead: Option<Ahead>,
    /// Whether the server was seen to answer in another way.
    one_by_one: bool,
}

/// An answer that goes on.
struct Ahead {
    /// What was asked.
    question: Vec<u8>,
    /// What was read already.
    begun: Vec<u8>,
    inner: Inner,
}

impl Requests {
    /// The second request that libgit2 will make after `first`, where that is sure.
    fn second(&self, first: &[u8]) -> Option<Vec<u8>> {
        let known = self.new && !self.one_by_one && section::is_asked_for(first);
        known.then(|| [first, section::DONE].concat())
    }
}

/// Whether the repository of `remote` has nothing that libgit2 would tell the server of.
fn has_no_refs(remote: *const git_remote) -> bool {
    let (mut iterator, mut name): (*mut git_reference_iterator, _) = (ptr::null_mut(), ptr::null());
    // SAFETY: a remote lives longer than its transport; the iterator is freed once, where there is one.
    unsafe {
        let repository = git_remote_owner(remote);
        if repository.is_null() || libgit2_sys::git_reference_iterator_new(&raw mut iterator, repository) != 0
        {
            return false;
        }
        let code = libgit2_sys::git_reference_next_name(&raw mut name, iterator);
        libgit2_sys::git_reference_iterator_free(iterator);
        code == libgit2_sys::GIT_ITEROVER
    }
}

extern "C" fn new_transport(out: *mut *mut git_transport, owner: *mut git_remote, _: *mut c_void) -> c_int {
    // Each request stands for itself, as the protocol over http has it.
    let mut definition =
        git_smart_subtransport_definition { callback: Some(new_requests), rpc: 1, param: owner.cast() };
    // SAFETY: libgit2 calls `new_requests` at once, and keeps nothing of the definition.
    unsafe { libgit2_sys::git_transport_smart(out, owner, (&raw mut definition).cast()) }
}

extern "C" fn new_requests(
    out: *mut *mut git_smart_subtransport,
    owner: *mut git_transport,
    remote: *mut c_void,
) -> c_int {
    let mut inner = ptr::null_mut();
    // SAFETY: what libgit2 itself does to reach a server over http.
    let code = unsafe { git_smart_subtransport_http(&raw mut inner, owner, ptr::null_mut()) };
    if code != 0 {
        return code;
    }
    let parent = git_smart_subtransport { action: Some(action), close: Some(close), free: Some(free) };
    let requests =
        Requests { parent, inner, new: has_no_refs(remote.cast()), ahead: None, one_by_one: false };
    // SAFETY: `out` is libgit2's to be filled; `free` takes the box back.
    unsafe { *out = Box::into_raw(Box::new(requests)).cast() };
    0
}

extern "C" fn action(
    out: *mut *mut git_smart_subtransport_stream,
    requests: *mut git_smart_subtransport,
    url: *const c_char,
    service: git_smart_service_t,
) -> c_int {
    if service == GIT_SERVICE_UPLOADPACK {
        // SAFETY: libgit2 gives a string that ends in NUL.
        let url = unsafe { CStr::from_ptr(url) }.to_owned();
        // SAFETY: `out` is libgit2's to be filled.
        unsafe { *out = Request::new(requests.cast(), url).into_raw() };
        return 0;
    }
    // SAFETY: the pointer is to the `Requests` of `new_requests`.
    let requests = unsafe { &mut *requests.cast::<Requests>() };
    requests.ahead = None;
    match Inner::open(requests.inner, url, service) {
        Ok(inner) => {
            // SAFETY: `out` is libgit2's to be filled, and libgit2 frees what it gets.
            unsafe { *out = inner.into_raw() };
            0
        }
        Err(code) => code,
    }
}

extern "C" fn close(requests: *mut git_smart_subtransport) -> c_int {
    // SAFETY: as in `action`.
    let requests = unsafe { &mut *requests.cast::<Requests>() };
    requests.ahead = None;
    // SAFETY: libgit2's own, which is freed in `free` only.
    unsafe { (*requests.inner).close }.map_or(0, |close| close(requests.inner))
}

extern "C" fn free(requests: *mut git_smart_subtransport) {
    // SAFETY: the box that `new_requests` let go of, and libgit2 frees it once.
    let mut requests = unsafe { Box::from_raw(requests.cast::<Requests>()) };
    requests.ahead = None;
    // SAFETY: libgit2's own, freed once.
    if let Some(free) = unsafe { (*requests.inner).free } {
        free(requests.inner);
    }
}
