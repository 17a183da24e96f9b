//! Work of which there is much, for as many threads as there are processors.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Calls `each` with the numbers below `count`, in no order, and with what `make` has made for the thread it is called on.
/// Panics when one of them does.
pub fn share_out<T>(count: u64, make: impl Fn() -> T + Sync, each: impl Fn(&T, u64) + Sync) {
    let next = AtomicU64::new(0);
    let hands = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                let own = make();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        return;
                    }
                    each(&own, at);
                }
            });
        }
    });
}
