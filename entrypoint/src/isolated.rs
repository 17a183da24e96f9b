//! Starting the step with a network, processes and mounts of its own, and none of this machine's: a hermetic build.

use std::ffi::CString;
use std::fs;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::ptr;

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::SigSet;
use nix::unistd::Pid;

/// All ids, each as itself: the step is who it would be without.
const ALL_IDS: &str = "0 0 4294967295";
const SPACES: libc::c_int = libc::CLONE_NEWUSER | libc::CLONE_NEWNS | libc::CLONE_NEWPID | libc::CLONE_NEWNET;

/// What the new process needs, ready for a process in which nothing may be allocated.
pub struct Image<'a> {
    /// The file to execute.
    pub file: &'a CString,
    /// Its arguments.
    pub arguments: &'a [CString],
    /// Its environment.
    pub environment: &'a [CString],
    /// What becomes its descriptors 0, 1 and 2; `None` for those of this process.
    pub files: [Option<RawFd>; 3],
    /// Its signal mask.
    pub mask: &'a SigSet,
}

/// Starts it, in a process group of its own.
///
/// # Errors
/// The kernel's answer to making the process, or to executing the file.
pub fn start(image: &Image) -> Result<Pid, Errno> {
    let arguments = pointers(image.arguments);
    let environment = pointers(image.environment);
    let (go, ready) = io::pipe().map_err(|error| errno(&error))?;
    let (answer, failed) = io::pipe().map_err(|error| errno(&error))?;
    // SAFETY: as fork without shared memory; the child calls nothing that allocates or locks, and ends in exec or exit.
    // What it reads was made before.
    #[allow(unsafe_code)]
    let pid = unsafe {
        let pid = libc::syscall(libc::SYS_clone, SPACES | libc::SIGCHLD, 0, 0, 0, 0);
        if pid == 0 {
            become_step(image, &arguments, &environment, &go, &ready, &failed);
        }
        pid
    };
    let pid = Errno::result(pid)?;
    drop((go, failed));
    map_ids(pid).map_err(|error| errno(&error))?;
    run(ready, answer)?;
    Ok(Pid::from_raw(i32::try_from(pid).map_err(|_| Errno::EOVERFLOW)?))
}

/// Who the ids in there are out here. The child waits for it: before, it is nobody.
fn map_ids(pid: libc::c_long) -> io::Result<()> {
    ["uid_map", "gid_map"].iter().try_for_each(|map| fs::write(format!("/proc/{pid}/{map}"), ALL_IDS))
}

/// Lets the child go, and hears why it could not; nothing is heard of a child that could.
fn run(mut ready: PipeWriter, mut answer: PipeReader) -> Result<(), Errno> {
    ready.write_all(&[1]).map_err(|error| errno(&error))?;
    drop(ready);
    let mut why = [0; 4];
    match answer.read_exact(&mut why) {
        Ok(()) => Err(Errno::from_raw(i32::from_ne_bytes(why))),
        Err(_) => Ok(()),
    }
}

/// In the child: nothing here allocates. It ends at once when its parent does not let it go.
///
/// # Safety
/// To be called in a process that was just made, with pointers to strings that end in a null pointer.
#[allow(unsafe_code)]
unsafe fn become_step(
    image: &Image,
    arguments: &[*const libc::c_char],
    environment: &[*const libc::c_char],
    go: &PipeReader,
    ready: &PipeWriter,
    failed: &PipeWriter,
) -> ! {
    let mut byte = 0u8;
    // SAFETY: every pointer is valid for its call; descriptors are open, and those that only this process needs are
    // closed by the exec.
    unsafe {
        libc::close(ready.as_raw_fd());
        if libc::read(go.as_raw_fd(), (&raw mut byte).cast(), 1) != 1 {
            libc::_exit(1);
        }
        libc::setpgid(0, 0);
        for (file, number) in image.files.iter().zip(0..) {
            if let Some(file) = file {
                libc::dup2(*file, number);
            }
        }
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::sigprocmask(libc::SIG_SETMASK, image.mask.as_ref(), ptr::null_mut());
        libc::execve(image.file.as_ptr(), arguments.as_ptr(), environment.as_ptr());
        let why = Errno::last_raw().to_ne_bytes();
        libc::write(failed.as_raw_fd(), why.as_ptr().cast(), why.len());
        libc::_exit(127)
    }
}

/// As exec takes them.
fn pointers(words: &[CString]) -> Vec<*const libc::c_char> {
    words.iter().map(|word| word.as_ptr()).chain([ptr::null()]).collect()
}

fn errno(error: &io::Error) -> Errno {
    Errno::from_raw(error.raw_os_error().unwrap_or(libc::EIO))
}
