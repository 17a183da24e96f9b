//! `controller emit`: the Pods on stdout.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::{ImageArgs, Inputs, prepare};
use crate::emit::{Format, write};
use crate::model::ObjectKey;

/// Print the Pods that the runs among the inputs still need
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Emit {
    #[command(flatten)]
    inputs: Inputs,
    /// How to print the Pods: YAML documents, or one JSON List
    #[arg(short, long, value_enum, default_value_t = Format::Yaml)]
    output: Format,
    /// Print the runs of Tasks that follow from runs of Pipelines, too
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    images: ImageArgs,
}

/// What goes to stdout at a time, in bytes: as much as a pipe takes on Linux.
const BUFFER: usize = 64 << 10;

const EXAMPLES: &str = "Examples:
  controller emit -f examples/hello-world.yaml
  controller emit -f tasks/ -f run.yaml | kubectl apply -f -
  kubectl get pods -o json | controller emit -f tasks/ -f - | kubectl apply -f -";

impl Emit {
    /// Prints all Pods, or nothing when anything is wrong.
    ///
    /// # Errors
    /// When the inputs are wrong (each error has been printed), or stdout cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (_, plan) = prepare(&self.inputs, &self.images)?;
        for ObjectKey { namespace, name, .. } in &plan.unwanted {
            let why = "its run is cancelled or took too long";
            let remedy = format!("kubectl delete pod --namespace {namespace} {name}");
            writeln!(io::stderr(), "warning: Pod {name} has to go, since {why}: {remedy}")?;
        }
        let mut stdout = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        write(&plan, self.all, self.output, &mut stdout)
            .and_then(|()| stdout.flush())
            .context("stdout cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
