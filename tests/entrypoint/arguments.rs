//! Arguments and paths are bytes: all of them arrive as they are.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use tests::{Posted, Step, Tools};

/// A shell that prints its own command line, each argument ended by NUL; six words come before the arguments.
const SHOW: [&str; 4] = ["sh", "-c", "cat /proc/$$/cmdline", "sh"];

/// The arguments that a step gets when it is given `args`.
fn got(args: &[OsString]) -> Vec<OsString> {
    let words = SHOW.map(OsString::from).into_iter().chain(args.iter().cloned());
    let end = Step::new().runs(words).finish();
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    let bytes = end.stdout.strip_suffix(b"\0").expect("NUL at the end");
    bytes.split(|&byte| byte == 0).skip(SHOW.len()).map(|arg| OsStr::from_bytes(arg).to_owned()).collect()
}

#[test]
fn thousands_of_arguments_arrive() {
    let args: Vec<OsString> = (0..20_000).map(|n| format!("argument {n}").into()).collect();
    assert_eq!(got(&args), args);
}

#[test]
fn an_argument_as_long_as_the_kernel_takes_arrives() {
    // MAX_ARG_STRLEN is 32 pages, the NUL at the end included.
    let args = [OsString::from("x".repeat(32 * 4096 - 1))];
    assert_eq!(got(&args), args);
}

#[test]
fn bytes_that_are_not_utf8_arrive() {
    let all: Vec<u8> = (1..=255).collect();
    let args =
        [&all[..], b"\xff\xfe", b"\xc3\x28", b"\x80--\x80"].map(|bytes| OsStr::from_bytes(bytes).to_owned());
    assert_eq!(got(&args), args);
}

#[test]
fn everything_behind_the_first_dashes_is_left_alone() {
    let words =
        ["--", "-wait_file", "x", "", " ", "-h", "--version", "cp", "--", "${x}", "$(y)", "a=b", "-", "\n"];
    let args = words.map(OsString::from);
    assert_eq!(got(&args), args);
}

#[test]
fn environment_that_is_not_utf8_arrives() {
    let value = OsStr::from_bytes(b"\xff\x01\xfe").to_owned();
    let step = Step::new().runs_shell("printf %s \"$ODD\"").with(move |command| {
        command.env("ODD", value);
    });
    assert_eq!(step.finish().stdout, b"\xff\x01\xfe");
}

#[test]
fn paths_that_are_not_utf8_are_waited_for_and_posted() {
    let tools = Tools::new();
    let (wait, post) = (OsStr::from_bytes(b"w\xff"), OsStr::from_bytes(b"dir\xfe/p\xff"));
    let step = Step::new().wait_file(tools.path(wait)).post_file(tools.path(post)).runs(["true"]).start();
    tools.post(wait);
    assert_eq!((step.finish().code, tools.posted(post)), (Some(0), Posted::Done));
}

#[test]
fn a_command_whose_name_is_not_utf8_runs() {
    let tools = Tools::new();
    let program = tools.path(OsStr::from_bytes(b"odd\xff name"));
    tests::write_program(&program, "755", "#!/bin/sh\necho \"$#\" \"$1\"\n");
    let end = Step::new().runs([program.as_os_str(), "a b".as_ref()]).finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "1 a b"));
}

#[test]
fn a_space_of_equal_signs_is_not_parsed() {
    let tools = Tools::new();
    let mut flag = OsString::from("-post_file=");
    flag.push(tools.path("a=b=c"));
    assert_eq!(Step::new().args([flag]).finish().code, Some(0));
    assert_eq!(tools.posted("a=b=c"), Posted::Done);
}
