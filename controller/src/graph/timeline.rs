//! When what ran: the Pods of a run and their containers, by what is observed of them.

use jiff::Timestamp;
use k8s_openapi::api::core::v1::ContainerStatus;

use super::state::State;
use crate::engine::Step;
use crate::model::{ObservedPod, namespace_of};
use crate::status::created;

/// The Pods of a run, by the time at which they began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Timeline {
    /// One row a Pod: a task that was tried twice has two.
    pub rows: Vec<Row>,
}

/// One Pod.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The task that it is of, by its place among the nodes of the drawing.
    pub task: usize,
    /// The task's name, with which time it was tried where that is not the first.
    pub name: String,
    /// The namespace and the name of the Pod.
    pub pod: (String, String),
    /// How it ended.
    pub state: State,
    /// When.
    pub span: Span,
    /// What is said of the whole Pod: why it failed, or could not run. May be empty.
    pub message: String,
    /// Its containers without `nop`, in the order of the Pod.
    pub steps: Vec<StepRow>,
}

/// One container.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepRow {
    /// The step's name.
    pub name: String,
    /// The container's.
    pub container: String,
    /// Whether it prepares the Pod.
    pub init: bool,
    /// How it ended.
    pub state: State,
    /// Its exit code, once it has one.
    pub code: Option<i32>,
    /// When.
    pub span: Span,
}

/// From when to when; what has not happened, or is not known, is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// It could have begun, had it been its turn, or had there been room for it.
    pub ready: Option<Timestamp>,
    /// It began.
    pub began: Option<Timestamp>,
    /// It ended.
    pub ended: Option<Timestamp>,
}

impl Span {
    /// How long it has run until its end, or until `now`; a step also where it never began to run.
    pub fn took(&self, now: Option<Timestamp>) -> Option<jiff::SignedDuration> {
        Some(self.ended.or(now)?.duration_since(self.began?))
    }

    fn points(&self) -> impl Iterator<Item = Timestamp> {
        [self.ready, self.began, self.ended].into_iter().flatten()
    }
}

impl Timeline {
    /// From the first moment of all rows to the last one; `now`, if something runs. None where no times are known.
    pub fn window(&self, now: Option<Timestamp>) -> Option<(Timestamp, Timestamp)> {
        let points = || {
            let steps = self.rows.iter().flat_map(|row| &row.steps).flat_map(|step| step.span.points());
            self.rows.iter().flat_map(|row| row.span.points()).chain(steps)
        };
        let is_running = self.rows.iter().any(|row| row.state == State::Running);
        let last = points().chain(now.filter(|_| is_running)).max();
        points().min().zip(last)
    }
}

/// The row of `pod`, which is of the node `task`, is called `name` and is in `state`.
pub(super) fn row(task: usize, name: String, pod: &ObservedPod, state: State) -> Row {
    let nothing = Vec::new();
    let status = pod.status.as_ref();
    let statuses: Vec<&ContainerStatus> = status.map_or_else(Vec::new, |status| {
        let init = status.init_container_statuses.as_ref().unwrap_or(&nothing);
        init.iter().chain(status.container_statuses.as_ref().unwrap_or(&nothing)).collect()
    });
    // The cluster need not tell of what prepares a Pod: it has ended well where steps have begun.
    let is_prepared = state == State::Succeeded
        || status.and_then(|status| status.container_statuses.as_ref()).is_some_and(|containers| {
            let has_begun = |it: &ContainerStatus| {
                it.state.as_ref().is_some_and(|state| state.running.is_some() || state.terminated.is_some())
            };
            containers.iter().any(has_begun)
        });
    let mut steps: Vec<StepRow> = Vec::new();
    for step in Step::observed(pod).into_iter().filter(|step| !step.is_nop()) {
        let status = statuses.iter().copied().find(|status| status.name == step.container);
        let unknown = match state {
            _ if is_prepared && step.init => State::Succeeded,
            State::Succeeded => State::Succeeded,
            State::Waiting | State::Running => State::Waiting,
            _ => State::Skipped,
        };
        let row = step_row(step, status, steps.last(), unknown);
        steps.push(row);
    }
    let span = Span {
        ready: created(pod),
        began: steps.iter().filter_map(|step| step.span.ready.or(step.span.began)).min(),
        ended: steps.iter().filter_map(|step| step.span.ended).max().filter(|_| has_ended(state)),
    };
    let message = status.and_then(|status| status.message.clone()).unwrap_or_default();
    let key = (namespace_of(&pod.metadata).to_owned(), pod.metadata.name.clone().unwrap_or_default());
    Row { task, name, pod: key, state, span, message, steps }
}

fn has_ended(state: State) -> bool {
    !matches!(state, State::Waiting | State::Running)
}

/// The row of a container behind `before`. Steps start together and wait for their turn, so that one's own time begins
/// where the one before ends; a step behind a failed one ends well, and has done nothing. One of which nothing is told is
/// in the state `unknown`.
fn step_row(
    step: Step,
    status: Option<&ContainerStatus>,
    before: Option<&StepRow>,
    unknown: State,
) -> StepRow {
    let state = status.and_then(|status| status.state.as_ref());
    let turn = before.and_then(|before| before.span.ended);
    let is_barred =
        before.is_some_and(|before| matches!(before.state, State::Failed | State::Stopped | State::Skipped));
    let mut row = StepRow {
        name: step.name,
        container: step.container,
        init: step.init,
        state: unknown,
        code: None,
        span: Span::default(),
    };
    if let Some(end) = state.and_then(|state| state.terminated.as_ref()) {
        let ready = end.started_at.as_ref().map(|time| time.0);
        let ended = end.finished_at.as_ref().map(|time| time.0);
        row.code = Some(end.exit_code);
        row.state = match end.exit_code {
            0 if is_barred => State::Skipped,
            0 => State::Succeeded,
            _ => State::Failed,
        };
        let began = ready.map(|ready| turn.map_or(ready, |turn| turn.max(ready)));
        row.span = Span { ready, began, ended };
        if row.state == State::Skipped {
            row.code = None;
            row.span.began = None;
        }
    } else if let Some(running) = state.and_then(|state| state.running.as_ref()) {
        let ready = running.started_at.as_ref().map(|time| time.0);
        let is_its_turn = before.is_none_or(|before| has_ended(before.state));
        row.state = if is_its_turn { State::Running } else { State::Waiting };
        let began = ready.map(|ready| turn.map_or(ready, |turn| turn.max(ready)));
        row.span = Span { ready, began: began.filter(|_| is_its_turn), ended: None };
    }
    row
}
