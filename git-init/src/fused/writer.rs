//! Writing files beside the reading of them.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::fresh::listing::File;
use crate::fresh::writing::{self, FOR_A_THREAD, Stat};

/// How many files, and of how many bytes, are handed over together: waking a thread takes as long as writing a small file.
const FILES: usize = 64;
const BYTES: usize = 256 << 10;

/// How often that may wait to be written: less than a megabyte together.
const WAITING: usize = 2;

/// From which length on, in bytes, a file is written at once.
const LONG: usize = 64 << 10;

/// Writes files; from a few hundred on in a thread of its own, if there is a processor for it.
pub struct Writer {
    root: PathBuf,
    taken: usize,
    thread: Option<Thread>,
    /// What was written without it.
    written: Vec<(usize, Stat)>,
}

struct Thread {
    jobs: SyncSender<Vec<Job>>,
    /// What is not handed over yet, and its bytes.
    next: Vec<Job>,
    bytes: usize,
    failed: Arc<AtomicBool>,
    handle: JoinHandle<Vec<(usize, Stat)>>,
}

/// A file, with its number.
type Job = (usize, File, Arc<Vec<u8>>);

impl Writer {
    /// Writes below `root`.
    pub fn new(root: PathBuf) -> Self {
        Self { root, taken: 0, thread: None, written: Vec::new() }
    }

    /// Writes a file, now or soon, in a folder that is there.
    pub fn write(&mut self, file: File, data: &Arc<Vec<u8>>) -> io::Result<()> {
        let number = self.taken;
        self.taken += 1;
        if self.taken == FOR_A_THREAD {
            self.start();
        }
        match &mut self.thread {
            Some(thread) if data.len() < LONG => thread.take((number, file, Arc::clone(data))),
            _ => {
                let stat = writing::write_file(&self.root, &file, data)?;
                self.written.push((number, stat));
                Ok(())
            }
        }
    }

    /// Waits until all is written; gives what the file system says of the files, in their order.
    pub fn finish(mut self) -> Option<Vec<Stat>> {
        let mut written = std::mem::take(&mut self.written);
        if let Some(mut thread) = self.thread.take() {
            thread.hand_over().ok()?;
            let Thread { jobs, failed, handle, .. } = thread;
            drop(jobs);
            written.extend(handle.join().ok().filter(|_| !failed.load(Ordering::Relaxed))?);
        }
        written.sort_unstable_by_key(|(number, _)| *number);
        (written.len() == self.taken).then(|| written.into_iter().map(|(_, stat)| stat).collect())
    }

    /// A Pod may have no room for a thread: then there is none.
    fn start(&mut self) {
        if thread::available_parallelism().map_or(1, usize::from) == 1 {
            return;
        }
        let (jobs, waiting) = sync_channel::<Vec<Job>>(WAITING);
        let failed = Arc::new(AtomicBool::new(false));
        let (root, told) = (self.root.clone(), Arc::clone(&failed));
        let work = move || {
            let mut written = Vec::new();
            for (number, file, data) in waiting.into_iter().flatten() {
                let Ok(stat) = writing::write_file(&root, &file, &data) else {
                    told.store(true, Ordering::Relaxed);
                    break;
                };
                written.push((number, stat));
            }
            written
        };
        if let Ok(handle) = thread::Builder::new().spawn(work) {
            self.thread = Some(Thread { jobs, next: Vec::new(), bytes: 0, failed, handle });
        }
    }
}

impl Thread {
    fn take(&mut self, job: Job) -> io::Result<()> {
        self.bytes += job.2.len();
        self.next.push(job);
        if self.next.len() < FILES && self.bytes < BYTES { Ok(()) } else { self.hand_over() }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        self.bytes = 0;
        let sent = self.jobs.send(std::mem::take(&mut self.next)).is_ok();
        if sent && !self.failed.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(io::Error::other("a file was not written"))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Whoever removes the files has to come after who writes them.
        if let Some(Thread { jobs, handle, .. }) = self.thread.take() {
            drop(jobs);
            let _ = handle.join();
        }
    }
}
