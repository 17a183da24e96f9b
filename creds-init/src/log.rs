//! The log: JSON lines on stderr. One that cannot be written stops nothing.

use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// Something was done.
pub fn info(message: &str) {
    line("info", message);
}

/// Something was done in a way that the user should know of.
pub fn warn(message: &str) {
    line("warn", message);
}

/// Nothing was done, and why.
pub fn error(message: &str) {
    line("error", message);
}

/// One line in one write, the time in seconds since 1970.
fn line(level: &str, message: &str) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
    let message = serde_json::Value::from(message);
    let line = format!("{{\"level\":\"{level}\",\"ts\":{now},\"msg\":{message}}}\n");
    let _ = io::stderr().write_all(line.as_bytes());
}
