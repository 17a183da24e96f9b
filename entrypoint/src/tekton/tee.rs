//! What the step prints, on its way: into a file as well (`-stdout_path`, `-stderr_path`), and without the secrets that
//! `BATON_MASK` names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, PipeReader, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::log;
use crate::wait::Bell;
use masks::{Mask, Stream};

/// How much is copied at a time, in bytes: some of it is in the processor's cache when it is written again.
const PIECE: usize = 256 * 1024;
/// What the pipe is to hold, in bytes: what an ordinary user may ask for (pipe(7)). The step and the copy wake each
/// other less often then.
const ROOM: libc::c_int = 1024 * 1024;
/// The stack of the thread: what it copies is on the heap.
const STACK: usize = 64 * 1024;

/// A thread that copies what comes out of a pipe.
pub struct Tee {
    thread: JoinHandle<()>,
    over: Bell,
}

impl Tee {
    /// Copies what is written into the pipe, whose end this gives, to `to` and to the file `path`, if there is to be
    /// one: behind what is in it, and with the folders above it. What `mask` knows goes to neither.
    ///
    /// # Errors
    /// The file cannot be opened, or there is no pipe or thread to be had.
    pub fn start(
        path: Option<&Path>,
        to: BorrowedFd<'_>,
        mask: Option<Arc<Mask>>,
    ) -> io::Result<(OwnedFd, Self)> {
        let file = path.map(|path| open(path).map_err(|error| named(path, &error))).transpose()?;
        let (from, end) = io::pipe()?;
        // One of the usual size will do.
        let _ = fcntl(&from, FcntlArg::F_SETPIPE_SZ(ROOM));
        let over = Bell::new()?;
        let name = path.map(|path| path.display().to_string()).unwrap_or_default();
        let mut copy = Copy {
            from,
            text: Stream::new(mask, PIECE),
            to: Sinks([
                Some(("the output of this container".into(), to.try_clone_to_owned()?.into())),
                file.map(|file| (name, file)),
            ]),
            over: over.clone(),
        };
        let thread = thread::Builder::new().stack_size(STACK).spawn(move || copy.run())?;
        Ok((end.into(), Self { thread, over }))
    }

    /// Copies what has been written until now, and no more: a process that the step has left behind may keep the pipe
    /// open for as long as it likes.
    pub fn finish(self) {
        self.over.ring();
        let _ = self.thread.join();
    }
}

struct Copy {
    from: PipeReader,
    text: Stream,
    to: Sinks,
    over: Bell,
}

impl Copy {
    fn run(&mut self) {
        loop {
            let mut sources =
                [self.from.as_fd(), self.over.as_fd()].map(|fd| PollFd::new(fd, PollFlags::POLLIN));
            let _ = poll(&mut sources, PollTimeout::NONE);
            if sources[1].any() == Some(true) {
                self.drain();
                break;
            }
            if self.piece(usize::MAX).is_none() {
                break;
            }
        }
        let _ = self.text.finish(&mut self.to);
    }

    /// The rest: as much as the pipe can hold, since another process may go on writing.
    fn drain(&mut self) {
        let holds =
            fcntl(&self.from, FcntlArg::F_GETPIPE_SZ).ok().and_then(|size| usize::try_from(size).ok());
        let mut left = holds.unwrap_or(PIECE);
        if fcntl(&self.from, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).is_err() {
            return;
        }
        while left > 0 {
            let Some(read) = self.piece(left) else { return };
            left -= read;
        }
    }

    /// Copies what one read gives, at most `most` bytes, and gives their number; nothing when no more comes.
    fn piece(&mut self, most: usize) -> Option<usize> {
        let room = self.text.room();
        let end = room.len().min(most);
        match self.from.read(&mut room[..end]) {
            Ok(0) => None,
            Ok(read) => {
                let _ = self.text.pass(read, &mut self.to);
                Some(read)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Some(0),
            Err(_) => None,
        }
    }
}

/// Where it goes, with names for people; one that failed is gone.
struct Sinks([Option<(String, File)>; 2]);

impl Write for Sinks {
    /// One that takes no more does not stop the other, nor the step: this never fails.
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        for sink in &mut self.0 {
            if let Some((name, file)) = sink
                && let Err(error) = file.write_all(text)
            {
                log::error(&format!("Error while copying the step's output to {name}"), &error);
                *sink = None;
            }
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().append(true).create(true).open(path)
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("open {}: {error}", path.display()))
}
