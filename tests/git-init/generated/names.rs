//! Names by chance, out of those that are hard and those that are not, so that some come again.

use std::fmt::Write;

use tests::Dice;

/// Names that sort in unusual places, look like others, need quotes, or mean something to somebody.
const HARD: [&[u8]; 26] = [
    b"a",
    b"A",
    b"a.b",
    b"a-b",
    b"a0",
    b"a b ",
    b" ",
    b"-",
    b"--",
    b"dot.",
    b"...",
    b"line\nfeed",
    b"tab\tand\"quotes\"",
    b"back\\slash",
    b"colon:stream",
    b"tilde~1",
    b"\xff\xfe",
    b"\x01\x7f",
    b".gitignored",
    b".Gitmore",
    b"gitmodules",
    b"con",
    b"*",
    b"!#",
    "\u{feff}mark".as_bytes(),
    "cafe\u{301}".as_bytes(),
];

/// The longest name that Linux file systems take, in bytes.
const LONGEST: usize = 255;

/// One name, of a file or a folder.
fn name(dice: &mut Dice, hard: bool) -> Vec<u8> {
    if !hard {
        // Few, so that a file comes again, and a folder where a file was.
        return format!("{}{}", dice.pick(&["lib", "src", "Lib", "doc", "x"]), dice.below(5)).into_bytes();
    }
    match dice.below(8) {
        0 => vec![b'l'; LONGEST - dice.index(3)],
        1 => {
            let length = 1 + dice.index(12);
            // A dot in front could make `..`, or what some systems take for `.git`.
            let any = |dice: &mut Dice| u8::try_from(1 + dice.below(255)).unwrap();
            let bytes = (0..length).map(|_| any(dice)).filter(|byte| !b"/.~".contains(byte));
            [b"z".to_vec(), bytes.collect()].concat()
        }
        _ => dice.pick(&HARD).to_vec(),
    }
}

/// The path of a file, mostly below some folders, at times below many.
pub fn path(dice: &mut Dice, hard: bool) -> Vec<u8> {
    let depth = if dice.one_in(40) { 30 } else { dice.below(4) };
    let mut path = Vec::new();
    for _ in 0..depth {
        // All of it has to stay below what Linux takes as a path, 4096 bytes.
        let long = path.len() > 1000;
        path.extend(name(dice, hard && !long));
        path.push(b'/');
    }
    path.extend(name(dice, hard));
    path.extend(*dice.pick(&[&b""[..], b".txt", b".txt", b".bin", b".u16"]));
    let last = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
    path.truncate(last + LONGEST);
    path
}

/// A path as `git fast-import` reads any.
pub fn quoted(path: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'/' | b'-' => quoted.push(char::from(*byte)),
            _ => write!(quoted, "\\{byte:03o}").unwrap(),
        }
    }
    quoted.push('"');
    quoted
}
