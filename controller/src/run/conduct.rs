//! Has the Pods run that `reconcile` plans, as far as there is room, and tells it what has become of them.

use super::cast::{Role, tasks};
use super::crew::Crew;
use super::news::News;
use super::title::RunKey;
use super::verdict::{Failures, TIMED_OUT};
use super::view::View;
use super::{Settings, exit_code, plan, status};
use crate::engine::{End, Engine, Force, Places, SharedVolume};
use crate::model::namespace_of;
use crate::plan::Plan;
use crate::world::World;
use anyhow::Result;
use jiff::Timestamp;
use nix::sys::signal::Signal;
use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// Everything that a run needs while it goes on.
pub struct Conductor<'a, 'scope, 'env> {
    /// The objects, and the Pods as they are observed.
    pub world: &'a mut World,
    /// The Pods that run.
    pub crew: Crew<'scope, 'env>,
    /// What happens to them.
    pub news: Receiver<News>,
    /// Where they run.
    pub engine: &'a dyn Engine,
    /// What the user asked for.
    pub settings: &'a Settings,
    /// Who shows it.
    pub view: &'a mut dyn View,
    /// The volumes that have been made for claims.
    pub volumes: &'a mut Vec<SharedVolume>,
    /// The state of the run.
    pub state: State,
}

/// What has happened so far.
#[derive(Default)]
pub struct State {
    /// What has gone wrong.
    pub failures: Failures,
    /// The first signal that asked for the end.
    pub stopped: Option<Signal>,
    /// Whether a Pod could not be run: another one hardly can.
    is_refused: bool,
    places: Places,
    /// How often each TaskRun has been tried.
    attempts: HashMap<RunKey, usize>,
    /// The Pods that have started: the number of each is its place here, and this its place in the world.
    pods: Vec<usize>,
}

impl Conductor<'_, '_, '_> {
    /// Runs everything to its end; what became of it stands in the plan, which wants nothing more.
    ///
    /// # Errors
    /// When there is no plan, or what happens cannot be shown. The Pods still run then, and end when this is dropped.
    pub fn conduct(mut self) -> Result<(Plan, State)> {
        loop {
            let plan = plan(self.world)?;
            self.state.failures.note_late(&plan, Timestamp::now());
            self.dismiss(&plan)?;
            let may_start = !self.state.is_refused || self.world.settings.keep_going;
            if self.state.stopped.is_none() && may_start && self.start(&plan)? {
                continue; // those that have just started have their time too
            }
            if self.crew.len() == 0 {
                return Ok((plan, self.state));
            }
            self.listen(plan.due)?;
        }
    }

    /// Starts the first Pods of `plan`, as many as there is room for; whether there were any. The others will be
    /// planned again.
    fn start(&mut self, plan: &Plan) -> Result<bool> {
        let room = self.settings.jobs.saturating_sub(self.crew.len());
        if room == 0 || plan.pods.is_empty() {
            return Ok(false);
        }
        for claim in &plan.claims {
            let volume = self.engine.volume(claim)?;
            let name = claim.metadata.name.as_deref().unwrap_or_default();
            self.state.places.add(namespace_of(&claim.metadata), name, &volume);
            self.volumes.push(volume);
            self.world.claims.push(claim.clone());
        }
        let mut tasks = tasks(plan);
        for pod in plan.pods.iter().take(room) {
            let mut role = Role::of(pod, None);
            let run = role.title.run();
            role.title.task = tasks.remove(&run);
            let attempts = self.state.attempts.entry(run).or_default();
            *attempts += 1;
            role.title.attempt = *attempts;
            let number = self.state.pods.len();
            self.view.begin(number, &role, self.engine.name())?;
            self.crew.start(number, pod.clone(), role, self.state.places.clone())?;
            self.state.pods.push(self.world.pods.len());
            self.world.pods.push(status::started(pod.clone(), Timestamp::now()));
        }
        Ok(true)
    }

    /// Asks the Pods to end that `plan` does not want any more: their time is up. Those that others run are theirs.
    fn dismiss(&mut self, plan: &Plan) -> Result<()> {
        if plan.unwanted.is_empty() {
            return Ok(());
        }
        let of_pipelines = plan.pipeline_runs.iter().flat_map(|run| run.tasks.iter().map(|(_, run)| run));
        let runs = plan.task_runs.iter().chain(of_pipelines);
        let said: HashMap<_, _> = runs
            .filter_map(|run| Some(((namespace_of(&run.metadata), run.pod.as_deref()?), &run.condition)))
            .collect();
        for key in &plan.unwanted {
            let (namespace, name) = (key.namespace.as_str(), key.name.as_str());
            let Some(condition) = said.get(&(namespace, name)) else { continue };
            if self.crew.dismiss(namespace, name, &condition.reason) {
                self.view.note(&format!("{}: stopping it", condition.message))?;
            }
        }
        let now = Timestamp::now();
        for number in 0..self.state.pods.len() {
            let Some(member) = self.crew.get(number).filter(|member| member.dismissed.is_some()) else {
                continue;
            };
            let pod = &mut self.world.pods[self.state.pods[number]];
            if pod.metadata.deletion_timestamp.is_none() {
                status::dismiss(pod, now);
                self.state.failures.add(member.role.title.run(), TIMED_OUT, now);
            }
        }
        Ok(())
    }

    /// Shows what happens, until something has that makes another plan.
    fn listen(&mut self, due: Option<Timestamp>) -> Result<()> {
        loop {
            let news = match due {
                None => self.news.recv()?,
                Some(due) => match self.news.recv_timeout(until(due)) {
                    Ok(news) => news,
                    Err(_) => return Ok(()),
                },
            };
            match news {
                News::Events { pod, events } => {
                    for event in events {
                        self.view.show(pod, event)?;
                    }
                }
                News::Finished { pod, ends } => return self.finished(pod, ends),
                News::Signal(signal) => return self.heard(signal),
            }
        }
    }

    fn finished(&mut self, number: usize, ends: Result<Vec<Option<End>>>) -> Result<()> {
        let Some(member) = self.crew.remove(number) else { return Ok(()) };
        let pod = &mut self.world.pods[self.state.pods[number]];
        let run = member.role.title.run();
        match ends {
            Ok(ends) => {
                status::end(pod, &ends);
                if let Some((code, at)) = exit_code(&ends).filter(|_| member.dismissed.is_none()) {
                    self.state.failures.add(run, code, at);
                }
                self.view.end(number, &ends, member.dismissed.as_deref())?;
            }
            Err(error) => {
                let error = format!("{error:#}");
                status::refuse(pod, &error);
                self.state.is_refused = true;
                self.state.failures.add(run, 1, Timestamp::now());
                self.view.abandon(number)?;
                self.view.note(&error)?;
            }
        }
        Ok(())
    }

    fn heard(&mut self, signal: Signal) -> Result<()> {
        let note = if self.state.stopped.is_none() {
            self.state.stopped = Some(signal);
            let grace = self.crew.stop(Force::Terminate);
            format!("{signal}: stopping, at most {} s; once more to kill", grace.as_secs())
        } else {
            self.crew.stop(Force::Kill);
            format!("{signal} again: killing")
        };
        self.view.note(&note)?;
        Ok(())
    }
}

/// How long it is until `due` has gone by.
fn until(due: Timestamp) -> Duration {
    let left = Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default();
    left + Duration::from_millis(1)
}
