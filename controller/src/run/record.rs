//! Keeps for a report what a view is shown.

use super::cast::Role;
use super::view::View;
use crate::engine::{End, Event};
use crate::plan::Plan;
use crate::report::{Key, Logs};
use nix::sys::signal::Signal;
use std::io;

/// A view that hands all on to another one, and keeps what the containers say.
pub struct Record<'a> {
    view: Box<dyn View>,
    logs: &'a mut Logs,
    /// The Pods, by number.
    pods: Vec<Key>,
}

impl<'a> Record<'a> {
    /// Hands on to `view` and keeps in `logs`.
    pub fn new(view: Box<dyn View>, logs: &'a mut Logs) -> Record<'a> {
        Record { view, logs, pods: Vec::new() }
    }
}

impl View for Record<'_> {
    fn begin(&mut self, pod: usize, role: &Role, engine: &str) -> io::Result<()> {
        let key = (role.title.namespace.clone(), role.title.pod.clone());
        self.logs.begin(key.clone(), &role.title.task_run, &role.steps);
        // Pods are numbered in the order in which they begin.
        self.pods.push(key);
        self.view.begin(pod, role, engine)
    }

    fn show(&mut self, pod: usize, event: Event) -> io::Result<()> {
        match &event {
            Event::Line { step, line, cut, .. } => self.logs.line(&self.pods[pod], *step, line, *cut),
            Event::Ended { step, end } => self.logs.ended(&self.pods[pod], *step, end.outcome),
            Event::Started { .. } | Event::Note(_) | Event::Pause => {}
        }
        self.view.show(pod, event)
    }

    fn end(&mut self, pod: usize, ends: &[Option<End>], reason: Option<&str>) -> io::Result<()> {
        self.view.end(pod, ends, reason)
    }

    fn abandon(&mut self, pod: usize) -> io::Result<()> {
        self.view.abandon(pod)
    }

    fn note(&mut self, text: &str) -> io::Result<()> {
        self.view.note(text)
    }

    fn close(&mut self, plan: &Plan, stopped: Option<Signal>) -> io::Result<()> {
        self.view.close(plan, stopped)
    }
}
