//! What an LFS server did not do, and whether to ask again.

use std::io::Read;
use std::time::Duration;

use creds_init::git_url::GitUrl;

use crate::failure::{Again, Failure, Stage};
use crate::http::{Answer, Error};

/// The longest pause that a server may ask for: a build that waits longer than this has failed.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// How much of an error's text is read, in bytes.
const LONGEST_MESSAGE: u64 = 4096;

/// A failed request.
#[derive(Debug)]
pub struct Trouble {
    /// What to tell.
    pub failure: Failure,
    /// How long the server wants to be left alone.
    pub pause: Option<Duration>,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self { failure, pause: None }
    }
}

impl Trouble {
    /// The same, with the name of the server at `url`.
    pub fn at(self, url: &str) -> Self {
        let host = GitUrl::parse(url).map(|url| url.host).unwrap_or_default();
        Self { failure: self.failure.at(&host), ..self }
    }
}

/// A failure of `stage` that another attempt may mend.
pub fn later(stage: Stage, cause: impl std::fmt::Display) -> Trouble {
    Failure { again: Again::Later, ..Failure::local(stage, cause, "") }.into()
}

/// What it means that no answer came.
pub fn no_answer(error: &Error) -> Trouble {
    let (stage, remedy, again) = match error {
        Error::Network(Stage::Resolve, _) => {
            (Stage::Resolve, "is the LFS server's name right, and does DNS work in this Pod?", Again::Later)
        }
        Error::Network(stage, _) => (
            *stage,
            "is the LFS server up, and may this Pod reach it? proxies are read from HTTPS_PROXY",
            Again::Later,
        ),
        Error::Certificate(_) => (
            Stage::Connect,
            "trust the LFS server's CA: mount its bundle (PEM) and name it in -caFile, GIT_SSL_CAINFO or SSL_CERT_FILE",
            Again::No,
        ),
        Error::Proxy(_) => {
            (Stage::Connect, "is the proxy right, and does it let this Pod through?", Again::Later)
        }
        Error::Protocol(_) => (Stage::Connect, "is it an LFS server?", Again::No),
    };
    Failure { again, ..Failure::local(stage, error, remedy) }.into()
}

/// What it means that the server answered with a `status` that is no success.
pub fn refusal(answer: Answer) -> Trouble {
    let status = answer.status;
    let header = answer.header("retry-after").and_then(|value| value.parse().ok());
    let pause = header.map(|seconds| Duration::from_secs(seconds).min(LONGEST_PAUSE));
    let cause = match message(answer) {
        Some(message) => format!("{status}: {message}"),
        None => format!("it answers with the status {status}"),
    };
    let (stage, again) = match status {
        401 | 403 => (Stage::Authenticate, Again::No),
        429 | 500.. => (Stage::Fetch, Again::Later),
        _ => (Stage::Fetch, Again::No),
    };
    Trouble { failure: Failure { again, ..Failure::local(stage, cause, "") }, pause }
}

/// What an LFS server says of its error.
fn message(answer: Answer) -> Option<String> {
    let mut body = Vec::new();
    answer.body.take(LONGEST_MESSAGE).read_to_end(&mut body).ok()?;
    let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
    Some(body["message"].as_str()?.to_owned())
}
