//! The words of a command line, told apart by Go's rules.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use clap::{ArgAction, Command};

/// One flag as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The name without dashes.
    pub name: String,
    /// The value; `None` for a boolean flag given without one.
    pub value: Option<OsString>,
}

impl Flag {
    /// The flag as clap takes it: `--name=value`, or `--name`.
    pub(crate) fn for_clap(&self) -> OsString {
        let mut word = OsString::from(format!("--{}", self.name));
        if let Some(value) = &self.value {
            word.push("=");
            word.push(value);
        }
        word
    }
}

/// What a command line holds.
pub(crate) struct Scan {
    pub program: OsString,
    /// The flags in order, unknown ones left out.
    pub flags: Vec<Flag>,
    /// The words after the flags.
    pub rest: Vec<OsString>,
    /// How many of them stood left of the first `--`.
    pub strays: usize,
    /// Whether `rest` begins with the name of a subcommand.
    pub subcommand: bool,
    /// The first thing that was wrong, in Go's words.
    pub error: Option<String>,
}

/// Tells the words apart. It goes on behind an error, so that the flags that follow are known all the same:
/// who waits for this process must hear of the failure, and the file to say it in may be named later.
pub(crate) fn scan(command: &Command, words: impl IntoIterator<Item = OsString>) -> Scan {
    let mut words = words.into_iter();
    let program = words.next().unwrap_or_default();
    let mut left: Vec<OsString> = words.collect();
    let mut verbatim = match left.iter().position(|word| word == "--") {
        Some(at) => left.split_off(at),
        None => Vec::new(),
    };
    let mut scan =
        Scan { program, flags: Vec::new(), rest: Vec::new(), strays: 0, subcommand: false, error: None };
    let mut left = left.into_iter();
    while let Some(word) = left.next() {
        let Some((name, value)) = flag(&word) else {
            scan.subcommand =
                scan.flags.is_empty() && command.get_subcommands().any(|known| word == known.get_name());
            scan.rest.push(word);
            break;
        };
        match read_flag(command, &word, &name, value, &mut left) {
            Ok(flag) => scan.flags.push(flag),
            Err(message) => scan.error = scan.error.or(Some(message)),
        }
    }
    scan.rest.extend(left);
    scan.strays = scan.rest.len();
    // A subcommand's own `--` is clap's to read; a step's is only the mark.
    scan.rest.extend(verbatim.drain(usize::from(!scan.subcommand && !verbatim.is_empty())..));
    scan
}

/// The name of the flag that the word is, without dashes, and the value that it has in it. `None` for a word that is no
/// flag, as `-` is none. The name may be no name: empty, or one with a dash before it.
pub fn flag(word: &OsStr) -> Option<(Cow<'_, str>, Option<&OsStr>)> {
    let bare = word.as_bytes().strip_prefix(b"-").filter(|bare| !bare.is_empty())?;
    let bare = bare.strip_prefix(b"-").unwrap_or(bare);
    let (name, value) = match bare.iter().position(|&byte| byte == b'=') {
        Some(at) => (&bare[..at], Some(OsStr::from_bytes(&bare[at + 1..]))),
        None => (bare, None),
    };
    Some((String::from_utf8_lossy(name), value))
}

/// Reads the flag `word`, which was split into `name` and `value`, taking its value from `more` where it has none in it.
fn read_flag(
    command: &Command,
    word: &OsStr,
    name: &str,
    value: Option<&OsStr>,
    more: &mut impl Iterator<Item = OsString>,
) -> Result<Flag, String> {
    if name.is_empty() || name.starts_with('-') {
        return Err(format!("bad flag syntax: {}", word.display()));
    }
    let name = if name == "h" { "help" } else { name };
    let Some(known) = command.get_arguments().find(|known| known.get_long() == Some(name)) else {
        return Err(format!("flag provided but not defined: -{name}"));
    };
    let value = match (value, known.get_action()) {
        (Some(value), _) => Some(value.to_owned()),
        (None, ArgAction::Set | ArgAction::Append)
            if known.get_num_args().is_none_or(|n| n.min_values() > 0) =>
        {
            Some(more.next().ok_or_else(|| format!("flag needs an argument: -{name}"))?)
        }
        (None, _) => None,
    };
    Ok(Flag { name: name.to_owned(), value })
}
