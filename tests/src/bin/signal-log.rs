//! `signal-log FILE`: blocks every signal, says so by creating FILE, and appends the number of each signal that
//! arrives as one line. It ends only when killed, or after the time no test takes.
#![allow(unsafe_code)] // sigwaitinfo for all 64 numbers: safe wrappers know only the named ones

use std::fs::File;
use std::io::Write;
use std::mem::MaybeUninit;
use std::ptr;

fn main() -> std::io::Result<()> {
    let path = std::env::args_os().nth(1).expect("usage: signal-log FILE");
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigfillset initialises the set it is given; the mask call reads it.
    let all = unsafe {
        libc::sigfillset(all.as_mut_ptr());
        let all = all.assume_init();
        libc::sigprocmask(libc::SIG_SETMASK, &raw const all, ptr::null_mut());
        all
    };
    let mut file = File::create(path)?;
    loop {
        let minute = libc::timespec { tv_sec: 60, tv_nsec: 0 };
        // SAFETY: both arguments outlive the call; no information is asked for.
        let signal = unsafe { libc::sigtimedwait(&raw const all, ptr::null_mut(), &raw const minute) };
        if signal < 0 {
            return Ok(());
        }
        writeln!(file, "{signal}")?;
    }
}
