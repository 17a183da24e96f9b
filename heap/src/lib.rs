//! Where memory comes from: dlmalloc, behind a lock that costs next to nothing when nobody else wants it.
//!
//! What plans Pods and what reads a step's flags take many small pieces of memory. musl's allocator returns pages as soon
//! as it can and asks for them again, and dlmalloc's own lock looks at every call for a fork that never comes: in planning
//! each takes a fifth of all time. So there must be none: a new process is one that executes a program at once.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};

use dlmalloc::Dlmalloc;

/// Looks at the lock before the thread lets others run: whoever holds it is soon done, unless it was interrupted.
const PATIENCE: usize = 100;

/// The allocator of a program: its `#[global_allocator]`.
pub struct Heap {
    taken: AtomicBool,
    heap: UnsafeCell<Dlmalloc>,
}

// SAFETY: the heap is touched by whoever has taken it, and that is one thread at a time.
#[allow(unsafe_code)]
unsafe impl Sync for Heap {}

impl Heap {
    /// One that holds nothing.
    #[allow(clippy::new_without_default)] // it is only ever a static
    pub const fn new() -> Self {
        Self { taken: AtomicBool::new(false), heap: UnsafeCell::new(Dlmalloc::new()) }
    }

    /// Has `act` take from it or give back.
    #[inline]
    pub fn with<T>(&self, act: impl FnOnce(&mut Dlmalloc) -> T) -> T {
        let mut looks = 0;
        while self.taken.swap(true, Ordering::Acquire) {
            looks += 1;
            if looks % PATIENCE == 0 { std::thread::yield_now() } else { std::hint::spin_loop() }
        }
        // SAFETY: nobody else has it, and what is done with it comes back: it neither panics nor allocates by us.
        #[allow(unsafe_code)]
        let result = act(unsafe { &mut *self.heap.get() });
        self.taken.store(false, Ordering::Release);
        result
    }
}

// Never inlined: all of dlmalloc in every place that wants memory would double the program.
// SAFETY: dlmalloc keeps the terms of an allocator, and each call is passed on as it is.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Heap {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.with(|heap| unsafe { heap.malloc(layout.size(), layout.align()) })
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.with(|heap| unsafe { heap.calloc(layout.size(), layout.align()) })
    }

    #[inline(never)]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        self.with(|heap| unsafe { heap.free(memory, layout.size(), layout.align()) });
    }

    #[inline(never)]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.with(|heap| unsafe { heap.realloc(memory, layout.size(), layout.align(), size) })
    }
}
