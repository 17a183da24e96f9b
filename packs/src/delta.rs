//! Making an object from another one.

use crate::entry::number;
use crate::{Unusual, stored::MOST};

const WRONG: Unusual = Unusual("a delta that does not fit");

/// What a copy takes that says nothing of its length.
const UNSAID: usize = 0x1_0000;

/// Makes the object that `delta` makes of `base`.
pub fn apply(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, Unusual> {
    let (from, taken) = number(delta)?.ok_or(WRONG)?;
    let delta = &delta[taken..];
    let (size, taken) = number(delta)?.ok_or(WRONG)?;
    let mut delta = &delta[taken..];
    if from != base.len() as u64 {
        return Err(WRONG);
    }
    if size > MOST {
        return Err(Unusual("a delta that makes too much"));
    }
    let size = usize::try_from(size).map_err(|_| WRONG)?;
    let mut made = Vec::with_capacity(size);
    while let Some((&command, rest)) = delta.split_first() {
        delta = rest;
        let piece = if command & 0x80 == 0 {
            // A command of no bytes is kept for later versions of git.
            let length = usize::from(command);
            if length == 0 {
                return Err(WRONG);
            }
            let (piece, rest) = delta.split_at_checked(length).ok_or(WRONG)?;
            delta = rest;
            piece
        } else {
            let mut values = [0_usize; 2];
            for bit in 0..7 {
                if command >> bit & 1 != 0 {
                    let (&byte, rest) = delta.split_first().ok_or(WRONG)?;
                    delta = rest;
                    // Four bytes for the place, three for the length.
                    values[bit / 4] |= usize::from(byte) << (bit % 4 * 8);
                }
            }
            let [place, length] = values;
            let length = if length == 0 { UNSAID } else { length };
            base.get(place..).and_then(|rest| rest.get(..length)).ok_or(WRONG)?
        };
        if piece.len() > size - made.len() {
            return Err(WRONG);
        }
        made.extend_from_slice(piece);
    }
    if made.len() == size { Ok(made) } else { Err(WRONG) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_the_base_and_new_ones_make_an_object() {
        let made = apply(b"0123456789", &[10, 7, 0x91, 4, 3, 2, b'a', b'b', 0x90, 2]).unwrap();
        assert_eq!(made, b"456ab01");
        assert_eq!(apply(b"", &[0, 0]).unwrap(), b"");
        let long = vec![9; 0x1_0000];
        assert_eq!(apply(&long, &[0x80, 0x80, 4, 0x80, 0x80, 4, 0x80]).unwrap(), long);
    }

    #[test]
    fn whatever_leads_out_of_either_is_refused() {
        let cases: [&[u8]; 12] = [
            &[],
            &[10],
            &[9, 1, 1, b'a'],                             // another base
            &[10, 2, 1, b'a'],                            // too little made
            &[10, 1, 2, b'a', b'b'],                      // too much
            &[10, 2, 2, b'a'],                            // cut off
            &[10, 1, 0],                                  // the command of no bytes
            &[10, 3, 0x91, 8, 3],                         // beyond the base
            &[10, 3, 0x91, 11, 1],                        // from beyond the base
            &[10, 3, 0x91, 8],                            // cut off
            &[10, 3, 0x80],                               // 64 KiB of ten bytes
            &[10, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x90, 1], // a claim of 32 GiB
        ];
        for delta in cases {
            assert!(apply(b"0123456789", delta).is_err(), "{delta:?}");
        }
    }
}
