//! Stage two of a container: the first process of its PID namespace. Builds the root, steps into it, and
//! lets the container's program take its place.

use super::report::{Refused, Report};
use super::spec::Spec;
use super::{capabilities, root};
use anyhow::{Context, Result};
use nix::sys::prctl::{set_no_new_privs, set_pdeathsig};
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{Gid, Uid, chdir, getegid, geteuid, setgroups, setresgid, setresuid};
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, Stdio};

/// Runs stage two over the socket on stdin. Returns only when the program could not be executed.
pub fn main() -> ExitCode {
    let Ok(socket) = io::stdin().as_fd().try_clone_to_owned() else { return ExitCode::FAILURE };
    let mut socket = UnixStream::from(socket);
    let report = match run(&mut socket) {
        Ok(report) => report,
        Err(error) => match error.downcast_ref::<Refused>() {
            Some(refused) => Report::Forbidden { what: refused.what.clone(), errno: refused.errno as i32 },
            None => Report::Failed(format!("{error:#}")),
        },
    };
    let sent = report.send(&socket);
    match (sent, report) {
        (Ok(()), Report::NotExecuted { code, .. }) => ExitCode::from(code),
        _ => ExitCode::FAILURE,
    }
}

fn run(socket: &mut UnixStream) -> Result<Report> {
    set_pdeathsig(Signal::SIGKILL)?;
    let mut text = Vec::new();
    socket.read_to_end(&mut text)?;
    let spec: Spec = serde_json::from_slice(&text).context("the controller is gone")?;
    drop(text);
    // The caller's is for the caller's files; containers start with this one.
    umask(Mode::from_bits_truncate(0o022));
    root::build(&spec)?;
    chdir(&spec.dir).with_context(|| format!("cannot enter the working directory {}", spec.dir.display()))?;
    become_user(&spec)?;
    Report::Ready.send(&*socket)?;
    Ok(execute(&spec))
}

/// Gives up what a container does not need and takes the container's user and group.
fn become_user(spec: &Spec) -> Result<()> {
    capabilities::confine()?;
    let (uid, gid) = (Uid::from_raw(spec.uid), Gid::from_raw(spec.gid));
    let groups: Vec<Gid> = spec.groups.iter().copied().map(Gid::from_raw).collect();
    // With a map of a single id the kernel refuses, always: the caller's own groups stay then.
    setgroups(&groups).ok();
    if gid != getegid() {
        setresgid(gid, gid, gid).with_context(|| format!("cannot become group {gid}"))?;
    }
    if uid != geteuid() {
        setresuid(uid, uid, uid).with_context(|| format!("cannot become user {uid}"))?;
    }
    if spec.no_new_privileges {
        set_no_new_privs()?;
    }
    // A change of user clears it.
    set_pdeathsig(Signal::SIGKILL)?;
    Ok(())
}

/// Executes the program; what comes back is why it could not be done.
fn execute(spec: &Spec) -> Report {
    let Some((program, arguments)) = spec.argv.split_first() else {
        return Report::Failed("no command".into());
    };
    let error = Command::new(program)
        .args(arguments)
        .env_clear()
        .envs(spec.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .exec();
    let code = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
    Report::NotExecuted { code, message: format!("cannot execute {program}: {error}") }
}
