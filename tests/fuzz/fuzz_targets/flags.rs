//! Command lines, a word a line.
#![no_main]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use clap::{Parser, Subcommand};
use goflags::{GoDuration, SignedDuration, boolean, read};
use libfuzzer_sys::fuzz_target;

/// One flag of each kind that our programs have.
#[derive(Debug, Parser)]
struct Line {
    #[arg(long)]
    text: Option<String>,
    #[arg(long)]
    path: Vec<OsString>,
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_parser = boolean)]
    switch: Option<bool>,
    #[arg(long)]
    time: Option<SignedDuration>,
    #[command(subcommand)]
    command: Option<Command>,
    #[arg(last = true)]
    rest: Vec<OsString>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Copy { from: OsString, to: OsString },
}

fuzz_target!(|data: &[u8]| {
    let words: Vec<OsString> =
        data.split(|byte| *byte == b'\n').map(|word| OsString::from_vec(word.to_vec())).collect();
    let dashes = words.iter().skip(1).position(|word| word == "--").map(|at| at + 2);
    match read::<Line>(words.clone()) {
        // Whatever stands behind the dashes is the step's own, to the letter.
        Ok(line) if line.args.command.is_none() => {
            let behind = dashes.map_or(&[][..], |at| &words[at..]);
            assert!(line.args.rest.ends_with(behind), "{:?} of {words:?}", line.args.rest);
        }
        Ok(_) => {}
        Err(refusal) => assert!([0, 2].contains(&refusal.code()), "{refusal}"),
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(GoDuration(time)) = text.parse::<GoDuration>()
    {
        assert_eq!(text.parse(), Ok(SignedDuration::Positive(time)));
    }
});
