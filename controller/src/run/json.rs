//! A run as events, one JSON document a line on standard output; docs/run.md has the schema.

mod event;

use super::cast::Role;
use super::view::View;
use crate::engine::{End, Event};
use crate::model::namespace_of;
use crate::plan::Plan;
use event::{Line, What, Whose, told};
use jiff::Timestamp;
use nix::sys::signal::Signal;
use std::collections::HashMap;
use std::io::{self, Write};

/// As much is gathered before it is written, when more is waiting already.
const BUFFER: usize = 1 << 16;

/// The JSON view.
#[derive(Debug)]
pub struct Json {
    /// The Pods that run, by their numbers.
    roles: HashMap<usize, Role>,
    ready: Vec<u8>,
}

impl Json {
    /// A view without any Pod yet.
    pub fn new() -> Json {
        Json { roles: HashMap::new(), ready: Vec::with_capacity(BUFFER) }
    }

    fn put(&mut self, time: Timestamp, whose: Whose, what: What) -> io::Result<()> {
        serde_json::to_writer(&mut self.ready, &Line { time, whose, what })?;
        self.ready.push(b'\n');
        if self.ready.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(&self.ready)?;
        self.ready.clear();
        stdout.flush()
    }
}

impl View for Json {
    fn begin(&mut self, pod: usize, role: &Role, engine: &str) -> io::Result<()> {
        let what = What::PodStarted { engine, attempt: role.title.attempt };
        self.put(Timestamp::now(), Whose::of(&role.title), what)?;
        self.roles.insert(pod, role.clone());
        self.flush()
    }

    fn show(&mut self, pod: usize, event: Event) -> io::Result<()> {
        match &event {
            Event::Note(note) => self.note(note),
            Event::Pause => self.flush(),
            event => {
                let Some(role) = self.roles.remove(&pod) else { return Ok(()) };
                let put = match told(event, &role.steps) {
                    Some((time, what)) => self.put(time, Whose::of(&role.title), what),
                    None => Ok(()),
                };
                self.roles.insert(pod, role);
                put
            }
        }
    }

    fn end(&mut self, pod: usize, ends: &[Option<End>], reason: Option<&str>) -> io::Result<()> {
        let Some(role) = self.roles.remove(&pod) else { return Ok(()) };
        let exit_code = super::exit_code(ends).map_or(0, |(code, _)| code);
        let what = What::PodFinished { phase: super::status::phase(ends), exit_code, reason };
        self.put(Timestamp::now(), Whose::of(&role.title), what)?;
        self.flush()
    }

    fn abandon(&mut self, pod: usize) -> io::Result<()> {
        self.roles.remove(&pod);
        self.flush()
    }

    fn note(&mut self, text: &str) -> io::Result<()> {
        writeln!(io::stderr(), "controller: {text}").ok(); // when nobody reads that, the run goes on
        Ok(())
    }

    fn close(&mut self, plan: &Plan, _stopped: Option<Signal>) -> io::Result<()> {
        for run in &plan.pipeline_runs {
            let condition = &run.condition;
            let what = What::PipelineRunFinished {
                status: condition.status.name(),
                reason: &condition.reason,
                message: &condition.message,
            };
            let whose = Whose {
                pipeline_run: run.metadata.name.as_deref(),
                task: None,
                task_run: None,
                pod: None,
                namespace: namespace_of(&run.metadata),
            };
            self.put(Timestamp::now(), whose, what)?;
        }
        self.flush()
    }
}
