//! Has the linker lead some calls of the C libraries to functions of ours: see `late.rs`, `nodelay.rs` and `realpath.rs`.

use std::env;
use std::path::Path;

/// What is called here instead of there.
const WRAPPED: [&str; 7] = [
    "OPENSSL_init_ssl",
    "git_openssl_stream_global_init",
    "git_openssl_stream_new",
    "git_openssl_stream_wrap",
    "libssh2_init",
    "realpath",
    "socket",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A linker that is called by itself, as for another machine, and not by a C compiler, takes options bare.
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_default();
    let bare = Path::new(&linker).file_name().is_some_and(|name| name.to_string_lossy().contains("lld"));
    let prefix = if bare { "" } else { "-Wl," };
    for function in WRAPPED {
        println!("cargo::rustc-link-arg={prefix}--wrap={function}");
    }
}
