//! A run as events, one JSON document a line on standard output; docs/run.md has the schema.

use super::cast::Role;
use super::title::Title;
use super::view::View;
use crate::engine::{End, Event, Outcome, Step, Stream};
use crate::model::namespace_of;
use crate::plan::Plan;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use nix::sys::signal::Signal;
use serde::Serialize;
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

/// What every event has.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    time: Timestamp,
    #[serde(flatten)]
    whose: Whose<'a>,
    #[serde(flatten)]
    what: What<'a>,
}

/// What it happens to. What there is not is left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Whose<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline_run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pod: Option<&'a str>,
    namespace: &'a str,
}

impl<'a> Whose<'a> {
    fn of(title: &'a Title) -> Self {
        Whose {
            pipeline_run: title.pipeline_run.as_deref(),
            task: title.task.as_deref(),
            task_run: Some(&title.task_run),
            pod: Some(&title.pod),
            namespace: &title.namespace,
        }
    }
}

/// What has happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum What<'a> {
    PodStarted {
        engine: &'a str,
        attempt: usize,
    },
    ContainerStarted {
        #[serde(flatten)]
        container: Container<'a>,
    },
    Log {
        #[serde(flatten)]
        container: Container<'a>,
        stream: Stream,
        #[serde(flatten)]
        text: LogText<'a>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        cut: bool,
    },
    ContainerFinished {
        #[serde(flatten)]
        container: Container<'a>,
        exit_code: i32,
        outcome: Outcome,
        started_at: Timestamp,
        finished_at: Timestamp,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<&'a str>,
    },
    PodFinished {
        phase: &'a str,
        exit_code: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
    },
    PipelineRunFinished {
        status: &'a str,
        reason: &'a str,
        message: &'a str,
    },
}

#[derive(Debug, Serialize)]
struct Container<'a> {
    #[serde(rename = "container")]
    name: &'a str,
    step: &'a str,
    init: bool,
}

/// The bytes of a line: as text, or in base64 when they are not UTF-8.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum LogText<'a> {
    Line(&'a str),
    Base64(String),
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

/// What `event` says of the container that it is about, and when it happened.
fn told<'a>(event: &'a Event, steps: &'a [Step]) -> Option<(Timestamp, What<'a>)> {
    let container = |step: usize| Container {
        name: &steps[step].container,
        step: &steps[step].name,
        init: steps[step].init,
    };
    match event {
        Event::Started { step, at } => Some((*at, What::ContainerStarted { container: container(*step) })),
        Event::Line { step, stream, at, line, cut } => {
            let text = match std::str::from_utf8(line) {
                Ok(line) => LogText::Line(line),
                Err(_) => LogText::Base64(STANDARD.encode(line)),
            };
            Some((*at, What::Log { container: container(*step), stream: *stream, text, cut: *cut }))
        }
        Event::Ended { step, end } => {
            let what = What::ContainerFinished {
                container: container(*step),
                exit_code: end.code,
                outcome: end.outcome,
                started_at: end.started,
                finished_at: end.finished,
                message: end.message.as_deref(),
            };
            Some((end.finished, what))
        }
        Event::Note(_) | Event::Pause => None,
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
