//! The shell that runs what `reconcile` plans, on this machine: Pods in, lines and an exit code out.

mod choose;
mod colour;
mod column;
mod held;
mod json;
mod live;
mod prefix;
mod signals;
mod status;
mod table;
mod text;
mod title;
mod view;

pub use choose::Choice;

use crate::engine::{End, Engine, Event, Inbox, Job, Objects, Step};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::reconcile::reconcile;
use crate::world::World;
use anyhow::{Context, Result, anyhow};
use json::Json;
use k8s_openapi::api::core::v1::Pod;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::time::Duration;
use text::Text;
use title::Title;
use view::View;

/// How long containers have between TERM and KILL, if neither the user nor the Pod says: Kubernetes' default
/// of `terminationGracePeriodSeconds`.
const GRACE: i64 = 30;

/// The exit code for a reader of our output that has gone away: that of a program that SIGPIPE ended.
const PIPE_CLOSED: u8 = 141;

/// What the user asks of `run` beyond the inputs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which engine.
    pub engine: Choice,
    /// Where engine `process` finds our own programs, if not beside this one.
    pub bin_dir: Option<PathBuf>,
    /// podman's `--network`.
    pub network: Option<String>,
    /// The time between TERM and KILL; the Pod's own when not given.
    pub grace: Option<Duration>,
    /// Whether what the Pods leave behind is kept.
    pub keep: bool,
    /// One JSON event a line instead of text.
    pub json: bool,
    /// Whether to colour the output.
    pub color: anstream::ColorChoice,
    /// Whether to show what init containers say even when they succeed.
    pub verbose: bool,
}

/// Runs the Pods of `plan`, and reconciles `world` with what has become of them until no more are planned.
/// The exit code is that of the first step that failed, 128+n when signal n has ended the run, or 0.
///
/// To be called on the main thread before any other thread exists, since it blocks signals.
///
/// # Errors
/// When a plan cannot be made or a Pod cannot be run.
pub fn run(mut world: World, plan: Plan, settings: &Settings) -> Result<u8> {
    let mut pods = plan.pods;
    if pods.is_empty() {
        if !world.task_runs.is_empty() {
            writeln!(io::stderr(), "controller: nothing to run: each TaskRun has its Pod or has ended").ok();
        }
        return Ok(0);
    }
    let engine = choose::engine(settings, &pods)?;
    let inbox = Inbox::new();
    signals::watch(&inbox)?;
    let mut view: Box<dyn View> =
        if settings.json { Box::new(Json::new()) } else { Box::new(Text::new(settings, &pods)) };

    let mut code = 0;
    while !pods.is_empty() {
        for pod in pods {
            let ran = one(&pod, &world, settings, engine.as_ref(), &inbox, view.as_mut());
            let ends = match ran {
                Ok(ends) => ends,
                Err(error) if is_closed_pipe(&error) => return Ok(PIPE_CLOSED),
                Err(error) => return Err(error),
            };
            if code == 0 {
                code = exit_code(&ends);
            }
            world.pods.push(status::observed(pod, &ends));
            if let Some(signal) = inbox.stopped_by() {
                return Ok(128 + u8::try_from(signal as i32).unwrap_or(0));
            }
        }
        pods = reconcile(&world).map_err(|problems| all(&problems))?.pods;
    }
    Ok(code)
}

/// Runs one Pod and shows it.
fn one(
    pod: &Pod,
    world: &World,
    settings: &Settings,
    engine: &dyn Engine,
    inbox: &Inbox,
    view: &mut dyn View,
) -> Result<Vec<Option<End>>> {
    let steps = Step::all(pod);
    let title = Title::of(pod);
    let spec = pod.spec.as_ref();
    let seconds = spec.and_then(|spec| spec.termination_grace_period_seconds).unwrap_or(GRACE);
    let grace = settings.grace.unwrap_or(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
    let objects = Objects { config_maps: &world.config_maps, secrets: &world.secrets };
    let job = Job { pod, steps: &steps, objects, grace, keep: settings.keep };
    view.begin(&title, &steps, engine.name())?;
    let mut sink = |event: Event| view.show(&event);
    let ran = engine.run(&job, inbox, &mut sink).with_context(|| format!("TaskRun {}", title.task_run));
    match &ran {
        Ok(ends) => view.end(ends)?,
        Err(_) => view.abandon(),
    }
    ran
}

/// The code of the first step, in the Pod's order, that did not end well.
fn exit_code(ends: &[Option<End>]) -> u8 {
    let failed = ends.iter().flatten().map(|end| end.code).find(|code| *code != 0);
    failed.map_or(0, |code| u8::try_from(code).unwrap_or(1))
}

/// One error of all problems.
fn all(problems: &[Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow!(lines.join("\n"))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
