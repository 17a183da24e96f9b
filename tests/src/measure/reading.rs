//! One figure of one entrypoint.

/// A figure with its unit, and what the project wants it to be.
pub struct Reading {
    /// What was measured.
    pub what: &'static str,
    /// The figure, in `unit`.
    pub value: f64,
    /// The unit of `value` and `target`.
    pub unit: &'static str,
    /// The most it should be, for our own.
    pub target: Option<f64>,
}

impl Reading {
    /// A figure without a target.
    pub fn new(what: &'static str, value: f64, unit: &'static str) -> Self {
        Self { what, value, unit, target: None }
    }

    /// The same with a target.
    #[must_use]
    pub fn at_most(self, target: f64) -> Self {
        Self { target: Some(target), ..self }
    }
}

/// A figure with its unit, as a table shows it.
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "bytes" | "times" => format!("{value:.0} {unit}"),
        _ => format!("{value:.2} {unit}"),
    }
}
