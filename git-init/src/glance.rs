//! The first request, by a glance at the command line.
//!
//! clap makes tables of all flags before it reads any, which takes a tenth of a millisecond. The server can be at work by
//! then: a command line that is as plain as a Task's says where it is at a glance. Whatever is not is left to clap, which
//! reads every command line, and has the last word on it.

use std::ffi::{OsStr, OsString};

use goflags::boolean;

use crate::configuration::Configuration;
use crate::location::Location;
use crate::{args, connection, place, proxies, refspec};

/// Asks the server for its refs, where the command line is plain, there is no clone yet, and the URL leads straight to
/// the server: it takes milliseconds to answer. What is wrong is said when its turn comes.
pub fn ask(words: &[OsString], configuration: &Configuration) {
    if let Some((url, path)) = glance(words)
        && configuration.leads_nowhere()
        && let Ok(Location::Network(server)) = Location::parse(url.trim())
        && matches!(place::holds_clone(args::folder(path)), Ok(false))
        && proxies::leave_alone(&server)
    {
        connection::ask(&server);
    }
}

/// The URL and the path of a command line, the program's name first, that clap takes and that has no other flags than
/// those which do not change where to go, when, and for how long.
fn glance(words: &[OsString]) -> Option<(&str, &OsStr)> {
    let (mut url, mut path) = ("", OsStr::new(""));
    if words.iter().any(|word| word == "--") {
        return None; // it ends the flags, even as what would be the value of one
    }
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let (name, own) = goflags::flag(word)?;
        let mut value = || own.or_else(|| words.next().map(OsString::as_os_str));
        match &*name {
            "url" => url = value()?.to_str()?,
            "path" => path = value()?,
            "revision" | "verifyRef" | "submodulePaths" | "sparseCheckoutDirectories" => {
                _ = value()?.to_str()?;
            }
            "caFile" | "terminationMessagePath" => _ = value()?,
            "refspec" => _ = refspec::read(value()?.to_str()?).ok()?,
            // As a Task has those that it has no value for.
            "httpProxy" | "httpsProxy" | "noProxy" => value()?.is_empty().then_some(())?,
            "depth" => _ = u32::try_from(value()?.to_str()?.parse::<i32>().ok()?).ok()?,
            // A word of its own is no value of these.
            "submodules" | "sslVerify" | "lfs" | "userFriendlyErrors" => _ = boolean(own?.to_str()?).ok()?,
            "deleteExisting" => boolean(own?.to_str()?).is_ok_and(|delete| !delete).then_some(())?,
            _ => return None,
        }
    }
    Some((url, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;

    fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<OsString> {
        ["git-init"].into_iter().chain(words).map(OsString::from).collect()
    }

    #[test]
    fn a_task_s_command_line_is_plain() {
        for line in [
            "-url http://h/r -revision main -path /workspace/r",
            "-url=http://h/r -revision= -refspec= -path=/workspace/r -sslVerify=true -submodules=true -depth=1 \
             -sparseCheckoutDirectories= -terminationMessagePath=/tekton/termination",
            "-url=http://h/r -path=/workspace/r -refspec=+refs/pull/1/head:refs/heads/pr -noProxy= -httpProxy  \
             -deleteExisting=false",
            "--path /x --url http://x --depth 0 -path /workspace/r -url http://h/r",
        ] {
            let words = words(line.split(' '));
            assert_eq!(glance(&words), Some(("http://h/r", OsStr::new("/workspace/r"))), "{line}");
        }
    }

    #[test]
    fn what_changes_where_to_go_is_not() {
        for flag in
            ["-httpProxy=http://p", "-noProxy=h", "-deleteExisting", "-deleteExisting=1", "-timeout=1s"]
        {
            assert_eq!(glance(&words(["-url=http://h/r", "-path=x", flag])), None, "{flag}");
        }
    }

    /// Every command line of up to three of these words that is taken for plain clap takes, and reads as well.
    #[test]
    fn clap_reads_the_same() {
        let some = [
            "-url",
            "--url=u",
            "-url=",
            "-path",
            "-path=p",
            "-revision",
            "-depth",
            "-depth=2",
            "-depth=-1",
            "-depth=x",
            "-submodules",
            "-submodules=false",
            "-lfs=maybe",
            "-lfs=1",
            "-lfs",
            "--",
            "-",
            "---url=u",
            "-=u",
            "1",
            "",
            "-unknown",
            "-unknown=1",
            "-terminationMessagePath=t",
            "-h",
            "-sslVerify",
            "true",
        ];
        let mut plain = 0;
        for first in some {
            for second in some {
                for third in some {
                    let words = words([first, second, third]);
                    let Some((url, path)) = glance(&words) else { continue };
                    let args = goflags::parse::<Args>(words.clone()).expect("plain");
                    assert_eq!((url, path), (&args.url[..], &args.path[..]), "{words:?}");
                    plain += 1;
                }
            }
        }
        assert!(plain > 500, "{plain}");
    }
}
