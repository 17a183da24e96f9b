//! One input for several things: parts with a line of three dashes between them.

/// The first `N` parts of `data`, the last of them with all that follows; those that are not there are empty.
pub fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    const BETWEEN: &[u8] = b"\n---\n";
    let mut rest = data;
    std::array::from_fn(|number| {
        let end = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        match end.filter(|_| number + 1 < N) {
            Some(end) => {
                let part = &rest[..end];
                rest = &rest[end + BETWEEN.len()..];
                part
            }
            None => std::mem::take(&mut rest),
        }
    })
}
