//! The checksum that an index has of each entry: zlib's, which the inflater brings.
#![allow(unsafe_code)] // a function of C

use std::ffi::{c_uint, c_ulong};

use libgit2_sys as _;

unsafe extern "C" {
    fn crc32(before: c_ulong, data: *const u8, length: c_uint) -> c_ulong;
}

/// What a call takes at most.
const MOST: usize = c_uint::MAX as usize;

/// Of what has come.
#[derive(Default)]
pub struct Crc(c_ulong);

impl Crc {
    /// Adds what comes next.
    pub fn update(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(MOST) {
            // SAFETY: the piece has this length, which its type has room for.
            #[expect(clippy::cast_possible_truncation, reason = "a piece is no longer")]
            let sum = unsafe { crc32(self.0, piece.as_ptr(), piece.len() as c_uint) };
            self.0 = sum;
        }
    }

    /// The sum.
    pub fn sum(&self) -> u32 {
        // It has 32 bits, whatever C's type for it has.
        #[expect(clippy::cast_possible_truncation, reason = "the upper half is empty")]
        let sum = self.0 as u32;
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::Crc;

    #[test]
    fn the_sum_of_pieces_is_that_of_all() {
        // The check value of CRC-32/ISO-HDLC.
        for at in 0..=9 {
            let (mut crc, (first, second)) = (Crc::default(), b"123456789".split_at(at));
            crc.update(first);
            crc.update(second);
            assert_eq!(crc.sum(), 0xCBF4_3926);
        }
        assert_eq!(Crc::default().sum(), 0);
    }
}
