//! What holds of any secrets in any text.

use std::sync::Arc;

use masks::{Mask, Stream};

/// What a step prints comes out without the secrets, in whatever pieces it comes, and where there is none as it was.
pub fn of_masks(secrets: &[&[u8]], printed: &[u8], piece: usize) {
    let mask = Mask::new(secrets.iter().copied()).map(Arc::new);
    let through = |piece: usize| {
        let mut stream = Stream::new(mask.clone(), piece);
        let mut out = Vec::new();
        let mut rest = printed;
        while !rest.is_empty() {
            let room = stream.room();
            let length = rest.len().min(room.len()).min(piece.max(1));
            room[..length].copy_from_slice(&rest[..length]);
            rest = &rest[length..];
            stream.pass(length, &mut out).unwrap();
        }
        stream.finish(&mut out).unwrap();
        out
    };
    let shown = through(piece);
    assert_eq!(shown, through(printed.len()), "in pieces of {piece}");
    assert_eq!(shown, mask.as_ref().map_or(printed.to_vec(), |mask| mask.apply(printed)), "all at once");
    let holds = |text: &[u8], secret: &[u8]| text.windows(secret.len()).any(|window| window == secret);
    // A line of a secret is masked if it is long enough; the stars may make one anew.
    let lines =
        || secrets.iter().flat_map(|secret| secret.trim_ascii_end().split(|byte| b"\r\n".contains(byte)));
    let stars = lines().any(|line| line.contains(&b'*'));
    for line in lines().filter(|line| line.len() >= 4) {
        assert!(stars || !holds(&shown, line), "{line:?} in {shown:?}");
    }
    if mask.is_none() {
        assert_eq!(shown, printed);
    }
}
