//! `controller graph`: what waits for what, and when what ran.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use terminal_size::{Width, terminal_size_of};

use super::prepare::check;
use super::{Color, ImageArgs, Inputs};
use crate::graph::{Format, print};

/// Draw the Pipelines among the inputs and their runs, with a timeline by the Pods among them
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Graph {
    #[command(flatten)]
    inputs: Inputs,
    /// How to draw: for a terminal, as a flowchart of mermaid, for Graphviz, or as an image
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    output: Format,
    // Help text, not Markdown: backticks would be printed.
    #[allow(clippy::doc_markdown)]
    /// When to colour the text; NO_COLOR and CLICOLOR_FORCE are heard
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(flatten)]
    images: ImageArgs,
}

const EXAMPLES: &str = "Examples:
  controller graph -f examples/pipeline.yaml
  kubectl get pods -o json | controller graph -f pipeline/ -f -
  controller graph -f pipeline/ -o svg > pipeline.svg";

impl Graph {
    /// Prints the graphs.
    ///
    /// # Errors
    /// When the inputs are wrong (each error has been printed), or stdout cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (world, plan) = check(&self.inputs, &self.images)?;
        if world.pipelines.is_empty() && world.pipeline_runs.is_empty() && world.task_runs.is_empty() {
            let kinds = "Pipeline, PipelineRun or TaskRun";
            writeln!(io::stderr(), "warning: no {kinds} among the inputs, so nothing to draw")?;
        }
        let mut stdout = io::stdout().lock();
        let columns = terminal_size_of(&stdout).map(|(Width(columns), _)| usize::from(columns));
        let text = print(&world, &plan, self.output, columns, self.color.is_wanted(&stdout));
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
            .context("stdout cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
