//! A started `entrypoint`, its end, and what it said.

use std::fs::File;
use std::io::{Read, Seek};
use std::os::unix::fs::FileExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::thread::panicking;
use std::time::{Duration, Instant};

use crate::{children, eventually, process, send};

/// A process that a test started. Dropped while it runs, it and its children are killed.
pub struct Running {
    child: Child,
    stdout: File,
    stderr: File,
    started: Instant,
}

/// How a process ended.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; nothing when a signal killed it.
    pub code: Option<i32>,
    /// The signal that killed it.
    pub signal: Option<i32>,
    /// All it wrote to standard output, and its step as well.
    pub stdout: Vec<u8>,
    /// All it wrote to standard error, and its step as well.
    pub stderr: String,
    /// From just before its start to the moment its end was seen.
    pub took: Duration,
}

impl Running {
    /// Starts `command` with its outputs kept.
    pub fn start(mut command: Command) -> Self {
        let stdout = tempfile::tempfile().expect("a temporary file");
        let stderr = tempfile::tempfile().expect("a temporary file");
        command.stdout(stdout.try_clone().expect("a descriptor"));
        command.stderr(stderr.try_clone().expect("a descriptor"));
        let started = Instant::now();
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, stdout, stderr, started }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by number.
    pub fn send(&self, signal: i32) {
        send(self.pid(), signal);
    }

    /// Whether it has not ended yet.
    pub fn runs(&mut self) -> bool {
        self.ended().is_none()
    }

    /// Its step: the one child process it has, once it has one.
    pub fn step(&self) -> u32 {
        eventually("the step runs", || children(self.pid()).first().map(|child| child.pid))
    }

    /// Returns once `ready` holds and it sleeps: it has done all that it can do by itself.
    pub fn settle(&self, what: &str, ready: impl Fn() -> bool) {
        eventually(what, || (ready() && process(self.pid())?.state == 'S').then_some(()));
    }

    /// Returns once `text` stands `times` times in its standard output. Panics when it ends before.
    pub fn says(&mut self, text: &str, times: usize) {
        eventually(&format!("{text:?} is there {times} times"), || {
            let ended = self.ended(); // asked first: what it said before its end counts
            let said = String::from_utf8_lossy(&self.stdout_so_far()).matches(text).count();
            assert!(
                said >= times || ended.is_none(),
                "{text:?} is there {said} times, and it has ended: {ended:?}"
            );
            (said >= times).then_some(())
        });
    }

    /// What it has written to standard output until now.
    pub fn stdout_so_far(&self) -> Vec<u8> {
        so_far(&self.stdout)
    }

    /// What it has written to standard error until now.
    pub fn stderr_so_far(&self) -> String {
        String::from_utf8_lossy(&so_far(&self.stderr)).into_owned()
    }

    /// Waits for its end.
    pub fn finish(mut self) -> Finished {
        let status = eventually("the process ends", || self.ended());
        let took = self.started.elapsed();
        let stderr = String::from_utf8_lossy(&written(&mut self.stderr)).into_owned();
        Finished {
            code: status.code(),
            signal: status.signal(),
            stdout: written(&mut self.stdout),
            stderr,
            took,
        }
    }

    fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child of ours")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if panicking() {
            // Why a test fails is often said by what it started.
            let stdout = String::from_utf8_lossy(&self.stdout_so_far()).into_owned();
            println!("process {} said: {stdout}\nand as errors: {}", self.pid(), self.stderr_so_far());
        }
        if self.runs() {
            let family = children(self.pid());
            self.send(libc::SIGKILL);
            for child in family {
                send(child.pid, libc::SIGKILL);
            }
            let _ = self.child.wait();
        }
    }
}

/// The content of a file that is still written, whose offset must stay where the writer has it.
fn so_far(file: &File) -> Vec<u8> {
    let length = file.metadata().expect("a file").len();
    let mut content = vec![0; usize::try_from(length).expect("it fits into memory")];
    file.read_exact_at(&mut content, 0).expect("a file");
    content
}

fn written(file: &mut File) -> Vec<u8> {
    let mut content = Vec::new();
    file.rewind().expect("a file");
    file.read_to_end(&mut content).expect("a file");
    content
}

impl Finished {
    /// Standard output as text, without the last line end.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).trim_end_matches('\n').to_owned()
    }

    /// The one line on standard error. Panics when there are more or none.
    pub fn complaint(&self) -> &str {
        let mut lines = self.stderr.lines();
        match (lines.next(), lines.next()) {
            (Some(line), None) => line,
            _ => panic!("not one line on standard error: {:?}", self.stderr),
        }
    }
}
