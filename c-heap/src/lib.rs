//! The heap of all code, C's too.
//!
//! musl's own maps what is larger than a few kilobytes anew each time and gives it back at once: with an inflater's
//! window for every object that is a tenth of a clone. Only the functions that a program may replace are here.
#![cfg(target_env = "musl")]
#![allow(unsafe_code)] // what malloc is

use std::ffi::{c_int, c_void};
use std::ptr;

use heap::Heap;

static HEAP: Heap = Heap::new();

/// What malloc returns and, by the standard, sets errno to when there is no memory.
fn given(pointer: *mut u8) -> *mut c_void {
    if pointer.is_null() {
        // SAFETY: the calling thread's own.
        unsafe { *libc::__errno_location() = libc::ENOMEM };
    }
    pointer.cast()
}

#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: any size will do.
    given(unsafe { HEAP.with(|heap| heap.c_malloc(size)) })
}

#[unsafe(no_mangle)]
extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    let Some(size) = count.checked_mul(size) else { return given(ptr::null_mut()) };
    // SAFETY: any size will do; 16 is what malloc aligns to.
    given(unsafe { HEAP.with(|heap| heap.calloc(size, 16)) })
}

#[unsafe(no_mangle)]
extern "C" fn realloc(pointer: *mut c_void, size: usize) -> *mut c_void {
    if pointer.is_null() {
        return malloc(size);
    }
    // SAFETY: by the contract of realloc, a pointer of ours.
    given(unsafe { HEAP.with(|heap| heap.c_realloc(pointer.cast(), size)) })
}

#[unsafe(no_mangle)]
extern "C" fn free(pointer: *mut c_void) {
    if !pointer.is_null() {
        // SAFETY: by the contract of free, a pointer of ours.
        unsafe { HEAP.with(|heap| heap.c_free(pointer.cast())) };
    }
}

#[unsafe(no_mangle)]
extern "C" fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void {
    if !alignment.is_power_of_two() {
        // SAFETY: the calling thread's own.
        unsafe { *libc::__errno_location() = libc::EINVAL };
        return ptr::null_mut();
    }
    // SAFETY: a power of two.
    given(unsafe { HEAP.with(|heap| heap.c_memalign(alignment, size)) })
}

#[unsafe(no_mangle)]
extern "C" fn memalign(alignment: usize, size: usize) -> *mut c_void {
    aligned_alloc(alignment, size)
}

#[unsafe(no_mangle)]
extern "C" fn posix_memalign(out: *mut *mut c_void, alignment: usize, size: usize) -> c_int {
    if !alignment.is_power_of_two() || alignment < size_of::<usize>() {
        return libc::EINVAL;
    }
    // SAFETY: a power of two.
    let pointer = unsafe { HEAP.with(|heap| heap.c_memalign(alignment, size)) };
    if pointer.is_null() {
        return libc::ENOMEM;
    }
    // SAFETY: by the contract, a place to write to.
    unsafe { *out = pointer.cast() };
    0
}
