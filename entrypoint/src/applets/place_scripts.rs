//! `sh -c PROGRAM`, for the one program that today's Tekton asks of a shell image: placing the scripts of the steps.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use staged::Staged;

use super::complain;
use super::script_program::{File, read};
use crate::brief;
use crate::tekton::decode_script::decoded;

const NAME: &str = "sh";
/// A shell's code for a program that it does not understand.
const MISUSED: u8 = 2;
const FAILURE: u8 = 1;
/// What `touch` and `chmod +x` leave under the usual umask of 022.
const MODE: u32 = 0o755;

/// Places the scripts of the program in `args`, each whole or not at all, and gives the exit code.
pub fn main(args: &[OsString]) -> u8 {
    brief::at_least(|| run(args))
}

fn run(args: &[OsString]) -> u8 {
    let program = match args {
        [flag, program] if flag == "-c" => program.to_str(),
        _ => None,
    };
    let Some(program) = program else {
        complain(
            NAME,
            format_args!(
                "this is no shell: it runs only `sh -c PROGRAM`, with the program by which Tekton places scripts"
            ),
        );
        return MISUSED;
    };
    let files = match read(program) {
        Ok(files) => files,
        Err(unknown) => {
            complain(
                NAME,
                format_args!(
                    "this is no shell: it runs only the program by which Tekton places scripts, in which line {} is \
                     {}; for anything else, name an image with a shell",
                    unknown.line, unknown.expected
                ),
            );
            return MISUSED;
        }
    };
    for file in files {
        if let Err(error) = place(&file) {
            complain(NAME, format_args!("cannot place the script {}: {error}", file.path));
            return FAILURE;
        }
    }
    0
}

fn place(file: &File) -> Result<()> {
    let text = if file.encoded { decoded(file.text.as_bytes())? } else { file.text.as_bytes().to_vec() };
    let mut staged = Staged::create(Path::new(file.path), MODE)?;
    staged.file().write_all(&text)?;
    Ok(staged.publish()?)
}
