//! A request of libgit2's own.

use std::ffi::{c_char, c_int};
use std::ptr;

use libgit2_sys::{git_smart_service_t, git_smart_subtransport, git_smart_subtransport_stream};

/// One request and its answer; closed when dropped.
pub struct Inner(*mut git_smart_subtransport_stream);

/// What libgit2 calls a failure of which it knows no more.
pub const FAILED: c_int = -1;

impl Inner {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// libgit2's code, with its message set; so it is below.
    pub fn open(
        transport: *mut git_smart_subtransport,
        url: *const c_char,
        service: git_smart_service_t,
    ) -> Result<Self, c_int> {
        let mut stream = ptr::null_mut();
        // SAFETY: libgit2's own subtransport, alive as long as ours.
        let action = unsafe { (*transport).action }.ok_or(FAILED)?;
        match action(&raw mut stream, transport, url, service) {
            0 => Ok(Self(stream)),
            code => Err(code),
        }
    }

    /// Sends the request with `body`.
    pub fn write(&self, body: &[u8]) -> Result<(), c_int> {
        // SAFETY: the stream is freed when this is dropped only.
        let write = unsafe { (*self.0).write }.ok_or(FAILED)?;
        match write(self.0, body.as_ptr().cast(), body.len()) {
            0 => Ok(()),
            code => Err(code),
        }
    }

    /// Reads some of the answer, and says how much; 0 is its end.
    pub fn read(&self, buffer: &mut [u8]) -> Result<usize, c_int> {
        let mut length = 0;
        // SAFETY: as above.
        let read = unsafe { (*self.0).read }.ok_or(FAILED)?;
        match read(self.0, buffer.as_mut_ptr().cast(), buffer.len(), &raw mut length) {
            0 => Ok(length),
            code => Err(code),
        }
    }

    /// For libgit2, which frees it.
    pub fn into_raw(self) -> *mut git_smart_subtransport_stream {
        let stream = self.0;
        std::mem::forget(self);
        stream
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // SAFETY: freed here only.
        if let Some(free) = unsafe { (*self.0).free } {
            free(self.0);
        }
    }
}
