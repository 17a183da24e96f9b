//! Which protocol is in force: decided here and nowhere else.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

use goflags::Flag;

/// The flags of the classic protocol; the full one has them too.
const CLASSIC: [&str; 3] = ["wait_file", "post_file", "entrypoint"];

/// How a step is run and how it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Three flags, and exit codes that say what happened (docs/handoff.md).
    Classic,
    /// All flags of today's Tekton, and its codes (docs/tekton.md).
    Full,
}

impl Protocol {
    /// The one that the flags of a command line ask for: the full one as soon as any flag is given that the classic
    /// one has not.
    pub fn of(flags: &[Flag]) -> Self {
        let classic = flags.iter().all(|flag| CLASSIC.contains(&flag.name.as_str()));
        if classic { Self::Classic } else { Self::Full }
    }
}

/// Whether the command line `words` (the program's name first) has classic flags alone, as far as can be told without
/// reading it: neither another flag nor a subcommand.
pub fn is_plain(words: &[OsString]) -> bool {
    let mut left =
        words.iter().skip(1).take_while(|word| *word != "--").map(|word| word.as_bytes()).peekable();
    left.peek().is_none_or(|first| first.starts_with(b"-"))
        && left.filter_map(|word| word.strip_prefix(b"-")).all(|word| {
            let word = word.strip_prefix(b"-").unwrap_or(word);
            let name = word.split(|&byte| byte == b'=').next().unwrap_or_default();
            CLASSIC.iter().any(|classic| classic.as_bytes() == name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_command_line_has_nothing_else() {
        let plain = |words: &[&str]| {
            is_plain(&std::iter::once(&"prog").chain(words).map(OsString::from).collect::<Vec<_>>())
        };
        for words in [&[][..], &["--", "-x"], &["-wait_file", "f", "--post_file=p", "a", "--", "-x"]] {
            assert!(plain(words), "{words:?}");
        }
        for words in
            [&["-h"][..], &["cp", "a"], &["-wait_file", "-x"], &["-", "-wait_file"], &["-wait_files=x"]]
        {
            assert!(!plain(words), "{words:?}");
        }
    }

    #[test]
    fn any_other_flag_makes_it_the_full_one() {
        let of = |names: &[&str]| {
            let flag = |name: &&str| Flag { name: (*name).to_owned(), value: None };
            Protocol::of(&names.iter().map(flag).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), Protocol::Classic);
        assert_eq!(of(&["wait_file", "post_file", "entrypoint", "post_file"]), Protocol::Classic);
        assert_eq!(of(&["post_file", "termination_path", "entrypoint"]), Protocol::Full);
        assert_eq!(of(&["wait_file_content"]), Protocol::Full);
    }
}
