//! A run as text: the steps' lines on standard output, each behind its step's name, and everything else on
//! standard error.

use super::column::{Column, Until};
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

    /// Whether the steps that `step` waits for have ended.
    fn is_its_turn(&self, step: usize) -> bool {
        let before = self.steps[..step].iter();
        !self.steps[step].hands_on() || before.filter(|it| it.hands_on()).all(|it| it.ended)
    }

    fn line(&mut self, step: usize, line: &[u8]) -> io::Result<()> {
        let shown = self.steps[step].until == Until::ItsTurn && self.is_its_turn(step);
        let column = &mut self.steps[step];
        let to = if shown || !column.held.has_room() { &mut self.ready } else { column.held.buffer() };
        to.extend_from_slice(&column.prefix);
        to.extend_from_slice(line);
        if self.coloured && line.contains(&b'\x1b') {
            to.extend_from_slice(b"\x1b[0m"); // a step's colours end with its line
        }
        to.push(b'\n');
        if self.ready.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn release(&mut self, step: usize) {
        let lines = self.steps[step].held.release();
        self.ready.extend_from_slice(&lines);
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
        let mine = |column: &&Column| !column.step.init && !column.step.is_nop();
        let Some(now) = self.steps.iter().find(|column| !column.ended && !column.step.is_nop()) else {
            return;
        };
        let (done, all) = (
            self.steps.iter().filter(mine).filter(|column| column.ended).count(),
            self.steps.iter().filter(mine).count(),
        );
        let place = if now.step.init { "preparing".into() } else { format!("step {} of {all}", done + 1) };
        self.live.show(format!("{}: {} ({place})", self.title, now.step.name));
    }
}

/// Writes to standard error; when nobody reads that, the run goes on.
fn say(text: &str) {
    io::stderr().write_all(text.as_bytes()).ok();
}

impl View for Text {
    fn begin(&mut self, title: &Title, steps: &[Step], _engine: &str) -> io::Result<()> {
        self.title.clone_from(&title.task_run);
        let column = |(index, step): (usize, &Step)| {
            let style = self.coloured.then(|| colour::of_step(index));
            Column::new(step, &self.prefixes.of(title, step), style, self.verbose)
        };
        self.steps = steps.iter().enumerate().map(column).collect();
        self.announce();
        Ok(())
    }

    fn show(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started { .. } => Ok(()),
            Event::Line { step, line, .. } => self.line(*step, line),
            Event::Ended { step, end } => {
                self.steps[*step].ended = true;
                if self.steps[*step].until == Until::ItsFailure && end.code != 0 {
                    self.release(*step);
                }
                for next in 0..self.steps.len() {
                    if self.steps[next].until == Until::ItsTurn && self.is_its_turn(next) {
                        self.release(next);
                    }
                }
                self.flush()?;
                self.announce();
                Ok(())
            }
            Event::Note(note) => {
                self.flush()?;
                if self.said.insert(note.clone()) {
                    self.live.aside(|| say(&format!("controller: {note}\n")));
                }
                Ok(())
            }
            Event::Pause => self.flush(),
        }
    }

    fn end(&mut self, ends: &[Option<End>]) -> io::Result<()> {
        let good = |end: &Option<End>| end.as_ref().is_some_and(|end| end.outcome == Outcome::Succeeded);
        let all_good = ends.iter().all(good);
        for (step, end) in ends.iter().enumerate() {
            let failed = end.as_ref().is_some_and(|end| end.outcome == Outcome::Failed);
            if self.steps[step].until == Until::Success && (all_good || failed) {
                self.release(step);
            }
        }
        self.flush()?;
        self.live.clear();
        let steps: Vec<Step> = self.steps.iter().map(|column| column.step.clone()).collect();
        say(&format!("\n{}", table(&steps, ends)));
        Ok(())
    }

    fn abandon(&mut self) {
        self.flush().ok(); // an error message follows anyway
        self.live.clear();
    }
}
