//! The first part of an answer: the commits that history ends with, as gitprotocol-pack(5) has it.

/// What ends a question for a pack.
pub const DONE: &[u8] = b"0009done\n";

/// What ends a part.
const FLUSH: &[u8] = b"0000";

/// The bytes of a packet's length, which counts them too.
const LENGTH: usize = 4;

/// How an answer begins.
#[derive(Debug, PartialEq, Eq)]
pub enum Beginning {
    /// With too little to tell.
    Short,
    /// With the section, this many bytes.
    Section(usize),
    /// With a refusal.
    Refusal,
    /// With something else.
    Other,
}

/// Whether a question of libgit2's wants the section, and names no commit that is there.
pub fn is_asked_for(question: &[u8]) -> bool {
    let has = |line: &[u8]| question.windows(line.len()).any(|part| part == line);
    question.ends_with(FLUSH) && has(b"deepen ") && !has(b"have ")
}

/// Looks at what is there of an answer.
pub fn beginning(answer: &[u8]) -> Beginning {
    let mut at = 0;
    loop {
        let Some(length) = answer.get(at..at + LENGTH) else { return Beginning::Short };
        if length == FLUSH {
            return Beginning::Section(at + LENGTH);
        }
        let Some(length) = number(length).filter(|&length| length > LENGTH) else { return Beginning::Other };
        let Some(packet) = answer.get(at + LENGTH..at + length) else { return Beginning::Short };
        if packet.starts_with(b"ERR ") {
            return Beginning::Refusal;
        }
        if !packet.starts_with(b"shallow ") && !packet.starts_with(b"unshallow ") {
            return Beginning::Other;
        }
        at += length;
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    digits.iter().try_fold(0, |number, &digit| {
        Some(number * 16 + usize::try_from(char::from(digit).to_digit(16)?).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::{Beginning, beginning, is_asked_for};

    #[test]
    fn a_section_ends_with_its_flush() {
        let line = b"0035shallow 1234567890123456789012345678901234567890\n";
        for lines in [0, 1, 3] {
            let section = [line.repeat(lines), b"0000".to_vec()].concat();
            let answer = [section.clone(), b"0008NAK\nPACK".to_vec()].concat();
            assert_eq!(beginning(&answer), Beginning::Section(section.len()));
            for short in 0..section.len() {
                assert_eq!(beginning(&answer[..short]), Beginning::Short, "{short}");
            }
        }
    }

    #[test]
    fn what_is_no_section_is_told() {
        for other in ["0008NAK\n", "0001", "0004", "+123", "PACK", "00"] {
            let expected = if other.len() < 4 { Beginning::Short } else { Beginning::Other };
            assert_eq!(beginning(other.as_bytes()), expected, "{other}");
        }
        assert_eq!(beginning(b"000bERR no\n"), Beginning::Refusal);
    }

    #[test]
    fn only_a_first_question_for_the_last_commits_wants_it() {
        let want = "0032want 1234567890123456789012345678901234567890\n";
        for (question, expected) in [
            (format!("{want}000cdeepen 10000"), true),
            (format!("{want}0000"), false),
            (format!("{want}000cdeepen 100000009done\n"), false),
            (format!("{want}000cdeepen 100000032have 1234567890123456789012345678901234567890\n0000"), false),
        ] {
            assert_eq!(is_asked_for(question.as_bytes()), expected, "{question}");
        }
    }
}
