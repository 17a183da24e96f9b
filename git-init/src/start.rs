//! The first instructions of the process: they give their addresses to all tables but OpenSSL's.
//!
//! A program that may lie anywhere in memory has its tables of addresses corrected before anything else. Of 28,000
//! addresses on 150 pages OpenSSL has seven eighths, and each page that is touched costs microseconds, on virtual machines
//! above all: that was half of what starting took. So those are left until [`the_rest`] is asked for. Before that whoever
//! follows one of them crashes: such an address, counted from the program's beginning, is never mapped.
//!
//! The linker puts OpenSSL's tables together (`late-tables.ld`) and begins the process here (`build.rs`). The C runtime
//! goes on, and finds that nothing is left to correct.
#![allow(unsafe_code)] // what comes before any function, and writes what it is made of

use std::arch::{asm, global_asm};
use std::slice;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

global_asm!(
    ".globl start_without_tables",
    "start_without_tables:",
    // Both symbols are the linker's.
    "lea rdi, [rip + __ehdr_start]",
    "lea rsi, [rip + _DYNAMIC]",
    "call {correct}",
    // The stack is as the kernel left it.
    "jmp _start",
    correct = sym all_but_late,
);

unsafe extern "C" {
    static __ehdr_start: u8;
    static late_tables: u8;
    static late_tables_end: u8;
    static _end: u8;
}

/// An entry of the program's dynamic section.
#[repr(C)]
struct Dynamic {
    tag: usize,
    value: usize,
}

/// Tags of the generic ELF specification: the end, and where the relative relocations are and how many bytes of them.
const NULL: usize = 0;
const RELRSZ: usize = 35;
const RELR: usize = 36;

/// The size of an address, and the addresses that one word of the relocations maps, beside the bit that tells a map from
/// an address.
const SIZE: usize = size_of::<usize>();
const IN_A_MAP: usize = usize::BITS as usize - 1;

/// The call `madvise` of Linux on x86-64, and its advice `MADV_POPULATE_WRITE`.
const MADVISE: usize = 28;
const POPULATE_WRITE: usize = 23;

/// The relocations as they were found: where, and how many words.
static FOUND: AtomicUsize = AtomicUsize::new(0);
static WORDS: AtomicUsize = AtomicUsize::new(0);

/// Corrects the tables outside of OpenSSL's, and leaves none for the C runtime.
///
/// What runs here may not use any address that is not corrected yet: no constants with references, no panics.
unsafe extern "C" fn all_but_late(base: usize, mut dynamic: *mut Dynamic) {
    // SAFETY: the linker made the section, which ends with NULL, and the table that it leads to.
    unsafe {
        while (*dynamic).tag != NULL {
            match (*dynamic).tag {
                RELR => FOUND.store(base + (*dynamic).value, Ordering::Relaxed),
                RELRSZ => {
                    WORDS.store((*dynamic).value / SIZE, Ordering::Relaxed);
                    (*dynamic).value = 0;
                }
                _ => {}
            }
            dynamic = dynamic.add(1);
        }
        make_room();
        correct(base, false);
    }
}

/// Has the kernel give the process its own copies of all pages that are about to be written, in one call: one by one
/// each takes microseconds. A kernel before Linux 5.14 refuses, and does it page by page.
unsafe fn make_room() {
    let from = (&raw const late_tables_end).addr();
    let length = (&raw const _end).addr() - from;
    // SAFETY: a call that changes nothing but which pages are there. C's functions cannot be called yet.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") MADVISE => _,
            in("rdi") from,
            in("rsi") length,
            in("rdx") POPULATE_WRITE,
            out("rcx") _,
            out("r11") _,
            options(nostack),
        );
    }
}

/// Corrects OpenSSL's tables too, once. Called before anything of it is used that has tables.
pub fn the_rest() {
    static CORRECTED: Once = Once::new();
    CORRECTED.call_once(|| {
        // SAFETY: nobody has used these tables yet, since they do not work.
        unsafe { correct((&raw const __ehdr_start).addr(), true) };
    });
}

/// Adds where the program lies to the addresses in OpenSSL's tables, if these are `meant`, or to all others.
unsafe fn correct(base: usize, meant: bool) {
    let late = (&raw const late_tables).addr()..(&raw const late_tables_end).addr();
    let is_meant = |at: usize| (late.start <= at && at < late.end) == meant;
    // SAFETY: all places are in the program's own data, as the linker noted them.
    let correct = |at: usize| unsafe {
        if is_meant(at) {
            *(at as *mut usize) += base;
        }
    };
    let (found, words) = (FOUND.load(Ordering::Relaxed), WORDS.load(Ordering::Relaxed));
    // SAFETY: the linker's table.
    let words = unsafe { slice::from_raw_parts(found as *const usize, words) };
    let mut next = base;
    for &word in words {
        if word & 1 == 0 {
            correct(base + word);
            next = base + word + SIZE;
            continue;
        }
        // A map of which words follow, from the second bit on. OpenSSL's are on whole pages: no map goes beyond both ends.
        let mut map = word >> 1;
        if is_meant(next) || is_meant(next + (IN_A_MAP - 1) * SIZE) {
            while map != 0 {
                correct(next + map.trailing_zeros() as usize * SIZE);
                map &= map - 1;
            }
        }
        next += IN_A_MAP * SIZE;
    }
}
