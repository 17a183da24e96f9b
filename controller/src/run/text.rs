//! A run as text: the steps' lines on standard output, each behind its step's name, and everything else on
//! standard error.

use super::cast::Role;
use super::live::Live;
use super::pane::{Look, Pane};
use super::prefix::Prefixes;
use super::table::Table;
use super::view::View;
use super::{Settings, colour, verdict};
use crate::engine::{End, Event};
use crate::plan::Plan;
use nix::sys::signal::Signal;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

/// As much is gathered before it is written, when more is waiting already.
const BUFFER: usize = 1 << 16;

/// The text view.
#[derive(Debug)]
pub struct Text {
    look: Look,
    live: Live,
    /// Lines to be written next.
    ready: Vec<u8>,
    /// Notes of Pods that have been shown: once is enough for all Pods.
    said: HashSet<String>,
    /// The Pods that run, by their numbers.
    panes: HashMap<usize, Pane>,
    table: Table,
    /// The Pods that can be foreseen and have not started.
    waiting: Vec<Role>,
}

impl Text {
    /// A view for a run with the Pods that can be foreseen.
    pub fn new(settings: &Settings, cast: Vec<Role>) -> Text {
        let prefixes = Prefixes::new(&cast, settings.verbose);
        let coloured = colour::wanted(settings.color, &io::stdout());
        Text {
            look: Look { prefixes, coloured, verbose: settings.verbose },
            live: Live::new(&cast, prefixes),
            ready: Vec::with_capacity(BUFFER),
            said: HashSet::new(),
            panes: HashMap::new(),
            table: Table::new(prefixes.name_tasks()),
            waiting: cast,
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
}

/// Writes to standard error; when nobody reads that, the run goes on.
fn say(text: &str) {
    io::stderr().write_all(text.as_bytes()).ok();
}

impl View for Text {
    fn begin(&mut self, pod: usize, role: &Role, _engine: &str) -> io::Result<()> {
        let run = role.title.run();
        self.waiting.retain(|waiting| waiting.title.run() != run);
        self.live.change(|tree| tree.begin(pod, role, self.look.prefixes));
        self.panes.insert(pod, Pane::new(role.clone(), self.look));
        Ok(())
    }

    fn show(&mut self, pod: usize, event: Event) -> io::Result<()> {
        let Some(pane) = self.panes.get_mut(&pod) else { return Ok(()) };
        match event {
            Event::Started { .. } => Ok(()),
            Event::Line { step, line, .. } => {
                pane.line(step, &line, &mut self.ready);
                if self.ready.len() >= BUFFER { self.flush() } else { Ok(()) }
            }
            Event::Ended { step, end } => {
                pane.ended(step, &end, &mut self.ready);
                self.live.change(|tree| tree.step_ended(pod, step, &end));
                self.flush()
            }
            Event::Note(note) => {
                // Of several Pods that say it, the first is named.
                let name = self.look.prefixes.name(&pane.role.title);
                let is_new = self.said.insert(note.clone());
                match is_new {
                    true if self.look.prefixes.name_tasks() => self.note(&format!("{name}: {note}")),
                    true => self.note(&note),
                    false => Ok(()),
                }
            }
            Event::Pause => self.flush(),
        }
    }

    fn end(&mut self, pod: usize, ends: &[Option<End>], _reason: Option<&str>) -> io::Result<()> {
        let Some(mut pane) = self.panes.remove(&pod) else { return Ok(()) };
        pane.close(ends, &mut self.ready);
        self.live.change(|tree| tree.end(pod, ends));
        let title = &pane.role.title;
        let name = self.look.prefixes.name(title);
        let name = if title.attempt > 1 { format!("{name}, try {}", title.attempt) } else { name };
        self.table.add(&name, &pane.role.steps, ends);
        self.flush()
    }

    fn abandon(&mut self, pod: usize) -> io::Result<()> {
        self.live.change(|tree| tree.abandon(pod));
        self.panes.remove(&pod);
        self.flush()
    }

    fn note(&mut self, text: &str) -> io::Result<()> {
        self.flush()?;
        self.live.aside(|| say(&format!("controller: {text}\n")));
        Ok(())
    }

    fn close(&mut self, plan: &Plan, stopped: Option<Signal>) -> io::Result<()> {
        self.flush()?;
        self.live.clear();
        for role in std::mem::take(&mut self.waiting) {
            let name = self.look.prefixes.name(&role.title);
            self.table.add(&name, &role.steps, &vec![None; role.steps.len()]);
        }
        let mut text = self.table.to_string();
        for line in verdict::lines(plan, stopped) {
            text += &(line + "\n");
        }
        if !text.is_empty() {
            say(&format!("\n{text}"));
        }
        Ok(())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.live.clear();
    }
}
