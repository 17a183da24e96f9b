//! What an error of libgit2 means to the user.

use git2::{Error, ErrorClass, ErrorCode};

use crate::credentials::Credentials;
use crate::failure::{Again, Failure, Stage};
use crate::location::{Scheme, Server};
use crate::{remote_error, unwritten};

/// The failure behind `error`; `stage` is what was going on, where the error itself does not tell.
pub fn explain(error: &Error, stage: Stage, server: &Server, credentials: &Credentials) -> Failure {
    let refusal = remote_error::behind(error);
    let error = refusal.as_ref().unwrap_or(error);
    let message = error.message();
    // libgit2 gives up on some answers without a word: what it said last was of a setting that it did not find.
    if error.class() == ErrorClass::Config && message.ends_with("was not found") {
        let cause = "the server's answer is not git's protocol";
        let failure = Failure::local(
            stage,
            cause,
            "is there a git server at -url, and no proxy that changes what it says?",
        );
        return Failure { again: Again::Later, ..failure.at(&server.host) };
    }
    let (stage, remedy) =
        told(error, server, credentials).unwrap_or_else(|| (stage, untold(stage).to_owned()));
    let again = again(error, stage, credentials);
    Failure { stage, host: server.host.clone(), cause: message.to_owned(), remedy, again }
}

/// What to look at where the error itself tells nothing.
fn untold(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve | Stage::Connect => {
            "is there a git server at this host and port, and does it speak the protocol of -url?"
        }
        _ => "does the server's log say more, and does it give this revision to git itself?",
    }
}

/// What libgit2's own code, class and words tell.
fn told(error: &Error, server: &Server, credentials: &Credentials) -> Option<(Stage, String)> {
    let message = error.message();
    let said = |part: &str| message.contains(part);
    let (stage, remedy) = if error.code() == ErrorCode::Locked || unwritten::is_full_or_read_only(error) {
        (Stage::Fetch, unwritten::remedy(error))
    } else if said("ssh hostkey") || said("known_hosts") {
        (Stage::Connect, "add the server's line (ssh-keyscan prints it) to known_hosts in the ssh secret")
    } else if said("failed to resolve address") {
        (Stage::Resolve, "is the host spelled right in -url, and does DNS work in this Pod?")
    } else if error.code() == ErrorCode::Certificate || error.class() == ErrorClass::Ssl {
        (
            Stage::Connect,
            "trust the server's CA: mount its bundle (PEM) and name it in GIT_SSL_CAINFO or SSL_CERT_FILE",
        )
    } else if said("failed to connect") || said("could not connect") {
        (
            Stage::Connect,
            "is the server up, and may this Pod reach it? proxies: -httpProxy, -httpsProxy and -noProxy",
        )
    } else if said("proxy authentication") || said("proxy returned unexpected status: 40") {
        (
            Stage::Authenticate,
            "the proxy lets nobody through without a user and a password: write the right ones into its URL",
        )
    } else if denied(error, credentials) {
        return Some((Stage::Authenticate, let_in(server, credentials)));
    } else if said("status code: 404")
        || said("not appear to be a git repository")
        || said("not found")
        || said("not exported")
    {
        (
            Stage::Fetch,
            "is the path right in -url? servers hide private repositories from whom they do not know",
        )
    } else if said("status code: 5") {
        (Stage::Connect, "the server failed; try again")
    } else {
        return None;
    };
    Some((stage, remedy.to_owned()))
}

/// Whether another attempt may go better: after failures of the network and of the server, not of the user.
fn again(error: &Error, stage: Stage, credentials: &Credentials) -> Again {
    let message = error.message();
    // A key that libssh2 cannot read ends the connection, whatever other keys there are.
    if message.contains("public key from private key") && credentials.left() {
        return Again::Now;
    }
    let network =
        matches!(error.class(), ErrorClass::Net | ErrorClass::Os | ErrorClass::Ssl | ErrorClass::Ssh)
            && !message.starts_with("remote error")
            && error.code() != ErrorCode::Certificate
            && !message.contains("ssh hostkey")
            && !message.contains("certificate")
            && !unwritten::is_full_or_read_only(error);
    let server = message.contains("status code: 5") || message.contains("unexpected EOF");
    match stage {
        Stage::Resolve | Stage::Connect | Stage::Fetch if network || server => Again::Later,
        _ => Again::No,
    }
}

/// Whether the server did not let the user in.
fn denied(error: &Error, credentials: &Credentials) -> bool {
    let message = error.message();
    error.code() == ErrorCode::Auth
        || message.contains("status code: 401")
        || message.contains("status code: 403")
        || (message.contains("authentication replays") && credentials.asked())
        || (error.class() == ErrorClass::Ssh && message.contains("authenticat"))
}

/// What gets the user in.
fn let_in(server: &Server, credentials: &Credentials) -> String {
    match server.scheme {
        Scheme::Ssh if credentials.keys() == 0 => {
            "there is no key without passphrase for it in $HOME/.ssh: give the ServiceAccount a \
             kubernetes.io/ssh-auth secret for this host"
                .into()
        }
        Scheme::Ssh => format!(
            "the server took none of the {} keys in $HOME/.ssh: is the public one known there, and the \
             user right in -url?",
            credentials.keys()
        ),
        _ if credentials.given() => {
            "the user and password for this host in $HOME/.git-credentials were not taken: is the secret right, \
             and the token not expired?"
                .into()
        }
        _ => match server.user {
            Some(_) => "the user or token in -url was not taken: is it right, and not expired?".into(),
            None => "the server wants a user and a password or token: give the ServiceAccount a \
                     kubernetes.io/basic-auth secret for this host"
                .into(),
        },
    }
}
