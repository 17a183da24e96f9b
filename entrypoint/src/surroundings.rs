//! What a program must see to before it opens or writes anything; Rust's own start-up would.

use nix::libc;

/// Where there is nothing.
const NOWHERE: &std::ffi::CStr = c"/dev/null";

/// Puts an empty file where stdin, stdout or stderr is closed, so that no other file gets its number and the log with it,
/// and makes a log that nobody reads an error of the write and not the end of this process.
// SAFETY: every pointer is valid for its call; an ignored signal runs no code.
#[allow(unsafe_code)]
pub fn settle() {
    let mut files = [0, 1, 2].map(|fd| libc::pollfd { fd, events: 0, revents: 0 });
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        if libc::poll(files.as_mut_ptr(), 3, 0) > 0 {
            for _ in files.iter().filter(|file| file.revents & libc::POLLNVAL != 0) {
                // It gets the lowest number that is free.
                libc::open(NOWHERE.as_ptr(), libc::O_RDWR);
            }
        }
    }
}
