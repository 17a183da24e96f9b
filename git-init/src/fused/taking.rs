//! Who takes a pack: we do, and libgit2's own indexer once there is anything unusual.
#![allow(unsafe_code)] // functions of C

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_int, c_void};
use std::rc::Rc;
use std::{io, mem, ptr};

use libgit2_sys::{git_indexer_progress, git_indexer_progress_cb, git_odb, git_odb_writepack};
use packs::Counts;

use super::moving::Ahead;
use super::receiver::{Receiver, SoFar};

unsafe extern "C" {
    /// What libgit2 calls where nobody stands between.
    pub fn __real_git_odb_write_pack(
        out: *mut *mut git_odb_writepack,
        odb: *mut git_odb,
        progress: git_indexer_progress_cb,
        payload: *mut c_void,
    ) -> c_int;
}

/// What is left of a pack that we took.
#[derive(Default)]
pub struct Left {
    /// What is written ahead.
    pub ahead: RefCell<Option<Ahead>>,
    /// Whether all commits that its commits name are in it.
    pub has_history: Cell<bool>,
}

/// Where that goes.
pub type Place = Rc<Left>;

/// What takes a pack. libgit2 knows its first field.
#[repr(C)]
pub struct Taking {
    parent: git_odb_writepack,
    odb: *mut git_odb,
    progress: git_indexer_progress_cb,
    payload: *mut c_void,
    by: By,
    counts: Counts,
    left: Place,
}

/// Who takes it.
enum By {
    Us(Box<Receiver>),
    /// libgit2's own indexer.
    Libgit2(*mut git_odb_writepack),
    /// Nobody: it was whole, or libgit2 would not.
    Nobody,
}

/// What libgit2 calls a failure of which it knows no more.
const FAILED: c_int = -1;

impl Taking {
    /// By us, as long as nothing is unusual; `report` is libgit2's callback for the progress, with what it takes.
    pub fn new(
        parent: git_odb_writepack,
        odb: *mut git_odb,
        report: (git_indexer_progress_cb, *mut c_void),
        receiver: Receiver,
        left: Place,
    ) -> Self {
        let ((progress, payload), by) = (report, By::Us(Box::new(receiver)));
        Self { parent, odb, progress, payload, by, counts: Counts::default(), left }
    }

    /// Takes what comes next; gives libgit2's code, and so does all below.
    pub fn append(&mut self, bytes: &[u8], stats: *mut git_indexer_progress) -> c_int {
        if let By::Us(receiver) = &mut self.by {
            let length = receiver.length();
            if receiver.append(bytes).is_ok() {
                let counts = receiver.counts();
                return self.report(counts, stats);
            }
            let code = receiver
                .so_far(length)
                .map_or_else(|error| unreadable(&error), |so_far| self.hand_on(so_far, stats));
            if code != 0 {
                return code;
            }
        }
        self.append_there(bytes, stats)
    }

    /// Ends the pack.
    pub fn commit(&mut self, stats: *mut git_indexer_progress) -> c_int {
        match mem::replace(&mut self.by, By::Nobody) {
            By::Us(receiver) => {
                let so_far = receiver.so_far(receiver.length());
                if let Ok((counts, ahead, whole)) = receiver.finish() {
                    self.left.ahead.replace(ahead);
                    self.left.has_history.set(whole);
                    return self.report(counts, stats);
                }
                let hand_on = |so_far| self.hand_on(so_far, stats);
                let code = so_far.map_or_else(|error| unreadable(&error), hand_on);
                if code != 0 {
                    return code;
                }
            }
            other => self.by = other,
        }
        let By::Libgit2(inner) = self.by else { return FAILED };
        // SAFETY: libgit2's own, freed when this is dropped only.
        unsafe { (*inner).commit.map_or(FAILED, |commit| commit(inner, stats)) }
    }

    /// Tells how far it is; gives what the callback says, which is not 0 where all shall stop.
    fn report(&mut self, counts: Counts, stats: *mut git_indexer_progress) -> c_int {
        if self.counts == counts {
            return 0;
        }
        self.counts = counts;
        // SAFETY: libgit2 gives its own, and reads it from this thread only.
        let stats = unsafe { &mut *stats };
        stats.total_objects = counts.objects;
        stats.received_objects = counts.read;
        stats.indexed_objects = counts.read;
        stats.total_deltas = counts.deltas;
        stats.indexed_deltas = counts.deltas;
        self.progress.map_or(0, |progress| progress(stats, self.payload))
    }

    /// Has libgit2 take the pack from its first byte on.
    fn hand_on(&mut self, mut so_far: SoFar, stats: *mut git_indexer_progress) -> c_int {
        // What was written ahead goes first: there may be no room for both.
        self.by = By::Nobody;
        let mut inner = ptr::null_mut();
        // SAFETY: what libgit2 itself was about to call, with what it gave.
        let code =
            unsafe { __real_git_odb_write_pack(&raw mut inner, self.odb, self.progress, self.payload) };
        if code != 0 {
            return code;
        }
        self.by = By::Libgit2(inner);
        loop {
            match so_far.next() {
                Ok(piece) if piece.is_empty() => return 0,
                Ok(piece) => match self.append_there(&piece, stats) {
                    0 => {}
                    code => return code,
                },
                Err(error) => return unreadable(&error),
            }
        }
    }

    fn append_there(&self, bytes: &[u8], stats: *mut git_indexer_progress) -> c_int {
        let By::Libgit2(inner) = self.by else { return FAILED };
        // SAFETY: as in `commit`.
        let append = unsafe { (*inner).append };
        append.map_or(FAILED, |append| append(inner, bytes.as_ptr().cast(), bytes.len(), stats))
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        if let By::Libgit2(inner) = self.by
            // SAFETY: freed here only.
            && let Some(free) = unsafe { (*inner).free }
        {
            // SAFETY: as above.
            unsafe { free(inner) };
        }
    }
}

#[expect(clippy::cast_possible_wrap, reason = "an enum of C's")]
const OS: c_int = libgit2_sys::GIT_ERROR_OS as c_int;

/// Says that the pack cannot be handed on.
fn unreadable(error: &io::Error) -> c_int {
    if let Ok(message) = CString::new(format!("cannot read the pack that was received: {error}")) {
        // SAFETY: libgit2 copies the message.
        unsafe { libgit2_sys::git_error_set_str(OS, message.as_ptr()) };
    }
    FAILED
}
