//! Go's rules, one line a case.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use clap::{Parser, Subcommand};

use crate::{Refusal, parse, read as read_line};

#[derive(Debug, Parser)]
#[command(name = "prog", version = "1.2.3", args_override_self = true)]
struct Args {
    #[arg(long, default_value = "")]
    file: OsString,
    #[arg(long, default_value_t = 1)]
    depth: u32,
    #[arg(long, num_args = 0..=1, require_equals = true, default_value_t = false, default_missing_value = "true")]
    verify: bool,
    #[arg(last = true)]
    rest: Vec<OsString>,
    #[command(subcommand)]
    command: Option<Commands>,
}

#[derive(Debug, Subcommand)]
enum Commands {
    Cp { src: String, dst: String },
}

fn read(words: &[&str]) -> Result<Args, Refusal> {
    parse(std::iter::once("prog").chain(words.iter().copied()).map(OsString::from))
}

#[test]
fn a_flag_has_four_spellings() {
    for words in [&["-file", "f"][..], &["-file=f"], &["--file", "f"], &["--file=f"]] {
        assert_eq!(read(words).unwrap().file, "f", "{words:?}");
    }
}

#[test]
fn a_flag_takes_the_next_word_whatever_it_is() {
    assert_eq!(read(&["-file", "-depth", "-verify"]).unwrap().file, "-depth");
    assert_eq!(read(&["-file", ""]).unwrap().file, "");
    assert_eq!(read(&["-file=", "-verify"]).unwrap().file, "");
    assert_eq!(read(&["-file=a=b"]).unwrap().file, "a=b");
}

#[test]
fn the_last_of_a_repeated_flag_wins() {
    assert_eq!(read(&["-file", "a", "--file=b"]).unwrap().file, "b");
}

#[test]
fn a_boolean_flag_takes_a_value_only_behind_an_equals_sign() {
    assert!(read(&["-verify"]).unwrap().verify);
    assert!(!read(&["-verify=false"]).unwrap().verify);
    let args = read(&["-verify", "false"]).unwrap();
    assert!(args.verify);
    assert_eq!(args.rest, ["false"]);
}

#[test]
fn flags_end_at_the_first_word_that_is_none() {
    let args = read(&["-file", "f", "echo", "-depth", "2", "--", "-x", "--", "y"]).unwrap();
    assert_eq!(args.depth, 1);
    assert_eq!(args.rest, ["echo", "-depth", "2", "-x", "--", "y"]);
    assert_eq!(read(&["-", "-file", "f"]).unwrap().rest, ["-", "-file", "f"]);
}

#[test]
fn everything_after_two_dashes_is_the_rest() {
    let args = read(&["-file", "f", "--", "-file", "--", "cp"]).unwrap();
    assert_eq!((args.file.to_str(), args.rest.len()), (Some("f"), 3));
    let args = read(&["--", "cp", "a", "b"]).unwrap();
    assert!(args.command.is_none());
    assert_eq!(args.rest, ["cp", "a", "b"]);
}

#[test]
fn a_subcommand_stands_first() {
    let Some(Commands::Cp { src, dst }) = read(&["cp", "a", "b"]).unwrap().command else { panic!("no cp") };
    assert_eq!((&src[..], &dst[..]), ("a", "b"));
    assert_eq!(read(&["-verify", "cp", "a", "b"]).unwrap().rest, ["cp", "a", "b"]);
    assert_eq!(read(&["cp", "a"]).unwrap_err().code(), 2);
    let Some(Commands::Cp { src, .. }) = read(&["cp", "--", "-a", "b"]).unwrap().command else {
        panic!("no cp")
    };
    assert_eq!(src, "-a");
}

#[test]
fn words_need_not_be_utf8() {
    let bytes = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    let args: Args =
        parse([bytes(b"prog"), bytes(b"-file"), bytes(b"\xff"), bytes(b"--"), bytes(b"\xfe")]).unwrap();
    assert_eq!((args.file, args.rest), (bytes(b"\xff"), vec![bytes(b"\xfe")]));
    let refusal = parse::<Args>([bytes(b"prog"), bytes(b"-\xff")]).unwrap_err();
    assert_eq!(refusal.code(), 2);
}

#[test]
fn what_is_wrong_is_said_in_one_line_before_the_usage() {
    for (words, message) in [
        (&["-nope", "x"][..], "prog: flag provided but not defined: -nope"),
        (&["-file"], "prog: flag needs an argument: -file"),
        (&["-file", "--", "x"], "prog: flag needs an argument: -file"),
        (&["---file", "x"], "prog: bad flag syntax: ---file"),
        (&["-=x"], "prog: bad flag syntax: -=x"),
        (
            &["-depth", "many"],
            "prog: invalid value 'many' for '--depth <DEPTH>': invalid digit found in string",
        ),
    ] {
        let refusal = read(words).unwrap_err();
        let text = refusal.to_string();
        let (first, usage) = text.split_once('\n').unwrap();
        assert_eq!((first, refusal.code()), (message, 2), "{words:?}");
        assert!(usage.starts_with("Usage: prog"), "{usage}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for words in [&["-h"][..], &["-help"], &["--help"]] {
        let refusal = read(words).unwrap_err();
        assert_eq!(refusal.code(), 0);
        assert!(refusal.to_string().contains("--depth"), "{refusal}");
    }
    assert_eq!(read(&["--version"]).unwrap_err().to_string(), "prog 1.2.3\n");
}

#[test]
fn a_refusal_still_knows_the_flags() {
    let refusal = read(&["-nope", "-file", "a", "-depth", "x", "-file=b", "--", "-file=c"]).unwrap_err();
    assert_eq!(refusal.value("file").unwrap(), "b");
    assert!(refusal.value("nope").is_none());
}

#[test]
fn which_flags_and_which_words_left_of_the_dashes_is_known() {
    for (words, names, strays) in [
        (&["-file", "f", "-verify", "a", "b", "--", "c"][..], &["file", "verify"][..], 2),
        (&["-file=f", "--", "a"], &["file"], 0),
        (&["--", "a"], &[], 0),
        (&["a", "-file", "f"], &[], 3),
    ] {
        let words = std::iter::once("prog").chain(words.iter().copied()).map(OsString::from);
        let line = read_line::<Args>(words).unwrap();
        assert_eq!(line.flags.iter().map(|flag| &flag.name).collect::<Vec<_>>(), names);
        assert_eq!(line.strays, strays);
    }
}
