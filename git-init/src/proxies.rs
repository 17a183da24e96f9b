//! The flags for proxies, as the variables that libgit2 reads. It goes through a proxy with https only.

use std::env;

use crate::args::Args;

/// Sets the variables that the flags stand for, in both spellings, since a program may look for either.
#[allow(unsafe_code)]
pub fn into_environment(args: &Args) {
    for (value, names) in
        [(&args.https_proxy, ["https_proxy", "HTTPS_PROXY"]), (&args.no_proxy, ["no_proxy", "NO_PROXY"])]
    {
        if value.is_empty() {
            continue;
        }
        for name in names {
            // SAFETY: called before any other thread is started.
            unsafe { env::set_var(name, value) };
        }
    }
}
