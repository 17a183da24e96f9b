//! What root inside a container may do.

use anyhow::{Context, Result};
use caps::{CapSet, Capability};

/// The capabilities that container runtimes leave by default (the list of containerd and podman). Without
/// `CAP_SYS_ADMIN` a step cannot remount the machine's files writable.
const KEPT: [Capability; 13] = [
    Capability::CAP_AUDIT_WRITE,
    Capability::CAP_CHOWN,
    Capability::CAP_DAC_OVERRIDE,
    Capability::CAP_FOWNER,
    Capability::CAP_FSETID,
    Capability::CAP_KILL,
    Capability::CAP_NET_BIND_SERVICE,
    Capability::CAP_NET_RAW,
    Capability::CAP_SETFCAP,
    Capability::CAP_SETGID,
    Capability::CAP_SETPCAP,
    Capability::CAP_SETUID,
    Capability::CAP_SYS_CHROOT,
];

/// Lets the capabilities of this process outlast the execution of stage two, which they otherwise do for user
/// 0 only.
///
/// # Errors
/// When the kernel refuses, which it does not to who has just made a user namespace.
pub fn pass_on() -> Result<()> {
    let own = caps::read(None, CapSet::Permitted).context("cannot read the capabilities")?;
    caps::set(None, CapSet::Inheritable, &own).context("cannot pass capabilities on")?;
    caps::set(None, CapSet::Ambient, &own).context("cannot pass capabilities on")
}

/// Takes every other capability out of the bounding set, so that no program executed from here has it.
///
/// # Errors
/// When the kernel refuses, which it does not to the first process of a user namespace.
pub fn confine() -> Result<()> {
    for capability in caps::read(None, CapSet::Bounding).context("cannot read the capabilities")? {
        if !KEPT.contains(&capability) {
            caps::drop(None, CapSet::Bounding, capability)
                .with_context(|| format!("cannot give up {capability}"))?;
        }
    }
    caps::clear(None, CapSet::Ambient).context("cannot give up capabilities")?;
    caps::clear(None, CapSet::Inheritable).context("cannot give up capabilities")
}
