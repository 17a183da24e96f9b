//! The part of a file that is ours: between two comment lines, so that the next run finds and replaces it and
//! leaves everything around it alone. git's and ssh's files all take `#` for a comment.

const BEGIN: &[u8] = b"# creds-init: begin, replaced at its next run";
const END: &[u8] = b"# creds-init: end";

/// Where a new block goes; one that is there already stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before all else, for files whose first word counts (ssh).
    Start,
    /// After all else, for files whose last word counts (git).
    End,
}

/// The text of our block in `file`, without the lines that mark it.
pub fn find(file: &[u8]) -> Option<&[u8]> {
    split(file).map(|(_, ours, _)| ours)
}

/// All of `file` but our block.
pub fn without(file: &[u8]) -> Vec<u8> {
    match split(file) {
        Some((before, _, after)) => [before, after].concat(),
        None => file.to_vec(),
    }
}

/// `file` with our block holding `ours` (lines, each ended) in place of what it held. An empty `ours` takes
/// the block out.
pub fn replace(file: &[u8], ours: &str, place: Place) -> Vec<u8> {
    let (before, after) = match split(file) {
        Some((before, _, after)) => (before, after),
        None if place == Place::Start => (&file[..0], file),
        None => (file, &file[..0]),
    };
    if ours.is_empty() {
        return [before, after].concat();
    }
    let mut merged = before.to_vec();
    if !merged.is_empty() && !merged.ends_with(b"\n") {
        merged.push(b'\n');
    }
    for part in [BEGIN, b"\n", ours.as_bytes(), END, b"\n", after] {
        merged.extend_from_slice(part);
    }
    merged
}

/// What stands before, in and behind the block. A beginning without an end is no block: whatever follows may
/// be the user's.
fn split(file: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let mut begun = None;
    let mut at = 0;
    for line in file.split_inclusive(|&byte| byte == b'\n') {
        let next = at + line.len();
        let bare = line.trim_ascii_end();
        if bare == BEGIN {
            begun = Some((at, next));
        } else if bare == END
            && let Some((begin, inner)) = begun
        {
            return Some((&file[..begin], &file[inner..at], &file[next..]));
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_put_in_once_and_then_replaced_where_it_is() {
        let first = replace(b"user's", "one\n", Place::End);
        assert!(first.starts_with(b"user's\n# creds-init: begin"));
        assert_eq!(find(&first), Some(&b"one\n"[..]));
        let grown = [&first[..], b"more of the user's\n"].concat();
        let second = replace(&grown, "two\n", Place::Start);
        assert_eq!(find(&second), Some(&b"two\n"[..]));
        assert_eq!(without(&second), b"user's\nmore of the user's\n");
        assert_eq!(replace(&second, "two\n", Place::End), second);
        assert_eq!(replace(&second, "", Place::End), without(&second));
    }

    #[test]
    fn a_block_may_go_before_all_else() {
        let merged = replace(b"user's\n", "ours\n", Place::Start);
        assert!(merged.ends_with(b"ours\n# creds-init: end\nuser's\n"));
        assert_eq!(without(&merged), b"user's\n");
    }

    #[test]
    fn a_beginning_without_an_end_takes_nothing_away() {
        let broken = [BEGIN, b"\nuser's\n"].concat();
        assert_eq!(find(&broken), None);
        let merged = replace(&broken, "ours\n", Place::End);
        assert!(merged.starts_with(&broken));
        assert_eq!(find(&merged), Some(&b"ours\n"[..]));
    }
}
