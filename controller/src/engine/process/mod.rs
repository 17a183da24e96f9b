//! Engine `process`: the Pod's containers as processes of this machine, each in namespaces of its own, over
//! the machine's own userland. It needs neither root nor anything installed.

mod binaries;
mod capabilities;
mod container;
mod device;
mod env;
mod expand;
mod forbidden;
mod idmap;
pub(super) mod inner;
mod launch;
mod machine;
mod mount;
pub(super) mod outer;
mod pod;
mod report;
mod resolve;
mod root;
mod spec;
mod unsupported;
mod volume;
pub(super) mod work;

pub use pod::Process;

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// The hidden argument that makes this program stage one of a container.
pub const OUTER: &str = "__container";

/// The hidden argument that makes this program stage two of a container.
pub const INNER: &str = "__container-init";

/// The exit code of a process, 128+n for signal n, as shells have it.
pub(super) fn exit_code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
