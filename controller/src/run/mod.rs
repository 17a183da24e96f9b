//! The shell that runs what `reconcile` plans, on this machine: Pods in, lines and an exit code out.

mod cast;
mod choose;
pub(crate) mod colour;
mod column;
mod conduct;
mod crew;
mod held;
mod json;
mod live;
mod news;
mod pane;
mod prefix;
mod record;
mod settings;
mod signals;
mod status;
mod table;
mod text;
mod title;
mod tree;
mod verdict;
mod view;

pub use choose::Choice;
pub use settings::Settings;

use crate::engine::{End, Engine, Objects, SharedVolume};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::reconcile::reconcile;
use crate::report::{self, Logs, Report};
use crate::world::World;
use anyhow::{Result, anyhow};
use cast::cast;
use conduct::{Conductor, State};
use crew::Crew;
use jiff::Timestamp;
use json::Json;
use record::Record;
use std::io::{self, ErrorKind, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use text::Text;
use view::View;

/// How long containers have between TERM and KILL, if neither the user nor the Pod says: Kubernetes' default
/// of `terminationGracePeriodSeconds`.
const GRACE: i64 = 30;

/// The exit code for a reader of our output that has gone away: that of a program that SIGPIPE ended.
const PIPE_CLOSED: u8 = 141;

/// Runs the Pods that `world` wants, several at once, and reconciles it with what has become of them until no more are
/// planned. The exit code is that of the first step that failed, 128+n when signal n has ended the run, or 0. Then the
/// report is written that the settings ask for: also about a run that failed or was ended.
///
/// To be called on the main thread before any other thread exists, since it blocks signals.
///
/// # Errors
/// When a plan cannot be made, what happens cannot be shown, or the report cannot be written.
pub fn run(mut world: World, settings: &Settings) -> Result<u8> {
    let Some(path) = &settings.report else { return run_all(&mut world, settings, None) };
    let place = report::Place::of(path)?;
    let mut logs = Logs::new(&world);
    let ran = run_all(&mut world, settings, Some(&mut logs));
    let written = write_report(&place, &mut world, &logs, ran.as_ref().err());
    match (ran, written) {
        // A run that failed says so with its own code and error; that there is no report has to be said besides.
        (Ok(0), written) => written.map(|()| 0),
        (ran, Ok(())) => ran,
        (ran, Err(error)) => {
            writeln!(io::stderr(), "controller: {error:#}").ok();
            ran
        }
    }
}

/// Writes the page about what has become of `world`.
fn write_report(
    place: &report::Place,
    world: &mut World,
    logs: &Logs,
    error: Option<&anyhow::Error>,
) -> Result<()> {
    world.now = Some(jiff::Timestamp::now());
    let plan = reconcile(world).unwrap_or_default();
    let error = error.map(|error| format!("{error:#}"));
    place.write(&report::page(&Report { world, plan: &plan, logs, error: error.as_deref() }))
}

/// Runs everything, keeping what the containers say in `logs`.
fn run_all(world: &mut World, settings: &Settings, logs: Option<&mut Logs>) -> Result<u8> {
    let plan = plan(world)?;
    if plan.pods.is_empty() {
        return Ok(nothing(world, &plan));
    }
    let pods: Vec<_> = plan.pods.iter().chain(plan.later.iter().map(|(_, pod)| pod)).collect();
    let engine = choose::engine(settings, &pods)?;
    let introduction = engine.introduction(&pods);
    let (sender, news) = sync_channel(news::WAITING);
    signals::watch(sender.clone())?;
    let cast = cast(&plan);
    drop(plan); // there may be ten thousand Pods in it
    let view: Box<dyn View> =
        if settings.json { Box::new(Json::new()) } else { Box::new(Text::new(settings, cast)) };
    let mut view = match logs {
        Some(logs) => Box::new(Record::new(view, logs)),
        None => view,
    };
    let shown = view.note(&introduction).map_err(Into::into);
    let ran = shown.and_then(|()| perform(world, settings, engine.as_ref(), view.as_mut(), (sender, news)));
    match ran {
        Err(error) if is_closed_pipe(&error) => Ok(PIPE_CLOSED),
        ran => ran,
    }
}

/// Says that there is nothing to run, and why.
fn nothing(world: &World, plan: &Plan) -> u8 {
    if world.task_runs.is_empty() && world.pipeline_runs.is_empty() {
        return 0;
    }
    let mut stderr = io::stderr().lock();
    // When nobody reads that, the exit code still says it.
    writeln!(stderr, "controller: nothing to run: each run has its Pods or has ended").ok();
    for line in verdict::lines(plan, None) {
        writeln!(stderr, "{line}").ok();
    }
    verdict::Failures::default().code(plan)
}

/// Has everything run on `engine` and shown by `view`.
fn perform(
    world: &mut World,
    settings: &Settings,
    engine: &dyn Engine,
    view: &mut dyn View,
    (sender, news): (SyncSender<news::News>, Receiver<news::News>),
) -> Result<u8> {
    let (config_maps, secrets) = (world.config_maps.clone(), world.secrets.clone());
    let objects = Objects { config_maps: &config_maps, secrets: &secrets };
    let mut volumes = Vec::new();
    let conducted = thread::scope(|scope| {
        let crew = Crew::new(scope, engine, objects, settings, sender);
        let (view, volumes, state) = (&mut *view, &mut volumes, State::default());
        Conductor { world, crew, news, engine, settings, view, volumes, state }.conduct()
    });
    let removed = remove(volumes, settings.keep, view);
    let (plan, state) = conducted?;
    removed?;
    view.close(&plan, state.stopped)?;
    Ok(match state.stopped {
        Some(signal) => 128 + u8::try_from(signal as i32).unwrap_or(0),
        None => state.failures.code(&plan),
    })
}

/// Removes the volumes of claims, or says where they are.
fn remove(volumes: Vec<SharedVolume>, keep: bool, view: &mut dyn View) -> Result<()> {
    for volume in volumes {
        if keep {
            view.note(&format!("kept the volume {}", volume.place))?;
        }
        volume.end(keep)?;
    }
    Ok(())
}

/// What `world` wants at this moment.
fn plan(world: &mut World) -> Result<Plan> {
    world.now = Some(Timestamp::now());
    reconcile(world).map_err(|problems| all(&problems))
}

/// The code of the first step, in the Pod's order, that did not end well, and when that was.
fn exit_code(ends: &[Option<End>]) -> Option<(u8, Timestamp)> {
    let failed = ends.iter().flatten().find(|end| end.code != 0);
    failed.map(|end| (u8::try_from(end.code).unwrap_or(1), end.finished))
}

/// One error of all problems.
fn all(problems: &[Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow!(lines.join("\n"))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
