//! Starts one container's process and sees it through until its program runs.

use super::report::Report;
use super::spec::Spec;
use super::{OUTER, forbidden, idmap};
use crate::engine::inbox::Inbox;
use anyhow::{Context, Result, anyhow, bail};
use shared_child::SharedChild;
use std::io::{BufReader, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Why a program did not start though its container was built.
pub type NotExecuted = Option<String>;

/// A container's process that waits to be told what it shall become.
pub struct Launch {
    /// The process, whose output and end arrive in the inbox.
    pub child: Arc<SharedChild>,
    socket: UnixStream,
}

impl Launch {
    /// Starts the process of container number `step` of its Pod.
    ///
    /// To be called on a thread that outlives the container: the kernel kills that when the *thread* that started
    /// it ends.
    ///
    /// # Errors
    /// When no process can be started.
    pub fn begin(step: usize, inbox: &Inbox) -> Result<Launch> {
        let (socket, theirs) = UnixStream::pair().context("cannot make a socket")?;
        let mut command = Command::new("/proc/self/exe");
        command
            .arg0("controller") // what lists of processes show
            .arg(OUTER)
            .process_group(0) // Ctrl-C is for the controller alone, which then stops its containers in order
            .stdin(OwnedFd::from(theirs))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = Arc::new(SharedChild::spawn(&mut command).context("cannot start this program anew")?);
        inbox.follow(step, &child);
        Ok(Launch { child, socket })
    }

    /// Makes it the container `spec`; returns once its program runs.
    ///
    /// # Errors
    /// When the machine does not let containers be built, or this one cannot be.
    pub fn finish(self, spec: &Spec) -> Result<NotExecuted> {
        converse(&self.socket, self.child.id(), spec)
    }
}

/// Gives the stages what they ask for, until the socket closes.
fn converse(mut socket: &UnixStream, pid: u32, spec: &Spec) -> Result<NotExecuted> {
    let mut reports = BufReader::new(socket);
    let mut ready = false;
    while let Some(report) = Report::receive(&mut reports)? {
        match report {
            Report::Unshared => {
                idmap::write(pid, spec.uid, spec.gid)?;
                socket.write_all(b"\n")?;
                serde_json::to_writer(socket, spec)?;
                socket.shutdown(Shutdown::Write)?;
            }
            Report::Ready => ready = true,
            Report::Forbidden { what, errno } => return Err(anyhow!(forbidden::explain(&what, errno))),
            Report::Failed(message) => bail!(message),
            Report::NotExecuted { message, .. } => return Ok(Some(message)),
        }
    }
    if ready { Ok(None) } else { bail!("the container's first process ended before it could say why") }
}
