//! A run as text: the steps' lines on standard output, each behind its step's name, and everything else on
//! standard error.

use super::held::Held;
use super::live::Live;
use super::prefix::Prefixes;
use super::table::table;
use super::title::Title;
use super::view::View;
use super::{Settings, colour};
use crate::engine::{End, Event, Outcome, Step};
use k8s_openapi::api::core::v1::Pod;
use std::collections::HashSet;
use std::io::{self, Write};

/// As much is gathered before it is written, when more is waiting already.
const BUFFER: usize = 1 << 16;

/// The text view.
#[derive(Debug)]
pub struct Text {
    prefixes: Prefixes,
    coloured: bool,
    verbose: bool,
    live: Live,
    /// Lines to be written next.
    ready: Vec<u8>,
    /// Notes that have been shown: once is enough for all Pods.
    said: HashSet<String>,
    steps: Vec<Column>,
    title: String,
}

/// One container of the Pod that runs.
#[derive(Debug)]
struct Column {
    step: Step,
    /// The prefix with its colours and spaces.
    prefix: Vec<u8>,
    /// Its lines, if they are not to be shown at once.
    held: Option<Held>,
    ended: bool,
}

impl Text {
    /// A view for a run whose first Pods are `pods`.
    pub fn new(settings: &Settings, pods: &[Pod]) -> Text {
        Text {
            prefixes: Prefixes::new(pods, settings.verbose),
            coloured: colour::wanted(settings.color, &io::stdout()),
            verbose: settings.verbose,
            live: Live::new(),
            ready: Vec::with_capacity(BUFFER),
            said: HashSet::new(),
            steps: Vec::new(),
            title: String::new(),
        }
    }

    fn column(&self, index: usize, step: &Step, title: &Title) -> Column {
        let (name, spaces) = self.prefixes.of(title, step);
        let style = colour::of_step(index);
        let prefix =
            if self.coloured { format!("{style}{name}{style:#}{spaces}") } else { format!("{name}{spaces}") };
        // Init containers prepare the Pod; what they say matters only when one fails. And nop, which waits for
        // nobody, says that all is well before anyone can know.
        let held = (step.is_nop() || (step.init && !self.verbose)).then(Held::default);
        Column { step: step.clone(), prefix: prefix.into_bytes(), held, ended: false }
    }

    fn line(&mut self, step: usize, line: &[u8]) -> io::Result<()> {
        let column = &mut self.steps[step];
        let to = match &mut column.held {
            Some(held) if held.has_room() => held.buffer(),
            _ => &mut self.ready,
        };
        to.extend_from_slice(&column.prefix);
        to.extend_from_slice(line);
        if self.coloured && line.contains(&b'\x1b') {
            to.extend_from_slice(b"\x1b[0m"); // a step's colours end with its line
        }
        to.push(b'\n');
        if self.ready.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn release(&mut self, step: usize) {
        if let Some(held) = &mut self.steps[step].held {
            let lines = held.release();
            self.ready.extend_from_slice(&lines);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.ready.is_empty() {
            return Ok(());
        }
        let ready = std::mem::take(&mut self.ready);
        self.live.aside(|| {
            let mut stdout = io::stdout().lock();
            stdout.write_all(&ready)?;
            stdout.flush()
        })?;
        self.ready = ready;
        self.ready.clear();
        Ok(())
    }

    /// Names on the live line the step whose turn it is.
    fn announce(&mut self) {
        if let Some(column) = self.steps.iter().find(|column| !column.ended && !column.step.is_nop()) {
            let what = format!("{}: {}", self.title, column.step.name);
            self.live.show(what);
        }
    }
}

impl View for Text {
    fn begin(&mut self, title: &Title, steps: &[Step], _engine: &str) -> io::Result<()> {
        self.title.clone_from(&title.task_run);
        self.steps = steps.iter().enumerate().map(|(index, step)| self.column(index, step, title)).collect();
        self.announce();
        Ok(())
    }

    fn show(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started { .. } => Ok(()),
            Event::Line { step, line, .. } => self.line(*step, line),
            Event::Ended { step, end } => {
                self.steps[*step].ended = true;
                if self.steps[*step].step.init && end.code != 0 {
                    self.release(*step);
                }
                self.flush()?;
                self.announce();
                Ok(())
            }
            Event::Note(note) => {
                self.flush()?;
                if self.said.insert(note.clone()) {
                    self.live.aside(|| eprintln!("controller: {note}"));
                }
                Ok(())
            }
            Event::Pause => self.flush(),
        }
    }

    fn end(&mut self, ends: &[Option<End>]) -> io::Result<()> {
        let good = |end: &Option<End>| end.as_ref().is_some_and(|end| end.outcome == Outcome::Succeeded);
        let all_good = ends.iter().all(good);
        for step in 0..self.steps.len() {
            let nop_failed = ends[step].as_ref().is_some_and(|end| end.outcome == Outcome::Failed);
            if self.steps[step].step.is_nop() && (all_good || nop_failed) {
                self.release(step);
            }
        }
        self.flush()?;
        self.live.clear();
        let steps: Vec<Step> = self.steps.iter().map(|column| column.step.clone()).collect();
        eprint!("\n{}", table(&steps, ends));
        Ok(())
    }

    fn abandon(&mut self) {
        self.flush().ok(); // an error message follows anyway
        self.live.clear();
    }
}
