//! Packs by the byte: see gitformat-pack(5).

use miniz_oxide::deflate::compress_to_vec_zlib;
use sha1::{Digest, Sha1};

pub const COMMIT: u8 = 1;
pub const TREE: u8 = 2;
pub const BLOB: u8 = 3;
pub const TAG: u8 = 4;
pub const OFS_DELTA: u8 = 6;
pub const REF_DELTA: u8 = 7;

/// Where its kind stands in the first byte of an entry.
pub const KIND: u8 = 0x70;

/// The bytes before the first entry.
pub const HEADER: usize = 12;

/// The bytes behind the last one: the hash of all before them.
pub const TRAILER: usize = 20;

/// A pack of these entries.
pub fn pack(entries: &[Vec<u8>]) -> Vec<u8> {
    pack_with(2, u32::try_from(entries.len()).unwrap(), entries)
}

/// The same of any version and any count.
pub fn pack_with(version: u32, count: u32, entries: &[Vec<u8>]) -> Vec<u8> {
    sealed([b"PACK", &version.to_be_bytes()[..], &count.to_be_bytes(), &entries.concat()].concat())
}

/// With the trailer that belongs behind it.
pub fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let hash = Sha1::digest(&bytes);
    bytes.extend(&hash[..]);
    bytes
}

/// An entry: its kind, its size, what names its base where it is a delta, and its content.
pub fn entry(kind: u8, base: &[u8], content: &[u8]) -> Vec<u8> {
    entry_of_size(kind, content.len() as u64, base, content)
}

/// The same with any size declared.
pub fn entry_of_size(kind: u8, size: u64, base: &[u8], content: &[u8]) -> Vec<u8> {
    [header(kind, size), base.to_vec(), compress_to_vec_zlib(content, 6)].concat()
}

/// The kind and the size: four bits of it, then seven a byte.
pub fn header(kind: u8, size: u64) -> Vec<u8> {
    let first = kind << 4 | u8::try_from(size & 15).unwrap();
    let mut rest = size >> 4;
    if rest == 0 {
        return vec![first];
    }
    let mut header = vec![first | 0x80];
    header.extend(number(&mut rest));
    header
}

/// A number, seven bits a byte, the lowest first.
fn number(rest: &mut u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(*rest & 0x7f).unwrap();
        *rest >>= 7;
        if *rest == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// How far the base of a delta lies before it.
pub fn distance(mut distance: u64) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(distance & 0x7f).unwrap()];
    distance >>= 7;
    while distance > 0 {
        distance -= 1;
        bytes.insert(0, u8::try_from(distance & 0x7f).unwrap() | 0x80);
        distance >>= 7;
    }
    bytes
}

/// A delta from a base of one size to a result of another.
pub fn delta(base: u64, result: u64, instructions: &[u8]) -> Vec<u8> {
    let (mut base, mut result) = (base, result);
    [number(&mut base), number(&mut result), instructions.to_vec()].concat()
}

/// The instruction that copies from the base.
pub fn copy(offset: u32, length: u16) -> Vec<u8> {
    [&[0xbf][..], &offset.to_le_bytes(), &length.to_le_bytes()].concat()
}

/// The instruction that inserts some bytes, up to 127.
pub fn insert(bytes: &[u8]) -> Vec<u8> {
    [&[u8::try_from(bytes.len()).unwrap()], bytes].concat()
}

/// The hash by which an object is known.
pub fn hash(kind: u8, content: &[u8]) -> [u8; 20] {
    let kind = ["commit", "tree", "blob", "tag"][usize::from(kind - 1)];
    let head = format!("{kind} {}\0", content.len());
    Sha1::digest([head.as_bytes(), content].concat()).into()
}

/// A hash as git writes it.
pub fn hex(hash: &[u8]) -> String {
    let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect()
}
