//! One request as libgit2 sees it.

use std::collections::VecDeque;
use std::ffi::{CString, c_char, c_int};
use std::io::Read;
use std::slice;

use libgit2_sys::{GIT_SERVICE_UPLOADPACK, git_smart_subtransport_stream};

use super::inner::{FAILED, Inner};
use super::section::{self, Beginning};
use super::{Ahead, Requests};

/// How much of an answer is looked at for the end of its first part: it is 20,000 commits that history ends with.
const MOST: usize = 1 << 20;

/// A request and its answer. libgit2 knows its first field.
#[repr(C)]
pub struct Request {
    parent: git_smart_subtransport_stream,
    url: CString,
    /// libgit2's own, once something was asked.
    inner: Option<Inner>,
    /// What libgit2 asked and what was asked in its place, until the answer is looked at.
    early: Option<(Vec<u8>, Vec<u8>)>,
    /// What was read of the answer and is for libgit2.
    ready: VecDeque<u8>,
    /// Where the answer goes on behind what libgit2 asked for: the question, and what was read already.
    later: Option<(Vec<u8>, Vec<u8>)>,
}

impl Request {
    /// Nothing is asked yet.
    pub fn new(requests: *mut Requests, url: CString) -> Self {
        let parent = git_smart_subtransport_stream {
            subtransport: requests.cast(),
            read: Some(read),
            write: Some(write),
            free: Some(free),
        };
        Self { parent, url, inner: None, early: None, ready: VecDeque::new(), later: None }
    }

    /// For libgit2, which frees it.
    pub fn into_raw(self) -> *mut git_smart_subtransport_stream {
        Box::into_raw(Box::new(self)).cast()
    }

    fn requests(&mut self) -> &mut Requests {
        // SAFETY: what libgit2 has of a transport is freed before the transport.
        unsafe { &mut *self.parent.subtransport.cast() }
    }

    fn write(&mut self, question: &[u8]) -> Result<(), c_int> {
        if let Some(ahead) = self.requests().ahead.take()
            && ahead.question == question
        {
            (self.inner, self.ready) = (Some(ahead.inner), ahead.begun.into());
            return Ok(());
        }
        let second = self.requests().second(question);
        self.ask(second.as_deref().unwrap_or(question))?;
        self.early = second.map(|second| (question.to_vec(), second));
        Ok(())
    }

    fn ask(&mut self, question: &[u8]) -> Result<(), c_int> {
        let inner = Inner::open(self.requests().inner, self.url.as_ptr(), GIT_SERVICE_UPLOADPACK)?;
        self.inner.insert(inner).write(question)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, c_int> {
        if let Some((first, second)) = self.early.take() {
            self.look(&first, second, buffer)?;
        }
        if self.ready.is_empty() && self.later.is_none() {
            return self.go_on(buffer);
        }
        self.ready.read(buffer).map_err(|_| FAILED)
    }

    fn go_on(&self, buffer: &mut [u8]) -> Result<usize, c_int> {
        self.inner.as_ref().ok_or(FAILED)?.read(buffer)
    }

    /// Looks for the end of the part that answers `first`, where `second` was asked.
    fn look(&mut self, first: &[u8], second: Vec<u8>, buffer: &mut [u8]) -> Result<(), c_int> {
        let mut answer = Vec::new();
        loop {
            match section::beginning(&answer) {
                Beginning::Section(end) => {
                    self.later = Some((second, answer.split_off(end)));
                    break;
                }
                Beginning::Refusal => break,
                Beginning::Short if answer.len() < MOST => match self.go_on(buffer)? {
                    0 => return self.ask_again(first),
                    length => answer.extend_from_slice(&buffer[..length]),
                },
                Beginning::Short | Beginning::Other => return self.ask_again(first),
            }
        }
        self.ready = answer.into();
        Ok(())
    }

    /// Asks what libgit2 wanted to, and nothing else from here on.
    fn ask_again(&mut self, first: &[u8]) -> Result<(), c_int> {
        self.requests().one_by_one = true;
        self.ask(first)
    }
}

/// What libgit2 gets for a result.
fn code(result: Result<(), c_int>) -> c_int {
    result.map_or_else(|code| code, |()| 0)
}

extern "C" fn write(
    request: *mut git_smart_subtransport_stream,
    data: *const c_char,
    length: usize,
) -> c_int {
    // SAFETY: the request is from `new`, and libgit2's data has `length` bytes.
    let (request, data) =
        unsafe { (&mut *request.cast::<Request>(), slice::from_raw_parts(data.cast(), length)) };
    code(request.write(data))
}

extern "C" fn read(
    request: *mut git_smart_subtransport_stream,
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
) -> c_int {
    // SAFETY: the request is from `new`, and libgit2's buffer has room for `size` bytes, all of them set.
    let (request, buffer) =
        unsafe { (&mut *request.cast::<Request>(), slice::from_raw_parts_mut(buffer.cast(), size)) };
    code(request.read(buffer).map(|read| {
        // SAFETY: libgit2's to be filled.
        unsafe { *length = read };
    }))
}

extern "C" fn free(request: *mut git_smart_subtransport_stream) {
    // SAFETY: the box that `into_raw` let go of, and libgit2 frees it once.
    let mut request = unsafe { Box::from_raw(request.cast::<Request>()) };
    if let (Some((question, begun)), Some(inner)) = (request.later.take(), request.inner.take()) {
        request.requests().ahead = Some(Ahead { question, begun, inner });
    }
}
