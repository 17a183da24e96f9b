//! The root that a container sees: a private memory file system in which the machine's own tree is shown
//! read-only, and the container's volumes and private folders over it.

use super::mount::Reach;
use super::resolve::resolve;
use super::spec::{Mount, Source, Spec};
use super::{device, machine, mount};
use crate::engine::file::File;
use anyhow::{Context, Result, bail};
use nix::mount::{MntFlags, umount2};
use nix::unistd::{Gid, Uid, chdir, chown, pivot_root};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Builds the root of `spec` and makes it this process's own.
///
/// # Errors
/// [`super::report::Refused`] when the kernel does not allow the first mounts; otherwise what could not be
/// mounted, and where.
pub fn build(spec: &Spec) -> Result<()> {
    mount::make_private()?;
    mount::memory(&spec.stage)?;
    let root = spec.stage.join("root");
    fs::create_dir(&root).context("cannot lay out the stage")?;
    mount::memory(&root)?; // pivot_root wants a mount of its own

    let mounts = resolved(&spec.mounts);
    let mut points: Vec<PathBuf> = mounts.iter().map(|(at, _)| at.clone()).collect();
    points.extend(device::POINTS.iter().map(PathBuf::from));

    let made_anew = machine::show(&root, &points)?;
    mount::seal(&root, Reach::Below { except: &made_anew })?;
    device::provide(&root)?;
    for (number, (at, wanted)) in mounts.iter().enumerate() {
        let source = provide(&wanted.source, &spec.stage.join(number.to_string()), spec)
            .with_context(|| format!("mount {}", wanted.at.display()))?;
        let at = descend(&root, at)?;
        mount::point(&at, &source)?;
        mount::bind(&source, &at)?;
    }
    let dir = resolve(&spec.dir, &points);
    fs::create_dir_all(descend(&root, &dir)?)
        .with_context(|| format!("cannot make the working directory {}", spec.dir.display()))?;
    for (at, _) in mounts.iter().filter(|(_, wanted)| wanted.read_only) {
        mount::seal(&descend(&root, at)?, Reach::Itself)?;
    }
    for folder in &made_anew {
        mount::seal(folder, Reach::Itself)?;
    }
    if spec.read_only_root {
        mount::seal(&root, Reach::Itself)?;
    }
    enter(&root)
}

/// Each mount with its real place, outermost first: one volume may be mounted inside another.
fn resolved(mounts: &[Mount]) -> Vec<(PathBuf, &Mount)> {
    let mut sorted: Vec<&Mount> = mounts.iter().collect();
    sorted.sort_by_key(|mount| mount.at.components().count());
    let mut done: Vec<(PathBuf, &Mount)> = Vec::new();
    for mount in sorted {
        let covered: Vec<PathBuf> = done.iter().map(|(at, _)| at.clone()).collect();
        done.push((resolve(&mount.at, &covered), mount));
    }
    done
}

/// The path outside of what is to be mounted; files in memory are written below `folder` first.
fn provide(source: &Source, folder: &Path, spec: &Spec) -> Result<PathBuf> {
    match source {
        Source::Machine { path, sub_path: None } => Ok(path.clone()),
        Source::Machine { path, sub_path: Some(sub_path) } => {
            let path = descend(path, sub_path)?;
            if !path.exists() {
                fs::create_dir_all(&path)?;
            }
            Ok(path)
        }
        Source::Memory { files, sub_path } => {
            fs::create_dir(folder)?;
            for file in files {
                write(folder, file, spec).with_context(|| format!("cannot write {}", file.path.display()))?;
            }
            Ok(sub_path.as_ref().map_or_else(|| folder.to_owned(), |path| folder.join(path)))
        }
    }
}

fn write(folder: &Path, file: &File, spec: &Spec) -> Result<()> {
    let path = folder.join(&file.path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(&path, &file.content)?;
    fs::set_permissions(&path, Permissions::from_mode(file.mode))?;
    chown(&path, Some(Uid::from_raw(spec.uid)), Some(Gid::from_raw(spec.gid)))?;
    Ok(())
}

/// `base` and the parts of `path` below it, none of which may be a symlink: one that a step has left in a
/// volume would lead to the machine's own tree from here.
fn descend(base: &Path, path: &Path) -> Result<PathBuf> {
    let mut at = base.to_owned();
    for part in path.strip_prefix("/").unwrap_or(path) {
        if part == ".." {
            bail!("{} leads out of its volume", path.display());
        }
        at.push(part);
        if at.is_symlink() {
            bail!("{} goes through a symlink", path.display());
        }
    }
    Ok(at)
}

/// Makes `root` the root of this mount namespace and lets go of the old one, as `pivot_root(2)` shows it.
fn enter(root: &Path) -> Result<()> {
    chdir(root)?;
    pivot_root(".", ".").context("cannot change the root (a machine that runs from its initramfs cannot)")?;
    umount2(".", MntFlags::MNT_DETACH).context("cannot let go of the machine's root")?;
    chdir("/")?;
    Ok(())
}
