//! Where objects come from.

use std::path::PathBuf;

use clap::Args;

/// The files to read.
#[derive(Args, Clone, Debug)]
pub struct Inputs {
    /// File, folder (its *.yaml, *.yml and *.json), or - for stdin; can be given again and again
    #[arg(short = 'f', long = "filename", value_name = "PATH", required = true)]
    pub filenames: Vec<PathBuf>,
}
