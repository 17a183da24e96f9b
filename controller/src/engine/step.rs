//! The containers of a Pod as the user knows them: the steps of a Task.

use k8s_openapi::api::core::v1::{Container, Pod};
use std::path::{Path, PathBuf};

use crate::model::ObservedPod;

/// What the emitted Pods put before the name of a step.
const PREFIX: &str = "build-step-";

/// One container of a Pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The container's name.
    pub container: String,
    /// The name to show: the container's without the prefix that the Pod gives to steps.
    pub name: String,
    /// Whether it is an init container.
    pub init: bool,
    /// The file that entrypoint writes when the step is done, as the container sees it.
    pub post_file: Option<PathBuf>,
}

impl Step {
    /// The init containers of `pod`, then its containers, each in its order.
    pub fn all(pod: &Pod) -> Vec<Step> {
        containers(pod).map(|(container, init)| Step::of(container, init)).collect()
    }

    /// The same of a Pod that is there, of which no files are known.
    pub fn observed(pod: &ObservedPod) -> Vec<Step> {
        let named = |init: bool| move |name: &String| Step::named(name, init);
        pod.init_containers.iter().map(named(true)).chain(pod.containers.iter().map(named(false))).collect()
    }

    fn of(container: &Container, init: bool) -> Step {
        Step { post_file: post_file(container), ..Step::named(&container.name, init) }
    }

    fn named(container: &str, init: bool) -> Step {
        let name = container.strip_prefix(PREFIX).filter(|name| !name.is_empty());
        Step {
            container: container.to_owned(),
            name: name.unwrap_or(container).to_owned(),
            init,
            post_file: None,
        }
    }

    /// Whether this is the container that says that the build is done. It waits for nobody, so what it says
    /// is true only once the steps have ended well.
    pub fn is_nop(&self) -> bool {
        self.container == "nop" && !self.init
    }

    /// The file that tells the next step not to run, which a step that failed or was skipped leaves.
    pub fn error_file(&self) -> Option<PathBuf> {
        let mut file = self.post_file.clone()?.into_os_string();
        file.push(".err");
        Some(file.into())
    }
}

/// The containers in the order of [`Step::all`], with whether each is an init container.
pub fn containers(pod: &Pod) -> impl Iterator<Item = (&Container, bool)> {
    pod.spec.iter().flat_map(|spec| {
        let init = spec.init_containers.iter().flatten().map(|container| (container, true));
        init.chain(spec.containers.iter().map(|container| (container, false)))
    })
}

/// The value of entrypoint's `-post_file`, among the flags before `--`.
fn post_file(container: &Container) -> Option<PathBuf> {
    let arguments = container.args.as_deref()?;
    let flags = arguments.iter().take_while(|argument| *argument != "--");
    let value = flags.skip_while(|flag| flag.trim_start_matches('-') != "post_file").nth(1)?;
    Path::new(value).is_absolute().then(|| PathBuf::from(value))
}
