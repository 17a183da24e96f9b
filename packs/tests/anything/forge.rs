//! Packs that are made up, most of them sound.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, Oid};
use sha1::{Digest, Sha1};

/// What a pack is made of: each byte decides one thing, and zeros decide when there are none left.
struct Script<'a>(&'a [u8]);

impl Script<'_> {
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below `end`, which is no more than 256.
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.next()) % end.max(1)
    }

    /// Whether something that is wrong is to be done: one time in so many.
    fn wrong(&mut self, often: u8) -> bool {
        self.next() % often == 1
    }
}

/// An object of the pack.
struct Made {
    place: usize,
    kind: u8,
    content: Vec<u8>,
}

const KINDS: [ObjectType; 4] = [ObjectType::Commit, ObjectType::Tree, ObjectType::Blob, ObjectType::Tag];

/// The most objects of a pack: enough for chains, and for what is there twice.
const OBJECTS: usize = 20;

/// The pack that `script` makes.
pub fn pack(script: &[u8]) -> Vec<u8> {
    let script = &mut Script(script);
    let mut pack = b"PACK\0\0\0\x02\0\0\0\0".to_vec();
    let mut made: Vec<Made> = Vec::new();
    while !script.0.is_empty() && made.len() < OBJECTS {
        let place = pack.len();
        let object = if made.is_empty() || script.below(3) == 0 {
            whole(script, &mut pack, place)
        } else {
            delta(script, &mut pack, &made)
        };
        made.push(object);
    }
    let wrong = usize::from(script.wrong(40));
    pack[11] = u8::try_from(made.len() + wrong).unwrap_or(u8::MAX);
    if script.wrong(40) {
        pack.extend(b"more");
    }
    let mut sum: [u8; 20] = Sha1::digest(&pack).into();
    sum[0] ^= u8::from(script.wrong(40));
    pack.extend(sum);
    pack
}

fn whole(script: &mut Script<'_>, pack: &mut Vec<u8>, place: usize) -> Made {
    let kind = 1 + script.next() % 4;
    let (word, times) = (script.next(), script.below(40));
    // A few are longer than what is inflated at once.
    let times = if script.next() == 77 { 1 << 19 } else { times };
    let content: Vec<u8> = [word, word.wrapping_add(1), b'\n'].repeat(times);
    let kind_written = if script.wrong(60) { script.next() % 8 } else { kind };
    head(script, pack, kind_written, content.len());
    deflated(script, pack, &content);
    Made { place, kind, content }
}

fn delta(script: &mut Script<'_>, pack: &mut Vec<u8>, made: &[Made]) -> Made {
    let place = pack.len();
    let base = &made[made.len() - 1 - script.below(made.len())];
    let mut content = Vec::new();
    let mut commands = Vec::new();
    for _ in 0..script.below(5) {
        let from = script.below(base.content.len().clamp(1, 256));
        let length = script.below((base.content.len() - from.min(base.content.len())).min(200) + 1);
        if length > 0 {
            let outside = if script.wrong(60) { 0xff } else { 0 };
            commands.extend([0x91 | outside & 2, u8::try_from(from).unwrap_or(0)]);
            commands.extend((outside != 0).then_some(outside));
            commands.push(u8::try_from(length).unwrap_or(0));
            content.extend_from_slice(&base.content[from..from + length]);
        } else {
            let new = script.next();
            commands.extend([3, new, new, b'\n']);
            content.extend([new, new, b'\n']);
        }
    }
    if script.wrong(60) {
        commands.push(script.next());
    }
    let mut bytes = number(base.content.len() + usize::from(script.wrong(60)));
    bytes.extend(number(content.len() + usize::from(script.wrong(60))));
    bytes.extend(commands);
    if script.below(3) == 0 {
        head(script, pack, 7, bytes.len());
        let id = Oid::hash_object(KINDS[usize::from(base.kind - 1)], &base.content).expect("a hash");
        pack.extend(id.as_bytes());
        if script.wrong(60)
            && let Some(last) = pack.last_mut()
        {
            *last ^= 1;
        }
    } else {
        head(script, pack, 6, bytes.len());
        let back = place - base.place + usize::from(script.wrong(60));
        pack.extend(distance(back));
    }
    deflated(script, pack, &bytes);
    Made { place, kind: base.kind, content }
}

/// The kind and size of an object.
fn head(script: &mut Script<'_>, pack: &mut Vec<u8>, kind: u8, size: usize) {
    let size = size + usize::from(script.wrong(60));
    let low = kind << 4 | u8::try_from(size & 15).unwrap_or(0);
    if size < 16 {
        pack.push(low);
    } else {
        pack.push(low | 0x80);
        pack.extend(number(size >> 4));
    }
}

fn deflated(script: &mut Script<'_>, pack: &mut Vec<u8>, bytes: &[u8]) {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(u32::from(script.next() % 10)));
    encoder.write_all(bytes).expect("memory");
    let mut bytes = encoder.finish().expect("memory");
    if script.wrong(60) {
        let at = script.below(bytes.len().min(256));
        bytes[at] ^= 1 << script.below(8);
    }
    pack.extend(bytes);
}

/// Low bits first.
fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return bytes;
        }
    }
}

/// High bits first, and one less for each byte but the last.
fn distance(mut value: usize) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(value & 0x7f).unwrap_or(0)];
    while value > 0x7f {
        value = (value >> 7) - 1;
        bytes.insert(0, 0x80 | u8::try_from(value & 0x7f).unwrap_or(0));
    }
    bytes
}
