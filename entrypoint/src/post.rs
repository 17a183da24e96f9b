//! Handing on: the post file, or its `.err`, exactly once.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::panic;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};

use crate::lock::OwnLock;
use crate::say;
use crate::suffix;

/// Rust's own exit code for a panic.
const PANICKED: i32 = 101;

/// What stands before the exit code that the lock file of a step that has ended holds.
const EXITED: &str = "exit ";

/// The file that lets the next step go. Without a file nobody waits, and posting does nothing.
pub struct Post {
    file: Option<PathBuf>,
    posted: AtomicBool,
    lock: Mutex<Option<OwnLock>>,
}

impl Post {
    /// `file` may be empty: then there is none.
    pub fn new(file: &OsStr) -> Self {
        let file: Option<PathBuf> = (!file.is_empty()).then(|| file.into());
        if let Some(file) = &file {
            say::concerning(file);
        }
        Self { file, posted: AtomicBool::new(false), lock: Mutex::default() }
    }

    /// Shows whoever waits that this step, which runs `command`, lives. Until it has posted: a lock let go
    /// before that is a death.
    pub fn show_life(&self, command: Option<&OsString>) {
        if let (Some(file), Ok(mut lock)) = (&self.file, self.lock.lock()) {
            *lock = OwnLock::hold(file, command);
        }
    }

    /// The exit code of this very step, when it has ended before: its container was started again. A lock file that
    /// tells no code leaves 1 for a failure.
    pub fn recorded(&self) -> Option<u8> {
        let file = self.file.as_deref()?;
        if file.exists() {
            return Some(0);
        }
        suffix::err(file).exists().then(|| {
            let noted = fs::read_to_string(suffix::lock(file)).unwrap_or_default();
            noted.strip_prefix(EXITED).and_then(|code| code.parse().ok()).unwrap_or(1)
        })
    }

    /// Keeps the exit code for [`Post::recorded`]. To be called before posting.
    pub fn record(&self, exit: u8) {
        self.note(&format!("{EXITED}{exit}"));
    }

    /// Puts `text` into the lock file, for who looks at it while the lock is held.
    pub fn note(&self, text: &str) {
        if let Some(lock) = self.lock.try_lock().ok().as_deref().and_then(Option::as_ref) {
            lock.note(text);
        }
    }

    /// Done: the next step may run.
    pub fn done(&self) -> Result<()> {
        self.post(Path::to_path_buf)
    }

    /// Failed, skipped or never begun: the next step must not run.
    pub fn failed(&self) -> Result<()> {
        self.post(suffix::err)
    }

    /// Whatever goes wrong in this program itself, in whichever thread, whoever waits is told.
    pub fn fail_on_panic(self: &Arc<Self>) {
        let post = Arc::clone(self);
        let say_panic = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if say::is_json() {
                say::complain(info);
            } else {
                say_panic(info);
            }
            let _ = post.failed();
            process::exit(PANICKED);
        }));
    }

    /// The file is empty, so creating it is publishing it: there is no moment at which half of it is there.
    fn post(&self, name: impl Fn(&Path) -> PathBuf) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        if self.posted.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let file = name(file);
        let created = File::create(&file).or_else(|error| match file.parent() {
            Some(folder) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(folder).and_then(|()| File::create(&file))
            }
            _ => Err(error),
        });
        // Who sleeps on the lock need not wait for the end of this process, which takes the kernel a moment.
        if let Some(lock) = self.lock.try_lock().ok().and_then(|mut lock| lock.take()) {
            lock.let_go();
        }
        created
            .map(drop)
            .with_context(|| format!("cannot create {}, so no step behind this one can run", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    /// A panic cannot be provoked from outside, so this test runs itself again as the process that panics.
    #[test]
    fn a_panic_posts_err_and_ends_the_process() {
        const FILE: &str = "TEST_POST_FILE";
        if let Some(file) = env::var_os(FILE) {
            Arc::new(Post::new(&file)).fail_on_panic();
            let _ = std::thread::spawn(|| panic!("on purpose")).join();
            unreachable!("a panic in any thread ends the process");
        }
        let folder = env::temp_dir().join(format!("post-{}", process::id()));
        let file = folder.join("0");
        let status = process::Command::new(env::current_exe().unwrap())
            .args(["a_panic_posts_err_and_ends_the_process", "--nocapture"])
            .env(FILE, &file)
            .stderr(process::Stdio::null())
            .stdout(process::Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(PANICKED));
        assert!(suffix::err(&file).exists() && !file.exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn posts_once() {
        let folder = env::temp_dir().join(format!("once-{}", process::id()));
        let post = Post::new(folder.join("0").as_os_str());
        post.failed().unwrap();
        post.done().unwrap();
        assert!(folder.join("0.err").exists() && !folder.join("0").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
