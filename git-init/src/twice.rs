//! Ends what libgit2 makes of a pack that has an object twice, once of them as a delta. Its indexer cannot add what it
//! made then, takes the delta for one whose base is still to come, and makes it again, without an end, and without
//! freeing what it made before. git refuses such a pack too, where it clones.
//!
//! The linker leads the end of the indexer's work, and its making of objects, here: `build.rs`.
#![allow(unsafe_code)] // functions of C and for C

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;

use git2::Error;
use libgit2_sys::{git_indexer, git_indexer_progress};

/// What libgit2 says when it has made an object that is in the pack already, and then goes on.
const THERE_ALREADY: &str = "cannot insert object into pack";

/// A pack whose deltas are made into objects.
#[derive(Clone, Copy)]
struct Resolving {
    stats: *const git_indexer_progress,
    /// Known from the first object on: while they are made, bases are read from other packs.
    pack: *const c_void,
    /// How many were added before the last one was made.
    added: Option<u32>,
}

thread_local! {
    static RESOLVING: Cell<Option<Resolving>> = const { Cell::new(None) };
}

unsafe extern "C" {
    fn __real_git_indexer_commit(indexer: *mut git_indexer, stats: *mut git_indexer_progress) -> c_int;
    fn __real_git_packfile_unpack(object: *mut c_void, pack: *mut c_void, place: *mut i64) -> c_int;
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_indexer_commit(
    indexer: *mut git_indexer,
    stats: *mut git_indexer_progress,
) -> c_int {
    RESOLVING.set(Some(Resolving { stats, pack: ptr::null(), added: None }));
    // SAFETY: passed on as it came.
    let code = unsafe { __real_git_indexer_commit(indexer, stats) };
    RESOLVING.set(None);
    code
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_packfile_unpack(object: *mut c_void, pack: *mut c_void, place: *mut i64) -> c_int {
    let resolving =
        RESOLVING.get().filter(|resolving| [ptr::null(), pack.cast_const()].contains(&resolving.pack));
    // SAFETY: the counts of the indexer that is at work in this thread, further up.
    let before = resolving.map(|Resolving { stats, added, .. }| (unsafe { (*stats).indexed_deltas }, added));
    if let Some((now, Some(added))) = before
        && now == added
    {
        return not_added();
    }
    // SAFETY: passed on as it came.
    let code = unsafe { __real_git_packfile_unpack(object, pack, place) };
    if let (Some(resolving), Some((now, _))) = (resolving, before) {
        // One without its base was not made, and is tried again for good reason.
        RESOLVING.set(Some(Resolving { pack, added: (code == 0).then_some(now), ..resolving }));
    }
    code
}

/// Ends it; why the last object was not added libgit2 has said already.
fn not_added() -> c_int {
    if Error::last_error(-1).message() == THERE_ALREADY {
        // SAFETY: libgit2 copies the message.
        unsafe {
            libgit2_sys::git_error_set_str(INDEXER, c"the server's pack has an object in it twice".as_ptr())
        };
    }
    -1
}

#[expect(clippy::cast_possible_wrap, reason = "an enum of C's")]
const INDEXER: c_int = libgit2_sys::GIT_ERROR_INDEXER as c_int;
