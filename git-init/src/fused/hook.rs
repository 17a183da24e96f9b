//! Where libgit2 asks who takes a pack: the linker leads that call here (`build.rs`).
#![allow(unsafe_code)] // functions of C and for C

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::{ptr, slice};

use libgit2_sys::{git_indexer_progress, git_indexer_progress_cb, git_odb, git_odb_writepack};

use super::receiver::Receiver;
use super::taking::{__real_git_odb_write_pack, Place, Taking};
use crate::meanwhile;

thread_local! {
    /// What takes the pack that this thread is about to download, and where its files go.
    static NEXT: RefCell<Option<(Receiver, Place)>> = const { RefCell::new(None) };
}

/// Has `receiver` take the next pack of this thread.
pub fn set(receiver: Receiver, ahead: Place) {
    NEXT.set(Some((receiver, ahead)));
}

/// Leaves the next pack to libgit2.
pub fn unset() {
    NEXT.set(None);
}

#[unsafe(no_mangle)]
extern "C" fn __wrap_git_odb_write_pack(
    out: *mut *mut git_odb_writepack,
    odb: *mut git_odb,
    progress: git_indexer_progress_cb,
    payload: *mut c_void,
) -> c_int {
    // What waits for a server may be who prepares for the pack.
    meanwhile::now();
    let Some((receiver, ahead)) = NEXT.take() else {
        // SAFETY: passed on as it came.
        return unsafe { __real_git_odb_write_pack(out, odb, progress, payload) };
    };
    let parent = git_odb_writepack {
        backend: ptr::null_mut(),
        append: Some(append),
        commit: Some(commit),
        free: Some(free),
    };
    let taking = Taking::new(parent, odb, (progress, payload), receiver, ahead);
    // SAFETY: `out` is libgit2's to be filled; `free` takes the box back.
    unsafe { *out = Box::into_raw(Box::new(taking)).cast() };
    0
}

extern "C" fn append(
    taking: *mut git_odb_writepack,
    data: *const c_void,
    length: usize,
    stats: *mut git_indexer_progress,
) -> c_int {
    // SAFETY: the pointer is to the `Taking` of above, and libgit2's data has `length` bytes.
    let (taking, data) =
        unsafe { (&mut *taking.cast::<Taking>(), slice::from_raw_parts(data.cast(), length)) };
    taking.append(data, stats)
}

unsafe extern "C" fn commit(taking: *mut git_odb_writepack, stats: *mut git_indexer_progress) -> c_int {
    // SAFETY: the pointer is to the `Taking` of above.
    unsafe { &mut *taking.cast::<Taking>() }.commit(stats)
}

unsafe extern "C" fn free(taking: *mut git_odb_writepack) {
    // SAFETY: the box that was let go of above, and libgit2 frees it once.
    drop(unsafe { Box::from_raw(taking.cast::<Taking>()) });
}
