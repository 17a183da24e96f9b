//! Steps without a command: what their images run, asked of the registries while planning.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::images::Unknown;
use crate::plan::Plan;
use crate::problem::{Problem, ProblemKind};
use crate::reconcile::reconcile;
use crate::registry::{Options, Platform, resolve};
use crate::world::World;

/// Whether and how to ask registries.
#[derive(Args, Clone, Debug)]
pub struct ResolveArgs {
    /// Ask the registry what an image runs where a step has no command; passwords are those of docker's config.json
    /// and of the pull secrets of the run's ServiceAccount
    #[arg(long)]
    resolve_entrypoints: bool,
    /// Which image of several counts, as OS/ARCH[/VARIANT] [default: linux on a processor like this machine's]
    #[arg(long, value_name = "PLATFORM", requires = "resolve_entrypoints")]
    platform: Option<Platform>,
    /// How long a registry may take to tell of one image
    #[arg(long, value_name = "SECONDS", default_value_t = 30, requires = "resolve_entrypoints", value_parser = RangedU64ValueParser::<u64>::new().range(1..=3600))]
    registry_timeout: u64,
}

impl ResolveArgs {
    /// Plans what the world lacks. Where the arguments ask for it, the world learns before what its images run.
    ///
    /// # Errors
    /// When nobody can be asked. In the inner result, everything that is wrong with the objects.
    pub(super) fn plan(&self, world: &mut World) -> Result<Result<Plan, Vec<Problem>>> {
        let mut reasons: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let mut planned = reconcile(world);
            let Err(problems) = &mut planned else { return Ok(planned) };
            let unknown: BTreeSet<&Unknown> = problems.iter().filter_map(unknown).collect();
            let unknown: Vec<&Unknown> =
                unknown.into_iter().filter(|unknown| !reasons.contains_key(&unknown.image)).collect();
            if !self.resolve_entrypoints || unknown.is_empty() {
                explain(problems, &reasons);
                return Ok(planned);
            }
            // What is planned with these commands may ask for more: a Pipeline's later tasks, say.
            for (image, answer) in resolve(&unknown, world, &self.options())? {
                match answer {
                    Ok(command) => drop(world.settings.image_entrypoints.insert(image, command)),
                    Err(reason) => drop(reasons.insert(image, reason)),
                }
            }
        }
    }

    fn options(&self) -> Options {
        Options {
            platform: self.platform.clone().unwrap_or_else(Platform::of_this_machine),
            timeout: Duration::from_secs(self.registry_timeout),
        }
    }
}

fn unknown(problem: &Problem) -> Option<&Unknown> {
    match &problem.kind {
        ProblemKind::NoCommand(unknown) => Some(unknown),
        ProblemKind::Wrong | ProblemKind::Missing(_) => None,
    }
}

/// Says of each image that stayed unknown why it did.
fn explain(problems: &mut [Problem], reasons: &BTreeMap<String, String>) {
    for problem in problems {
        if let Some(reason) = unknown(problem).and_then(|unknown| reasons.get(&unknown.image)) {
            problem.message = format!("{}; asked, {reason}", problem.message);
        }
    }
}
