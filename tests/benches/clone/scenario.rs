//! The clones that are measured, and how fast the project wants them.

use std::fmt;

use crate::history::{HISTORIES, History, TINY};

/// How a repository is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Transport {
    Http,
    Ssh,
}

/// One clone.
#[derive(Debug)]
pub struct Scenario {
    pub history: &'static History,
    pub transport: Transport,
    /// All of the history, or its last commit only.
    pub full: bool,
}

/// In times git, the most that a clone should take.
pub struct Wanted {
    /// Wall time and processor time.
    pub time: Option<f64>,
    pub memory: f64,
}

/// Every history over every transport, its last commit and all of it.
pub fn all() -> impl Iterator<Item = Scenario> {
    HISTORIES.iter().flat_map(|history| {
        [Transport::Http, Transport::Ssh]
            .into_iter()
            .flat_map(move |transport| [false, true].map(move |full| Scenario { history, transport, full }))
    })
}

impl Scenario {
    /// Whether its name holds one of `texts`, or there are none.
    pub fn is_among(&self, texts: &[String]) -> bool {
        texts.is_empty() || texts.iter().any(|text| self.to_string().contains(text))
    }

    /// How often it is done for a median. A tiny one takes milliseconds, of which a moment of the machine is a tenth.
    pub fn rounds(&self) -> usize {
        if self.history.name == TINY { 101 } else { 11 }
    }

    /// What the project wants of it.
    pub fn wanted(&self) -> Wanted {
        let time = match self.history.name {
            TINY => Some(0.3),
            _ if self.full => Some(1.3),
            "10,000 files" => Some(1.0),
            _ => None,
        };
        Wanted { time, memory: 2.0 }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = if self.transport == Transport::Http { "http" } else { "ssh" };
        let depth = if self.full { "full" } else { "depth 1" };
        write!(formatter, "{}, {transport}, {depth}", self.history.name)
    }
}
