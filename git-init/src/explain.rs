//! What an error of libgit2 means to the user.

use git2::{Error, ErrorClass, ErrorCode};

use crate::credentials::Credentials;
use crate::failure::{Failure, Stage};
use crate::location::{Scheme, Server};

/// The failure behind `error`; `stage` is what was going on, where the error itself does not tell.
pub fn explain(error: &Error, stage: Stage, server: &Server, credentials: &Credentials) -> Failure {
    let message = error.message();
    let (stage, remedy) = told(error, server, credentials).unwrap_or((stage, String::new()));
    Failure { stage, host: server.host.clone(), cause: message.to_owned(), remedy }
}

/// What libgit2's own code, class and words tell.
fn told(error: &Error, server: &Server, credentials: &Credentials) -> Option<(Stage, String)> {
    let message = error.message();
    let said = |part: &str| message.contains(part);
    let (stage, remedy) = if said("ssh hostkey") {
        (Stage::Connect, "add the server's line (ssh-keyscan prints it) to known_hosts in the ssh secret")
    } else if said("failed to resolve address") {
        (Stage::Resolve, "is the host spelled right in -url, and does DNS work in this Pod?")
    } else if error.code() == ErrorCode::Certificate || error.class() == ErrorClass::Ssl {
        (
            Stage::Connect,
            "trust the server's CA: mount its bundle (PEM) and name it in GIT_SSL_CAINFO or SSL_CERT_FILE",
        )
    } else if said("failed to connect") || said("could not connect") {
        (Stage::Connect, "is the server up, and may this Pod reach it? proxies are read from HTTPS_PROXY")
    } else if denied(error, credentials) {
        return Some((Stage::Authenticate, let_in(server, credentials)));
    } else if said("status code: 404") || said("not appear to be a git repository") || said("not found") {
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
            "there is no key without passphrase at $HOME/.ssh/id_*: give the ServiceAccount a \
             kubernetes.io/ssh-auth secret for this host"
                .into()
        }
        Scheme::Ssh => format!(
            "the server took none of the {} keys at $HOME/.ssh/id_*: is the public one known there, and the \
             user right in -url?",
            credentials.keys()
        ),
        _ => match server.user {
            Some(_) => "the user or token in -url was not taken: is it right, and not expired?".into(),
            None => "the server wants a user and a password or token, and -url has none".into(),
        },
    }
}
