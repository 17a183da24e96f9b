//! Links the binary small, and has the linker lead some calls of the C libraries to functions of ours: see `late.rs`,
//! `nodelay.rs` and `realpath.rs`.

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
    linking::small();
    linking::wrap(&WRAPPED);
}
