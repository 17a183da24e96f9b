//! How binaries in a Pod are linked, for their build scripts. What counts is the start: a Pod starts all of its steps at
//! once, and on a virtual machine each page that a process touches first costs microseconds; and the time to pull them.

use std::env;
use std::path::Path;

/// Has static binaries linked small.
pub fn small() {
    if env::var_os("CARGO_CFG_TARGET_ENV").is_some_and(|libc| libc == "musl") {
        // Code and constants in one segment: 4 kB and three page faults less.
        binaries(&["-z", "noseparate-code"]);
        // Relocations as a bit map, which musl reads since 1.2.4: 33 kB of entrypoint less, 669 kB of git-init.
        binaries(&["-z", "pack-relative-relocs"]);
        // No tables for unwinding, since a panic ends the process: 130 kB less, and 180 kB.
        script(concat!(env!("CARGO_MANIFEST_DIR"), "/no-unwinding.ld"));
    }
    println!("cargo::rerun-if-changed=build.rs");
}

/// Has calls of the C functions of these names lead to functions `__wrap_NAME`, in binaries and their tests.
pub fn wrap(functions: &[&str]) {
    for function in functions {
        tell("rustc-link-arg", &[&format!("--wrap={function}")]);
    }
}

/// Has binaries linked by what the file at the path `script` adds to the linker's own script.
pub fn script(script: &str) {
    binaries(&["-T", script]);
    println!("cargo::rerun-if-changed={script}");
}

/// Has the kernel start binaries at this symbol, which is to lead to `_start`.
pub fn begin_at(symbol: &str) {
    binaries(&["-e", symbol]);
}

fn binaries(words: &[&str]) {
    tell("rustc-link-arg-bins", words);
}

/// A C compiler hands on what stands behind `-Wl`; a linker of its own, as for another machine, takes it as it is.
fn tell(instruction: &str, words: &[&str]) {
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_default();
    if Path::new(&linker).file_name().is_some_and(|name| name.to_string_lossy().contains("lld")) {
        for word in words {
            println!("cargo::{instruction}={word}");
        }
    } else {
        println!("cargo::{instruction}=-Wl,{}", words.join(","));
    }
}
