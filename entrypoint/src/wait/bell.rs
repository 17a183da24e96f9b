//! What other threads wake the waiting one with.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use nix::sys::eventfd::{EfdFlags, EventFd};

/// A bell, to be polled beside signals. Clones ring the same one.
#[derive(Clone)]
pub struct Bell(Arc<EventFd>);

impl Bell {
    pub fn new() -> nix::Result<Self> {
        EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK).map(|fd| Self(Arc::new(fd)))
    }

    /// Wakes whoever polls. It fails only when the bell rings already, some 2^64 times.
    pub fn ring(&self) {
        let _ = self.0.write(1);
    }

    /// Silences it. It fails only when it did not ring.
    pub fn hush(&self) {
        let _ = self.0.read();
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
