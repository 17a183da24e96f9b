//! `-userFriendlyErrors`: a failure once more, for a person who reads the end of a log.

use std::fmt::Write as _;

use git2::ObjectFormat;

use crate::args::Args;
use crate::failure::{Failure, Stage};
use crate::instead;
use crate::location::Location;
use crate::mask::mask;
use crate::object_format::of_hash;

/// The failure in words: what failed, why it likely did, what to do, and how to see it with git alone. It begins
/// with an empty line and shows no credential.
pub fn block(args: &Args, failure: &Failure) -> String {
    let (likely, hints) = likely(failure.stage);
    let mut text = format!(
        "\nCould not {} {}\n\n  What failed:   {}\n  Likely cause:  {likely}\n\n  What to do\n",
        verb(failure.stage),
        quoted(args.url.trim()),
        failure.cause,
    );
    let remedy = (!failure.remedy.is_empty()).then_some(&failure.remedy[..]);
    for hint in remedy.into_iter().chain(hints.iter().copied()) {
        let _ = writeln!(text, "    * {hint}");
    }
    text.push_str("\n  The same with git");
    if mask(&text) != text || mask(&args.url) != args.url {
        text.push_str(" (put the credentials in the place of ***)");
    }
    text.push('\n');
    for command in commands(args) {
        let _ = writeln!(text, "    {command}");
    }
    // A server has a say in the cause: what could steer a terminal goes.
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    mask(&text)
}

fn verb(stage: Stage) -> &'static str {
    match stage {
        Stage::Prepare => "begin to clone",
        Stage::Resolve => "find the host of",
        Stage::Connect => "connect to the host of",
        Stage::Authenticate => "get access to",
        Stage::Fetch => "fetch from",
        Stage::CheckOut => "check out the files of",
    }
}

/// What is behind most failures of a stage, and what helps.
fn likely(stage: Stage) -> (&'static str, &'static [&'static str]) {
    match stage {
        Stage::Prepare => (
            "a flag is not what it should be, or the folder is not ready to be filled",
            &["look at the flags of the step, and at the workspace that it fills"],
        ),
        Stage::Resolve => (
            "the name of the host is misspelled, or not known to the DNS of the cluster",
            &["look the name up from a Pod", "let network policies allow DNS (port 53)"],
        ),
        Stage::Connect => (
            "the host is down, a firewall or network policy is in the way, or its certificate or key is not trusted",
            &[
                "try the URL from a Pod in the same namespace",
                "a certificate of one's own authority: -caFile",
            ],
        ),
        Stage::Authenticate => (
            "there is no secret for this host, or what it holds is wrong or expired",
            &[
                "annotate the secret with tekton.dev/git-0 and the URL of the host",
                "name the secret in the ServiceAccount that the run uses",
                "see that the token or key may read this repository",
            ],
        ),
        Stage::Fetch => (
            "the repository or the revision is not there, or not for this user to see",
            &[
                "look for the branch, tag or commit on the server: was it deleted, or rewritten?",
                "history that is cut off: -depth=0",
            ],
        ),
        Stage::CheckOut => (
            "the volume is full, or not writable for the user of the step",
            &["see the size of the volume, and fsGroup and runAsUser of the Pod"],
        ),
    }
}

/// The commands that do the same.
fn commands(args: &Args) -> Vec<String> {
    let url = args.url.trim();
    let network = matches!(Location::parse(&instead::instead_of(url)), Ok(Location::Network(_)));
    let mut commands = Vec::new();
    for (name, value) in [
        ("GIT_SSL_CAINFO", &args.ca_file),
        ("http_proxy", &args.http_proxy),
        ("https_proxy", &args.https_proxy),
        ("no_proxy", &args.no_proxy),
    ] {
        if !value.is_empty() {
            commands.push(format!("export {name}={}", quoted(&value.to_string_lossy())));
        }
    }
    let sha256 = of_hash(&args.revision) == Some(ObjectFormat::Sha256);
    let format = if sha256 { "--object-format=sha256 " } else { "" };
    commands.push(format!("git init {format}reproduced && cd reproduced"));
    commands.push(format!("git remote add origin {}", quoted(url)));
    if !args.ssl_verify {
        commands.push("git config http.sslVerify false".into());
    }
    if !args.sparse_checkout_directories.is_empty() {
        let patterns: Vec<String> = args.sparse_checkout_directories.split(',').map(quoted).collect();
        commands.push(format!("git sparse-checkout set --no-cone {}", patterns.join(" ")));
    }
    // The whole history where a commit is looked for in it.
    let shallow = network && args.depth > 0 && args.verify_ref.is_empty();
    let depth = if shallow { format!("--depth={} ", args.depth) } else { String::new() };
    let revision = if args.revision.is_empty() { "HEAD" } else { &args.revision };
    let (fetched, checked_out) = if args.refspec.trim().is_empty() {
        (quoted(revision), "FETCH_HEAD".into())
    } else {
        let refspecs: Vec<String> = args.refspec.split_whitespace().map(quoted).collect();
        (refspecs.join(" "), if args.revision.is_empty() { "FETCH_HEAD".into() } else { quoted(revision) })
    };
    if !args.verify_ref.is_empty() {
        commands.push(format!("git fetch origin {}", quoted(&format!("{}:refs/verify", args.verify_ref))));
    }
    commands.push(format!("git fetch {depth}--update-head-ok --force origin {fetched}"));
    if !args.verify_ref.is_empty() {
        commands.push(format!("git merge-base --is-ancestor {checked_out} refs/verify"));
    }
    commands.push(format!("git checkout --force {checked_out}"));
    if args.submodules {
        let paths: Vec<String> =
            args.chosen_submodules().iter().map(|path| quoted(&path.to_string_lossy())).collect();
        let paths = paths.join(" ");
        commands.push(format!("git submodule update --init --recursive {depth}{paths}").trim_end().into());
    }
    commands
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.:@_-+=,%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_safe_for_a_shell() {
        for (word, safe) in
            [("https://h/r.git", "https://h/r.git"), ("", "''"), ("a b", "'a b'"), ("$(x)'", r"'$(x)'\'''")]
        {
            assert_eq!(quoted(word), safe);
        }
    }
}
