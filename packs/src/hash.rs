//! The hash of an object, by the code that libgit2 brings: SHA-1 that tells when somebody has made two objects of one hash.
#![allow(unsafe_code)] // functions of C

use std::ffi::{c_char, c_int};
use std::mem::MaybeUninit;

use libgit2_sys as _;

use crate::{Id, Kind, Unusual};

unsafe extern "C" {
    fn SHA1DCInit(context: *mut Context);
    fn SHA1DCUpdate(context: *mut Context, data: *const c_char, length: usize);
    fn SHA1DCFinal(hash: *mut u8, context: *mut Context) -> c_int;
}

/// Has room for libgit2's `SHA1_CTX`: 2,464 bytes in its sha1dc/sha1.h, most of them for 80 states of five words.
#[repr(C, align(16))]
struct Context([u8; 4096]);

/// An object that is hashed as it comes.
pub struct Hash(Box<MaybeUninit<Context>>);

impl Hash {
    /// Before the first object.
    pub fn new() -> Self {
        Self(Box::new_uninit())
    }

    /// Begins with an object of this size.
    pub fn begin(&mut self, kind: Kind, size: u64) {
        // SAFETY: there is more room than it fills.
        unsafe { SHA1DCInit(self.0.as_mut_ptr()) };
        self.update(format!("{} {size}\0", kind.name()).as_bytes());
    }

    /// Adds to what was begun.
    pub fn update(&mut self, data: &[u8]) {
        // SAFETY: `begin` has filled it; the data has this length.
        unsafe { SHA1DCUpdate(self.0.as_mut_ptr(), data.as_ptr().cast(), data.len()) };
    }

    /// The hash of what was begun; unusual where it shows a collision.
    pub fn end(&mut self) -> Result<Id, Unusual> {
        let mut hash = [0; 20];
        // SAFETY: as above; the hash has its 20 bytes.
        match unsafe { SHA1DCFinal(hash.as_mut_ptr(), self.0.as_mut_ptr()) } {
            0 => Ok(Id(hash)),
            _ => Err(Unusual("an object of a collision")),
        }
    }

    /// The hash of a whole object.
    pub fn of(&mut self, kind: Kind, data: &[u8]) -> Result<Id, Unusual> {
        self.begin(kind, data.len() as u64);
        self.update(data);
        self.end()
    }
}
