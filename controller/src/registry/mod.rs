//! What images run by themselves, as their registries tell: the one part of the controller that talks over the network.

mod cache;
mod client;
mod credential;
mod digest;
mod docker_config;
mod docker_helper;
mod failure;
mod look_up;
mod manifest;
mod platform;
mod pull_secrets;
mod remote;
mod scope;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

pub use platform::Platform;

use crate::images::{ImageCommand, Unknown};
use crate::world::World;
use cache::Cache;
use docker_config::DockerConfig;
use look_up::look_up;

/// Look-ups at a time: enough to hide the way to a registry, too few for it to call us impolite.
const AT_A_TIME: usize = 8;

/// How to ask.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which image of an index counts.
    pub platform: Platform,
    /// How long one image may take.
    pub timeout: Duration,
}

/// What every image runs, by the image as a step names it, or why that cannot be told.
pub type Answers = BTreeMap<String, Result<ImageCommand, String>>;

/// Asks the registries of all images at once. Accounts and their pull secrets are those of `world`.
///
/// # Errors
/// When nobody can be asked at all.
pub fn resolve(images: &[&Unknown], world: &World, options: &Options) -> anyhow::Result<Answers> {
    let docker = Arc::new(DockerConfig::of_user());
    let cache = Cache::of_user();
    // Another part of the program may have been first; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("registries cannot be asked: no threads, or no sockets")?;
    let permits = Arc::new(Semaphore::new(AT_A_TIME));
    let names: BTreeSet<&str> = images.iter().map(|wanted| wanted.image.as_str()).collect();
    let answers = runtime.block_on(async {
        let mut asked = JoinSet::new();
        for image in names {
            let accounts = images.iter().filter(|wanted| wanted.image == image);
            let secrets = pull_secrets::of(accounts.copied(), world);
            let (image, permits, cache) = (image.to_owned(), Arc::clone(&permits), cache.clone());
            let (docker, options) = (Arc::clone(&docker), options.clone());
            asked.spawn(async move {
                let _permit = permits.acquire().await;
                let answer =
                    timeout(options.timeout, look_up(&image, &secrets, &docker, &cache, &options)).await;
                let seconds = options.timeout.as_secs();
                let late = |_| {
                    Err(format!("no answer within {seconds} s: is the registry up? (--registry-timeout)"))
                };
                (image, answer.unwrap_or_else(late))
            });
        }
        let mut answers = Answers::new();
        while let Some(answer) = asked.join_next().await {
            let (image, answer) = answer.context("a look-up in a registry ended early")?;
            answers.insert(image, answer);
        }
        anyhow::Ok(answers)
    });
    // A name that the resolver still looks up must not hold up the end.
    runtime.shutdown_background();
    answers
}
