//! The condition `Succeeded` of a run.

/// What is known of whether a run succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It has.
    True,
    /// It has not, and will not.
    False,
    /// It has not ended.
    Unknown,
}

impl Truth {
    /// As Kubernetes spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }
}

/// Whether a run succeeds, and why that is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether.
    pub status: Truth,
    /// One word; may be empty.
    pub reason: String,
    /// A sentence; may be empty.
    pub message: String,
}

impl Condition {
    /// A condition of these words.
    pub fn new(status: Truth, reason: &str, message: impl Into<String>) -> Self {
        Self { status, reason: reason.to_owned(), message: message.into() }
    }
}
