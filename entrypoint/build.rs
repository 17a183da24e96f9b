//! How the binary is linked. What counts is the start: a Pod starts all of its steps at once, and on a virtual
//! machine each page that a process touches first costs microseconds.

fn main() {
    if std::env::var_os("CARGO_CFG_TARGET_ENV").is_some_and(|libc| libc == "musl") {
        // Code and constants in one segment: 4 kB and three page faults less.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,noseparate-code");
        // Relocations as a bit map, which musl reads since 1.2.4: 33 kB less.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
