//! A run as events, one JSON document a line on standard output; docs/run.md has the schema.

use super::title::Title;
use super::view::View;
use crate::engine::{End, Event, Outcome, Step, Stream};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use std::io::{self, Write};

/// As much is gathered before it is written, when more is waiting already.
const BUFFER: usize = 1 << 16;

/// The JSON view.
#[derive(Debug)]
pub struct Json {
    title: Option<Title>,
    steps: Vec<Step>,
    ready: Vec<u8>,
}

/// What every event has.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    time: Timestamp,
    task_run: &'a str,
    pod: &'a str,
    namespace: &'a str,
    #[serde(flatten)]
    what: What<'a>,
}

/// What has happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum What<'a> {
    PodStarted {
        engine: &'a str,
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
        Json { title: None, steps: Vec::new(), ready: Vec::with_capacity(BUFFER) }
    }

    fn put(&mut self, time: Timestamp, what: What) -> io::Result<()> {
        let Some(title) = &self.title else { return Ok(()) };
        let Title { task_run, pod, namespace } = title;
        serde_json::to_writer(&mut self.ready, &Line { time, task_run, pod, namespace, what })?;
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

fn container(step: &Step) -> Container<'_> {
    Container { name: &step.container, step: &step.name, init: step.init }
}

impl View for Json {
    fn begin(&mut self, title: &Title, steps: &[Step], engine: &str) -> io::Result<()> {
        self.title = Some(title.clone());
        self.steps = steps.to_vec();
        self.put(Timestamp::now(), What::PodStarted { engine })?;
        self.flush()
    }

    fn show(&mut self, event: &Event) -> io::Result<()> {
        let steps = std::mem::take(&mut self.steps);
        let put = match event {
            Event::Started { step, at } => {
                self.put(*at, What::ContainerStarted { container: container(&steps[*step]) })
            }
            Event::Line { step, stream, at, line, cut } => {
                let text = match std::str::from_utf8(line) {
                    Ok(line) => LogText::Line(line),
                    Err(_) => LogText::Base64(STANDARD.encode(line)),
                };
                self.put(
                    *at,
                    What::Log { container: container(&steps[*step]), stream: *stream, text, cut: *cut },
                )
            }
            Event::Ended { step, end } => self.put(
                end.finished,
                What::ContainerFinished {
                    container: container(&steps[*step]),
                    exit_code: end.code,
                    outcome: end.outcome,
                    started_at: end.started,
                    finished_at: end.finished,
                    message: end.message.as_deref(),
                },
            ),
            Event::Note(note) => {
                writeln!(io::stderr(), "controller: {note}").ok(); // when nobody reads that, the run goes on
                Ok(())
            }
            Event::Pause => self.flush(),
        };
        self.steps = steps;
        put
    }

    fn end(&mut self, ends: &[Option<End>]) -> io::Result<()> {
        let phase = super::status::phase(ends);
        self.put(Timestamp::now(), What::PodFinished { phase, exit_code: super::exit_code(ends) })?;
        self.flush()
    }

    fn abandon(&mut self) {
        self.flush().ok(); // an error message follows anyway
    }
}
