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
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Digits by hand, to seven places as in Go's logs: formatting a float costs more code than all of this.
    let (seconds, places) = (now.as_secs(), now.subsec_nanos() / 100);
    let message = serde_json::Value::from(message);
    let line = format!("{{\"level\":\"{level}\",\"ts\":{seconds}.{places:07},\"msg\":{message}}}\n");
    let _ = io::stderr().write_all(line.as_bytes());
}
