//! What commits, tags and trees say.

use git2::Oid;
use packs::Id;

/// The hash that `object` begins with behind `label`.
pub fn named(object: &[u8], label: &[u8]) -> Option<Id> {
    let digits = object.strip_prefix(label).and_then(|rest| rest.get(..40))?;
    let id = std::str::from_utf8(digits).ok().and_then(|digits| Oid::from_str(digits).ok());
    id.and_then(|id| id.as_bytes().first_chunk().copied()).map(Id)
}

/// The first entry of a tree: its mode, name and hash, and what is behind it.
pub fn entry(tree: &[u8]) -> Option<(i32, &[u8], Id, &[u8])> {
    let space = tree.iter().position(|byte| *byte == b' ')?;
    let (mode, rest) = (&tree[..space], &tree[space + 1..]);
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (name, rest) = (&rest[..end], &rest[end + 1..]);
    let (id, rest) = rest.split_first_chunk()?;
    let mode = std::str::from_utf8(mode).ok().filter(|mode| !mode.starts_with('+'))?;
    Some((i32::from_str_radix(mode, 8).ok()?, name, Id(*id), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_whole_or_not_at_all() {
        let tree = [&b"40000 a b\0"[..], &[7; 20], b"100644 c\0", &[8; 20]].concat();
        let (mode, name, id, rest) = entry(&tree).unwrap();
        assert_eq!((mode, name, id), (0o40_000, &b"a b"[..], Id([7; 20])));
        assert_eq!(entry(rest).unwrap(), (0o100_644, &b"c"[..], Id([8; 20]), &b""[..]));
        for end in 0..rest.len() {
            assert!(entry(&rest[..end]).is_none(), "{end}");
        }
        for mode in ["", "+1", "-1", "8", "77777777777777777777"] {
            assert!(
                entry(&[mode.as_bytes(), b" c\0", &[8; 20]].concat()).is_none_or(|read| read.0 < 0),
                "{mode}"
            );
        }
    }

    #[test]
    fn a_commit_names_its_tree_and_a_tag_its_object() {
        let digits = "0123456789abcdef0123456789abcdef01234567";
        let id = named(format!("tree {digits}\nauthor").as_bytes(), b"tree ").unwrap();
        assert_eq!(id.0[..3], [0x01, 0x23, 0x45]);
        for wrong in [format!("tree  {digits}"), format!("tree {}", &digits[1..]), format!("object {digits}")]
        {
            assert!(named(wrong.as_bytes(), b"tree ").is_none(), "{wrong}");
        }
    }
}
