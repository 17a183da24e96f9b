//! How the binary is linked. What counts is the start: a Pod starts all of its steps at once, and on a virtual
//! machine each page that a process touches first costs microseconds.

use std::env;

fn main() {
    if env::var_os("CARGO_CFG_TARGET_ENV").is_some_and(|libc| libc == "musl") {
        // Code and constants in one segment: 4 kB and three page faults less.
        tell_linker(&["-z", "noseparate-code"]);
        // Relocations as a bit map, which musl reads since 1.2.4: 33 kB less.
        tell_linker(&["-z", "pack-relative-relocs"]);
        // No tables for unwinding, since a panic ends the process: 130 kB less.
        tell_linker(&["-T", concat!(env!("CARGO_MANIFEST_DIR"), "/no-unwinding.ld")]);
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=no-unwinding.ld");
}

/// A C compiler hands on what stands behind `-Wl`; a linker of its own, as for another machine, takes it as it is.
fn tell_linker(words: &[&str]) {
    let itself = env::var("RUSTC_LINKER").is_ok_and(|linker| linker.ends_with("lld"));
    if itself {
        for word in words {
            println!("cargo:rustc-link-arg-bins={word}");
        }
    } else {
        println!("cargo:rustc-link-arg-bins=-Wl,{}", words.join(","));
    }
}
