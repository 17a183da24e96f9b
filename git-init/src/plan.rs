//! What the command line asks of a fetch.

use crate::retry::Retry;

/// How to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The revision; empty for the remote's HEAD.
    pub revision: &'a str,
    /// How many commits of history; 0 is all.
    pub depth: i32,
    /// Whether a server's certificate has to be good.
    pub ssl_verify: bool,
    /// How to go on after a failure of the network.
    pub retry: Retry,
}
