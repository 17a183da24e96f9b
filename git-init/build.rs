//! Links the binary small, and has the linker lead some calls of the C libraries to functions of ours: see `first_key.rs`,
//! `fused/hook.rs`, `late.rs`, `nodelay.rs`, `proxy_hook.rs`, `realpath.rs`, `remote_error.rs`, `short_copies.rs`, `start.rs`
//! and `twice.rs`.

use std::env;

/// What is called here instead of there.
const WRAPPED: [&str; 16] = [
    "OPENSSL_cpuid_setup",
    "OPENSSL_init_ssl",
    "git_indexer_commit",
    "git_odb_write_pack",
    "git_openssl_stream_global_init",
    "git_openssl_stream_new",
    "git_openssl_stream_wrap",
    "git_packfile_unpack",
    "git_pkt_parse_line",
    "git_remote__http_proxy",
    "libssh2_init",
    "libssh2_session_init_ex",
    "libssh2_userauth_list",
    "realpath",
    "send",
    "socket",
];

fn main() {
    linking::small();
    linking::wrap(&WRAPPED);
    let target = ["ENV", "ARCH"].map(|what| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default());
    if target == ["musl", "x86_64"] {
        linking::wrap(&["memcpy"]);
        linking::script(concat!(env!("CARGO_MANIFEST_DIR"), "/late-tables.ld"));
        linking::begin_at("start_without_tables");
    }
}
