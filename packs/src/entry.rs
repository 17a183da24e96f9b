//! What stands before the bytes of an object in a pack, as gitformat-pack(5) has it.

use crate::{Id, Kind, Unusual};

/// What an object is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Nothing else.
    Whole(Kind),
    /// The object that begins at this place of the pack.
    From(u64),
    /// The object of this hash.
    FromId(Id),
}

/// The head of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub made: Made,
    /// The bytes that are inflated: the object's, or its delta's.
    pub size: u64,
    /// How long the head itself is.
    pub length: usize,
}

/// More bytes of seven bits than a number takes that is of use: 63 bits.
const DIGITS: usize = 9;

/// More than any head is long.
pub const LONGEST: usize = 2 * DIGITS + 20;

/// Reads the head of the object that begins at `place` of the pack; nothing when more bytes are needed.
pub fn read(bytes: &[u8], place: u64) -> Result<Option<Head>, Unusual> {
    let Some((&first, rest)) = bytes.split_first() else { return Ok(None) };
    let mut size = u64::from(first & 0x0f);
    let mut length = 1;
    if first & 0x80 != 0 {
        let Some((more, taken)) = number(rest)? else { return Ok(None) };
        let more = more.checked_mul(1 << 4).ok_or(Unusual("a size beyond all"))?;
        size |= more;
        length += taken;
    }
    let behind = &bytes[length..];
    let made = match first >> 4 & 7 {
        1 => Made::Whole(Kind::Commit),
        2 => Made::Whole(Kind::Tree),
        3 => Made::Whole(Kind::Blob),
        4 => Made::Whole(Kind::Tag),
        6 => {
            let Some((back, taken)) = distance(behind)? else { return Ok(None) };
            length += taken;
            let base = place.checked_sub(back).filter(|base| back > 0 && *base > 0);
            Made::From(base.ok_or(Unusual("a base outside of the pack"))?)
        }
        7 => {
            let Some(id) = behind.first_chunk() else { return Ok(None) };
            length += id.len();
            Made::FromId(Id(*id))
        }
        _ => return Err(Unusual("an object of another type")),
    };
    Ok(Some(Head { made, size, length }))
}

/// A number whose low bits come first, and how many bytes it takes.
pub fn number(bytes: &[u8]) -> Result<Option<(u64, usize)>, Unusual> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if at == DIGITS {
            return Err(Unusual("a number beyond all"));
        }
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok(Some((value, at + 1)));
        }
    }
    Ok(None)
}

/// How far back a base is, and how many bytes that takes: its high bits come first, and each further byte adds one, so
/// that no distance can be written in two ways.
fn distance(bytes: &[u8]) -> Result<Option<(u64, usize)>, Unusual> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().enumerate() {
        if at == DIGITS {
            return Err(Unusual("a number beyond all"));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok(Some((value, at + 1)));
        }
        value += 1;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_whole_or_not_at_all() {
        let id = [7; 20];
        let reference = [&[0xf1, 0x01][..], &id].concat();
        let cases: [(&[u8], Head); 5] = [
            (&[0x30], Head { made: Made::Whole(Kind::Blob), size: 0, length: 1 }),
            (&[0x9f, 0x01], Head { made: Made::Whole(Kind::Commit), size: 31, length: 2 }),
            (&[0x65, 0x64], Head { made: Made::From(900), size: 5, length: 2 }),
            (&[0x65, 0x80, 0x00], Head { made: Made::From(1000 - 128), size: 5, length: 3 }),
            (&reference, Head { made: Made::FromId(Id(id)), size: 17, length: 22 }),
        ];
        for (bytes, head) in cases {
            assert_eq!(read(bytes, 1000).unwrap(), Some(head));
            for end in 0..bytes.len() {
                assert_eq!(read(&bytes[..end], 1000).unwrap(), None, "{bytes:?}");
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_unusual() {
        let endless = [0xff; LONGEST];
        let far = [&[0x60][..], &[0xff; 8], &[0x7f]].concat();
        for bytes in [&[0x00][..], &[0x50], &[0x65, 0x00], &[0x67, 0x87, 0x68], &endless, &far] {
            assert!(read(bytes, 1000).is_err(), "{bytes:?}");
        }
        let endless = [&[0x60][..], &[0xff; LONGEST]].concat();
        assert!(read(&endless, u64::MAX).is_err());
    }
}
