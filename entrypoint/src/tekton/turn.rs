//! A step's turn: waiting for it, and running the command.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use goflags::SignedDuration;

use super::cancel::{self, Cancel};
use super::command::Command;
use super::outcome::End;
use super::running::{self, Limits};
use super::tee::Tee;
use super::{Step, breakpoint, earlier, log, lookup, run_folder, substitute, when};
use crate::clock::Moment;
use crate::post::Post;
use crate::spawn::Program;
use crate::starter::Starter;
use crate::supervise;
use crate::wait::{self, Sought, Turn};

/// Waits for the turn of `step` and runs it; gives how it ended, and when it started if its turn came.
pub fn take(step: &mut Step, post: &Post) -> Result<(End, Option<String>)> {
    // All that can be done while it waits is done before.
    let prepared = if step.command.refers() { None } else { Some(prepare(step)?) };
    // The first time finds out where this is.
    let _ = Moment::now();
    let starter =
        prepared.as_ref().and_then(|prepared| prepared.as_ref().ok()).map(|ready| ready.step.starter());
    if let Some(end) = wait_for_turn(step, starter.filter(|_| starts_when_its_turn_comes(step)), post)? {
        let started_at = matches!(end, End::Skipped | End::Refused(_)).then(|| Moment::now().rfc3339());
        return Ok((end, started_at));
    }
    let started_at = Some(Moment::now().rfc3339());
    let deadline = match step.args.tekton.timeout {
        Some(SignedDuration::Negative(_)) => {
            return Ok((End::Refused("negative timeout specified".into()), started_at));
        }
        Some(SignedDuration::Positive(time)) if time > Duration::ZERO => Instant::now().checked_add(time),
        _ => None,
    };
    if prepared.is_none() {
        step.command.substitute(&earlier::meaning, run_folder(step.args));
    }
    for expression in &mut step.when {
        if let Err(error) = expression.substitute(&earlier::meaning) {
            log::error("Error while substituting step results", &format!("{error:#}"));
        }
    }
    let mut cancel = Cancel::new();
    // A step that has started already is stopped as one that runs.
    if cancel.asked() && starter.is_none_or(Starter::withdraw) {
        return Ok((End::Cancelled, started_at));
    }
    let end = match when::met(&step.when) {
        Err(error) => End::Refused(format!("{error:#}")),
        Ok(false) => End::Unmet,
        Ok(true) => {
            let limits = Limits { deadline, grace: step.settings.grace };
            match prepared.map_or_else(|| prepare(step), Ok)? {
                Ok(ready) => ready.run(&limits, &mut cancel)?,
                Err(end) => end,
            }
        }
    };
    Ok((end, started_at))
}

/// Whether nothing is left to look at once the steps before have ended but whether the TaskRun is cancelled.
fn starts_when_its_turn_comes(step: &Step) -> bool {
    let flags = &step.args.tekton;
    step.when.is_empty()
        && !flags.debug_before_step
        && !matches!(flags.timeout, Some(SignedDuration::Negative(_)))
}

/// Waits for the steps before and for a person; gives the end of a step whose turn does not come.
fn wait_for_turn(step: &Step, starter: Option<&Starter>, post: &Post) -> Result<Option<End>> {
    let args = step.args;
    let files = args.classic.wait_file.to_str().map_or_else(
        || vec![Path::new(&args.classic.wait_file)],
        |files| files.split(',').filter(|file| !file.is_empty()).map(Path::new).collect(),
    );
    for (number, file) in files.iter().enumerate() {
        let content = args.tekton.wait_file_content;
        let sought = Sought { file, content, err_will_do: args.tekton.breakpoint_on_failure };
        let starter = starter.filter(|_| number + 1 == files.len());
        match wait::wait_for(&sought, step.signals, starter) {
            Ok(Turn::Run) => {}
            Ok(Turn::Skip) => return Ok(Some(End::Skipped)),
            Ok(Turn::Died(who)) => {
                log::complain(&format!("the step before died without handing on: {who}"));
                return Ok(Some(End::Skipped));
            }
            Ok(Turn::Ended(signal)) => return Ok(Some(End::Stopped(signal))),
            Err(error) => {
                return Ok(Some(End::Refused(format!("waiting for \"{}\": {error}", file.display()))));
            }
        }
    }
    if !args.tekton.debug_before_step {
        return Ok(None);
    }
    Ok(match breakpoint::before(Path::new(&args.classic.post_file), post, step.signals)? {
        Turn::Run => None,
        Turn::Skip | Turn::Died(_) => Some(End::Declined),
        Turn::Ended(signal) => Some(End::Stopped(signal)),
    })
}

