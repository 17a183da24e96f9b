//! `--resolve-entrypoints`, from outside, against Debian's docker-registry.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod image; // images made by hand and pushed by skopeo
mod scene; // a home, a docker configuration, a cache, and calls of the controller

mod cache; // asked for once, kept, tampered with
mod commands; // what becomes of entrypoint, cmd and args
mod failures; // what cannot be told, and why
mod passwords; // docker's configuration, helpers, pull secrets
mod tokens; // a server elsewhere says who may have what
