//! The Pods that run, each on a thread of its own.

use super::cast::Role;
use super::news::{News, Reporter};
use super::{GRACE, Settings};
use crate::engine::{Engine, Force, Inbox, Job, Objects, Places, Reins};
use crate::mask::Mask;
use anyhow::{Context, Result};
use k8s_openapi::api::core::v1::Pod;
use std::collections::BTreeMap;
use std::sync::mpsc::SyncSender;
use std::thread::{Builder, Scope};
use std::time::Duration;

/// The Pods that run. Dropping it kills them.
pub struct Crew<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    engine: &'scope dyn Engine,
    objects: Objects<'scope>,
    settings: &'scope Settings,
    mask: Mask,
    news: SyncSender<News>,
    members: BTreeMap<usize, Member>,
}

/// A Pod that runs.
pub struct Member {
    /// What it is called.
    pub role: Role,
    /// Why it has been told to end while others may go on, if it has.
    pub dismissed: Option<String>,
    reins: Reins,
    grace: Duration,
}

impl<'scope, 'env> Crew<'scope, 'env> {
    /// Nobody yet. What happens to the Pods is sent as `news`.
    pub fn new(
        scope: &'scope Scope<'scope, 'env>,
        engine: &'scope dyn Engine,
        objects: Objects<'scope>,
        settings: &'scope Settings,
        news: SyncSender<News>,
    ) -> Self {
        let mask = Mask::of(objects.secrets);
        Crew { scope, engine, objects, settings, mask, news, members: BTreeMap::new() }
    }

    /// Starts `pod` as number `number`.
    ///
    /// # Errors
    /// When there is no thread for it.
    pub fn start(&mut self, number: usize, pod: Pod, role: Role, places: Places) -> Result<()> {
        let inbox = Inbox::new();
        let grace = self.grace(&pod);
        let member = Member { role, dismissed: None, reins: inbox.reins(), grace };
        let steps = member.role.steps.clone();
        let about = format!("TaskRun {}", member.role.title.task_run);
        let (engine, objects, keep) = (self.engine, self.objects, self.settings.keep);
        let mut reporter = Reporter::new(number, self.mask.clone(), self.news.clone());
        let work = move || {
            let job = Job { pod: &pod, steps: &steps, objects, places: &places, grace, keep };
            let ends = engine.run(&job, &inbox, &mut |event| reporter.tell(event));
            reporter.finish(ends.context(about));
        };
        Builder::new().spawn_scoped(self.scope, work).context("cannot start a thread")?;
        self.members.insert(number, member);
        Ok(())
    }

    /// How long the containers of `pod` have between TERM and KILL.
    fn grace(&self, pod: &Pod) -> Duration {
        let of_pod = pod.spec.as_ref().and_then(|spec| spec.termination_grace_period_seconds);
        let seconds = u64::try_from(of_pod.unwrap_or(GRACE)).unwrap_or(0);
        self.settings.grace.unwrap_or(Duration::from_secs(seconds))
    }

    /// How many run.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// What is known of number `number`.
    pub fn get(&self, number: usize) -> Option<&Member> {
        self.members.get(&number)
    }

    /// Lets go of number `number`, which has ended.
    pub fn remove(&mut self, number: usize) -> Option<Member> {
        self.members.remove(&number)
    }

    /// Asks the Pod called `name` in `namespace` to end, for `reason`; false if it does not run, or has been asked.
    pub fn dismiss(&mut self, namespace: &str, name: &str, reason: &str) -> bool {
        let wanted =
            |member: &&mut Member| member.role.title.namespace == namespace && member.role.title.pod == name;
        let Some(member) = self.members.values_mut().find(wanted) else { return false };
        member.reins.stop(Force::Terminate);
        member.dismissed.replace(reason.to_owned()).is_none()
    }

    /// Asks all to end; the longest grace period of those that run.
    pub fn stop(&self, force: Force) -> Duration {
        self.members.values().for_each(|member| member.reins.stop(force));
        self.members.values().map(|member| member.grace).max().unwrap_or_default()
    }
}

impl Drop for Crew<'_, '_> {
    fn drop(&mut self) {
        self.stop(Force::Kill);
    }
}