/// A command that is ready to start.
struct Ready {
    step: supervise::Step,
    file: PathBuf,
    tees: Vec<Tee>,
}

/// Prepares the command of `step`. The inner error is the end of a step whose command cannot be started.
fn prepare(step: &Step) -> Result<Result<Ready, End>> {
    let Command { words, environment } = &step.command;
    let Some(command) = words.first() else {
        return Ok(Err(End::Refused("the command has no words".into())));
    };
    let file = match lookup::find(command, environment) {
        Ok(file) => file,
        Err(end) => return Ok(Err(end)),
    };
    let (outputs, tees) = match tees(step) {
        Ok(tees) => tees,
        Err(error) => return Ok(Err(End::Refused(error.to_string()))),
    };
    let program = Program {
        file: file.as_os_str(),
        words,
        environment: environment.clone(),
        outputs,
        isolated: is_hermetic(environment),
    };
    let step = supervise::Step::prepare(program, step.signals, cancel::asked)?;
    Ok(Ok(Ready { step, file, tees }))
}

impl Ready {
    fn run(self, limits: &Limits, cancel: &mut Cancel) -> Result<End> {
        let end = match self.step.start() {
            Ok(child) => running::see_to_the_end(&child, limits, cancel)?,
            Err(errno) => lookup::not_started(self.file.as_os_str(), errno),
        };
        self.tees.into_iter().for_each(Tee::finish);
        Ok(end)
    }
}

/// Whether the step is to be cut off, as a hermetic TaskRun asks for; a resource's own step is not.
fn is_hermetic(environment: &[(OsString, OsString)]) -> bool {
    let value = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    value("TEKTON_HERMETIC").is_some_and(|value| value == "1")
        && value("TEKTON_RESOURCE_NAME").is_none_or(|value| value.is_empty())
}

type Outputs = [Option<OwnedFd>; 2];

/// The pipes of those of the step's outputs that do not go straight to the container's.
fn tees(step: &Step) -> io::Result<(Outputs, Vec<Tee>)> {
    let flags = &step.args.tekton;
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let mut outputs = [None, None];
    let mut tees = Vec::new();
    let wanted = [(&flags.stdout_path, stdout.as_fd()), (&flags.stderr_path, stderr.as_fd())];
    for (output, (path, to)) in outputs.iter_mut().zip(wanted) {
        let path = Some(Path::new(path)).filter(|path| !path.as_os_str().is_empty());
        if path.is_some() || step.mask.is_some() {
            let (end, tee) = Tee::start(path, to, step.mask.clone())?;
            *output = Some(end);
            tees.push(tee);
        }
    }
    Ok((outputs, tees))
}

impl when::Expression {
    /// Puts what earlier steps have left into it; a value that is a list becomes its items.
    fn substitute(&mut self, lookup: substitute::Lookup) -> Result<()> {
        self.input = substitute::text(&self.input, lookup)?;
        self.cel = substitute::text(&self.cel, lookup)?;
        let values = self.values.iter().map(|value| substitute::word(value, lookup));
        self.values = values.collect::<Result<Vec<_>>>()?.concat();
        Ok(())
    }
}
