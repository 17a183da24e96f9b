//! Says what a machine must allow for the process engine to work, when it does not.

use nix::errno::Errno;
use std::fs;

/// Kernel settings that forbid what the engine needs: path, the value that forbids, and the remedy.
const SETTINGS: [(&str, &str, &str); 3] = [
    ("/proc/sys/user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=15000"),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    ),
];

/// The error for the user: what was refused, what to enable, and which other engine there is.
pub fn explain(what: &str, errno: i32) -> String {
    let errno = Errno::from_raw(errno);
    let remedies: Vec<&str> = SETTINGS
        .into_iter()
        .filter(|(path, forbids, _)| fs::read_to_string(path).is_ok_and(|value| value.trim() == *forbids))
        .map(|(_, _, remedy)| remedy)
        .collect();
    let remedy = match (remedies.is_empty(), errno) {
        (false, _) => format!("enable them as root with `{}`", remedies.join("; ")),
        (true, Errno::EINVAL | Errno::ENOSYS) => "this kernel is built without them (CONFIG_USER_NS)".into(),
        (true, Errno::ENOSPC | Errno::EUSERS) => {
            "too many of them are in use or nested: raise user.max_user_namespaces".into()
        }
        (true, _) => "a seccomp filter or security module forbids them: inside a container, start that \
                      container with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`"
            .into(),
    };
    format!(
        "engine process needs namespaces of its own, and this machine refused {what} ({}): {remedy}; \
         or use `--engine podman`",
        errno.desc()
    )
}
