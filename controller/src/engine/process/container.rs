//! From a container of a Pod to what its process is told.

use super::spec::{Mount, Source, Spec};
use super::work::Work;
use super::{env, expand::expand, volume};
use crate::engine::Job;
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::Container;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Where a container leaves its last words unless it says otherwise.
const TERMINATION_MESSAGE: &str = "/dev/termination-log";

/// Builds the spec of `container`; `binaries` are the mounts of our own programs.
///
/// # Errors
/// When something that the container refers to is missing, or engine `process` cannot provide it.
pub fn spec(job: &Job, container: &Container, binaries: &[Mount], work: &Work) -> Result<Spec> {
    let env = env::of_pod(job, container)?;
    let Some(command) = container.command.as_deref().filter(|command| !command.is_empty()) else {
        bail!("it has no command, and engine process does not look into images: name the command");
    };
    let arguments = container.args.as_deref().unwrap_or_default();
    let argv = command.iter().chain(arguments).map(|argument| expand(argument, &env)).collect();
    let security = container.security_context.clone().unwrap_or_default();
    let of_pod = job.pod.spec.as_ref().and_then(|spec| spec.security_context.clone()).unwrap_or_default();
    let read_only_root = security.read_only_root_filesystem == Some(true);
    let mut mounts = private(container, work, read_only_root)?;
    mounts.extend(volume::mounts(job, container, &env, work)?);
    mounts.extend(binaries.iter().map(|it| Mount {
        at: it.at.clone(),
        source: it.source.clone(),
        read_only: it.read_only,
    }));
    let dir = Path::new("/").join(container.working_dir.as_deref().unwrap_or_default());
    mounts.extend(missing(container, &dir, &mounts, work, read_only_root)?);
    let uid = id(security.run_as_user.or(of_pod.run_as_user))?;
    let groups = of_pod.supplemental_groups.unwrap_or_default().into_iter().chain(of_pod.fs_group);
    Ok(Spec {
        stage: work.stage(),
        argv,
        dir,
        uid,
        gid: id(security.run_as_group.or(of_pod.run_as_group))?,
        groups: groups.map(|group| id(Some(group))).collect::<Result<_>>()?,
        mounts,
        read_only_root,
        no_new_privileges: security.allow_privilege_escalation == Some(false),
        env: env::of_process(job, uid, env),
    })
}

/// A user or group id; root when none is named, as in most images.
fn id(id: Option<i64>) -> Result<u32> {
    u32::try_from(id.unwrap_or(0)).context("no such user or group id")
}

/// What every container has to itself: folders for temporary files, and the file for its last words.
fn private(container: &Container, work: &Work, read_only: bool) -> Result<Vec<Mount>> {
    let folder = format!("containers/{}", container.name);
    work.folder(&folder, 0o700)?;
    let mount =
        |at: &str, path| Mount { at: at.into(), source: Source::Machine { path, sub_path: None }, read_only };
    let message = termination_message(container, work);
    File::create(&message).with_context(|| format!("cannot make {}", message.display()))?;
    Ok(vec![
        mount("/tmp", work.folder(&format!("{folder}/tmp"), 0o1777)?),
        mount("/var/tmp", work.folder(&format!("{folder}/var-tmp"), 0o1777)?),
        Mount {
            read_only: false,
            ..mount(container.termination_message_path.as_deref().unwrap_or(TERMINATION_MESSAGE), message)
        },
    ])
}

/// A folder for a working directory that neither the machine nor a volume has: container runtimes make it too.
fn missing(
    container: &Container,
    dir: &Path,
    mounts: &[Mount],
    work: &Work,
    read_only: bool,
) -> Result<Option<Mount>> {
    if dir.exists() || mounts.iter().any(|mount| dir.starts_with(&mount.at)) {
        return Ok(None);
    }
    let path = work.folder(&format!("containers/{}/working-dir", container.name), 0o755)?;
    Ok(Some(Mount { at: dir.to_owned(), source: Source::Machine { path, sub_path: None }, read_only }))
}

/// The file outside that `container` leaves its last words in.
pub fn termination_message(container: &Container, work: &Work) -> PathBuf {
    work.path().join("containers").join(&container.name).join("termination-message")
}
