//! What this machine allows: a test that needs more is skipped with a reason here, and fails where `CI` is set.

use std::env;
use std::process::{Command, Stdio};

/// Whether `probe` succeeds. If not, says that tests with `what` are skipped, and panics when `CI` is set: there
/// nothing may be left out.
pub fn able(what: &str, probe: &[&str]) -> bool {
    let (program, args) = probe.split_first().expect("a probe");
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let able = command.status().is_ok_and(|status| status.success());
    if !able {
        assert!(
            env::var_os("CI").is_none(),
            "no {what} here (`{}` fails), and CI skips nothing",
            probe.join(" ")
        );
        eprintln!("skipped: no {what} here (`{}` fails)", probe.join(" "));
    }
    able
}

/// The command in front of a step that first runs the shell script `scene` in a mount namespace of its own.
/// Nothing where that is forbidden.
pub fn mount_namespace(scene: &str) -> Option<Vec<String>> {
    let unshare = ["unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"];
    let probe = [&unshare[..], &["true"]].concat();
    let script = format!("set -e\n{scene}\nexec \"$@\"");
    let shell = ["sh", "-c", &script, "sh"];
    able("mount namespaces", &probe)
        .then(|| unshare.iter().chain(&shell).map(|&arg| arg.to_owned()).collect())
}

/// Whether tests run as root, which changing to other users takes.
pub fn root() -> bool {
    able(
        "change to other users",
        &["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups", "true"],
    )
}

/// The command in front of a step that puts it and its children under strace with `options`.
/// Nothing where strace is missing or forbidden.
pub fn strace(options: &[&str]) -> Option<Vec<String>> {
    able("strace", &["strace", "-o", "/dev/null", "true"]).then(|| {
        [&["strace", "-f", "--quiet=all"], options].concat().iter().map(|&arg| arg.to_owned()).collect()
    })
}
