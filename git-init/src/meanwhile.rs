//! Work that is done while a server makes its answer: that takes milliseconds, in which there is nothing else to do.
#![allow(unsafe_code)] // a closure that is kept without its lifetime

use std::cell::RefCell;
use std::mem;

type Work<'a> = Box<dyn FnOnce() + 'a>;

thread_local! {
    /// What is to be done when this thread waits next.
    static WORK: RefCell<Option<Work<'static>>> = const { RefCell::new(None) };
}

/// Does `work` once `wait` waits for a server by a connection of ours, at the latest when it is over.
pub fn during<T>(wait: impl FnOnce() -> T, work: impl FnOnce()) -> T {
    let work: Work<'_> = Box::new(work);
    // SAFETY: the same type but for its lifetime. It is gone when this function ends: done, or dropped by a panic.
    let work = unsafe { mem::transmute::<Work<'_>, Work<'static>>(work) };
    WORK.set(Some(work));
    let forget = Forget;
    let waited = wait();
    now();
    drop(forget);
    waited
}

/// Does what is to be done, where there is anything.
pub fn now() {
    if let Some(work) = WORK.take() {
        work();
    }
}

/// Leaves nothing behind when a panic passes.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        WORK.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_once_and_never_later() {
        for waits in 0..3 {
            let mut steps = Vec::new();
            let shared = RefCell::new(&mut steps);
            let wait = || {
                shared.borrow_mut().push("asked");
                (0..waits).for_each(|_| now());
                shared.borrow_mut().push("answered");
            };
            during(wait, || shared.borrow_mut().push("worked"));
            now();
            let expected =
                if waits == 0 { ["asked", "answered", "worked"] } else { ["asked", "worked", "answered"] };
            assert_eq!(steps, expected);
        }
    }
}
