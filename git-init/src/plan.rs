//! What the command line asks of a fetch.

use std::ffi::OsStr;

use crate::refspec::Refspec;
use crate::retry::Retry;

/// How to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The revision; empty for the remote's HEAD.
    pub revision: &'a str,
    /// The refs to fetch; none where the revision itself is fetched.
    pub refspecs: &'a [Refspec],
    /// The ref in whose history the revision's commit has to be; empty for any.
    pub verify_ref: &'a str,
    /// How many commits of history; 0 is all.
    pub depth: i32,
    /// Whether a server's certificate has to be good.
    pub ssl_verify: bool,
    /// The CA bundle that was named; empty for the environment's or the machine's.
    pub ca_file: &'a OsStr,
    /// Whether to fetch what git LFS keeps outside of the repository.
    pub lfs: bool,
    /// How to go on after a failure of the network.
    pub retry: Retry,
}
