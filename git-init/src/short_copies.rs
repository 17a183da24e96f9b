//! `memcpy` for all code, C's too: the linker leads the calls here (`build.rs`).
//!
//! A clone copies a few bytes at a time, millions of times: deltas are made of such copies. musl's own takes single bytes
//! until it is aligned, and starts the processor's copying of long blocks for each, which was a seventh of a clone.
#![allow(unsafe_code)] // what memcpy is

use std::arch::asm;
use std::ptr;

/// From here on the processor's own way of copying blocks is the quickest: it takes some 35 cycles to start, as long as
/// 32 turns of the loop.
const LONG: usize = 512;

#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    // SAFETY: by the contract of memcpy there are `count` bytes at both, and they do not overlap.
    unsafe {
        match count {
            0 => {}
            1 => *to = *from,
            2..=4 => ends::<u16>(to, from, count),
            5..=8 => ends::<u32>(to, from, count),
            9..=16 => ends::<u64>(to, from, count),
            17..=32 => ends::<u128>(to, from, count),
            33..LONG => {
                let mut at = 0;
                while at + 2 * size_of::<u128>() < count {
                    ptr::copy_nonoverlapping(from.add(at).cast::<[u8; 16]>(), to.add(at).cast(), 1);
                    at += size_of::<u128>();
                    // Without this the compiler sees a memcpy here, and calls this function.
                    asm!("", options(nostack, preserves_flags));
                }
                ends::<u128>(to.add(at), from.add(at), count - at);
            }
            _ => asm!(
                "rep movsb",
                inout("rcx") count => _,
                inout("rdi") to => _,
                inout("rsi") from => _,
                options(nostack, preserves_flags),
            ),
        }
    }
    to
}

/// Copies what is at least as long as a `T` and at most as long as two: the first and the last of it, which may overlap.
#[inline]
unsafe fn ends<T>(to: *mut u8, from: *const u8, count: usize) {
    // SAFETY: both are within the `count` bytes.
    unsafe {
        let first = from.cast::<T>().read_unaligned();
        let behind = count - size_of::<T>();
        let last = from.add(behind).cast::<T>().read_unaligned();
        to.cast::<T>().write_unaligned(first);
        to.add(behind).cast::<T>().write_unaligned(last);
    }
}
