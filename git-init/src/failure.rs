//! What the user reads when a clone fails: at which stage, why, and what to do about it.

use std::fmt;

use git2::ObjectFormat;
use serde_json::{Value, json};

/// How far a clone came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Making the folder ready.
    Prepare,
    /// Finding the address of the host.
    Resolve,
    /// Reaching the host and trusting it.
    Connect,
    /// Being let in.
    Authenticate,
    /// Finding the revision and getting its objects.
    Fetch,
    /// Writing the files.
    CheckOut,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prepare => "prepare",
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Authenticate => "authenticate",
            Self::Fetch => "fetch",
            Self::CheckOut => "check out",
        })
    }
}

/// Whether another attempt may go better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// No: it would fail the same way.
    No,
    /// At once: there is a credential that was not tried yet.
    Now,
    /// With a clone whose hashes are of this format, the remote's.
    InFormat(ObjectFormat),
    /// After a pause: the network or the server may be better then.
    Later,
}

/// A failed clone.
#[derive(Debug, Clone, thiserror::Error)]
#[error("cannot {stage}{}: {cause}{}", on(.host), then(.remedy))]
pub struct Failure {
    /// Where it failed.
    pub stage: Stage,
    /// The server, `host` or `host:port`; empty for a local repository and for what no server takes part in.
    pub host: String,
    /// What went wrong.
    pub cause: String,
    /// What to do about it; empty when there is nothing to say.
    pub remedy: String,
    /// Whether to try again.
    pub again: Again,
}

fn on(host: &str) -> String {
    if host.is_empty() { String::new() } else { format!(" ({host})") }
}

fn then(remedy: &str) -> String {
    if remedy.is_empty() { String::new() } else { format!("; {remedy}") }
}

impl Failure {
    /// A failure that no server takes part in.
    pub fn local(stage: Stage, cause: impl fmt::Display, remedy: &str) -> Self {
        Self {
            stage,
            host: String::new(),
            cause: cause.to_string(),
            remedy: remedy.to_owned(),
            again: Again::No,
        }
    }

    /// The same, with the server's name.
    pub fn at(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// The parts as fields of a log line.
    pub fn fields(&self) -> Value {
        let mut fields = json!({ "stage": self.stage.to_string() });
        for (name, value) in [("host", &self.host), ("remedy", &self.remedy)] {
            if !value.is_empty() {
                fields[name] = value.clone().into();
            }
        }
        fields
    }
}
