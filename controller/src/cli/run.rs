//! `controller run`: the Pods on this machine.

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{Color, ImageArgs, Inputs, prepare};
use crate::run::{Choice, Settings, run};

/// Run the Pods that the runs among the inputs still need, on this machine
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    #[command(flatten)]
    inputs: Inputs,
    /// What runs the containers
    #[arg(long, value_enum, default_value_t = Choice::Auto)]
    engine: Choice,
    /// How to show the run: text for people, or one JSON event a line
    #[arg(short, long, value_enum, default_value_t = Output::Text)]
    output: Output,
    // Help text, not Markdown: backticks would be printed.
    #[allow(clippy::doc_markdown)]
    /// When to colour the text; NO_COLOR and CLICOLOR_FORCE are heard
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Show what init containers say even when they succeed
    #[arg(short, long)]
    verbose: bool,
    /// Seconds between TERM and KILL after Ctrl-C [default: the Pod's terminationGracePeriodSeconds, or 30]
    #[arg(long, value_name = "SECONDS")]
    grace: Option<u64>,
    /// How many Pods may run at once [default: as many as there are processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// When a task of a pipeline fails, leave out only what depends on it
    #[arg(short, long)]
    keep_going: bool,
    /// Keep what the Pods leave behind, and say where it is
    #[arg(long)]
    keep: bool,
    /// Write a page about the run to FILE: graph, timeline, logs; also when the run fails or is ended
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Engine process: the folder of entrypoint, nop, creds-init and git-init [default: where this program is]
    #[arg(long, value_name = "FOLDER")]
    bin_dir: Option<PathBuf>,
    /// Engine podman: the network of the Pods, such as none or host [default: podman's own]
    #[arg(long, value_name = "MODE")]
    network: Option<String>,
    #[command(flatten)]
    images: ImageArgs,
}

const EXAMPLES: &str = "Examples:
  controller run -f examples/hello-world.yaml
  controller run -f tasks/ -f run.yaml --engine podman --network none
  controller run -f examples/pipeline.yaml --jobs 4 --keep-going
  controller run -f examples/pipeline.yaml --report run.html
  controller run -f run.yaml -o json | jq -r 'select(.event == \"log\").line'

Exit code: that of the first step that failed; 128+n after signal n; 124 when time is up;
1 when a Pod could not be run; 2 for wrong arguments.";

/// What `-o` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// Lines behind the names of their steps.
    Text,
    /// Events.
    Json,
}

impl Run {
    /// Runs all Pods; the exit code is the run's.
    ///
    /// # Errors
    /// When the inputs are wrong (each error has been printed), or a Pod could not be run.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (mut world, _) = prepare(&self.inputs, &self.images)?;
        world.settings.keep_going = self.keep_going;
        let processors = || available_parallelism().map_or(1, NonZero::get);
        let settings = Settings {
            engine: self.engine,
            bin_dir: self.bin_dir,
            network: self.network,
            grace: self.grace.map(Duration::from_secs),
            keep: self.keep,
            jobs: self.jobs.map_or_else(processors, usize::from),
            json: self.output == Output::Json,
            color: self.color.choice(),
            verbose: self.verbose,
            report: self.report,
        };
        run(world, &settings).map(ExitCode::from)
    }
}
