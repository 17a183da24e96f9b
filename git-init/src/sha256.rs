//! Repositories whose hashes are SHA-256, which are refused.
//!
//! libgit2 knows them in an experimental build only. Tried with it, a clone of one works, but where the clone
//! and its source differ in their hashes it writes beyond its memory: no thing to show to any server.

/// The remedy where libgit2 says that it met such a repository.
pub fn remedy(message: &str) -> Option<&'static str> {
    let met = message.contains("object format 'sha256'") || message.contains("extensions.objectformat");
    met.then_some("only repositories with SHA-1 hashes can be cloned: use git itself for this one")
}
