//! What happens to a Pod while it runs, as its thread is told.

use jiff::Timestamp;

/// One of a container's two outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What can happen, and when. A step is its index in the Pod.
#[derive(Debug)]
pub(super) enum Message {
    Output {
        step: usize,
        stream: Stream,
        at: Timestamp,
        bytes: Vec<u8>,
    },
    Closed {
        step: usize,
        stream: Stream,
    },
    Exited {
        step: usize,
        at: Timestamp,
        code: i32,
    },
    /// There is a new order to look at.
    Ordered,
}
