//! The log: one JSON object a line on stderr, as Tekton's git-init writes it. No line shows a credential.

use std::io::{Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use goflags::Refusal;
use serde_json::Value;

use crate::mask::mask;
use crate::stop;

/// Says how the work goes; `fields` is an object whose members stand behind the message.
pub fn info(message: &str, fields: &Value) {
    line("info", message, fields);
}

/// Says what the user should know but what does not stop the work.
pub fn warn(message: &str) {
    line("warn", message, &Value::Null);
}

/// Says why the work ends.
pub fn error(message: &str, fields: &Value) {
    line("error", message, fields);
}

/// Shows a line on the terminal that the next one, of whatever kind, is written over.
pub fn over(line: &str) {
    if !stop::go_on() {
        return;
    }
    OVER.store(true, Ordering::Relaxed);
    // Whoever looks at this may have gone.
    let _ = stderr().write_all(format!("{CLEAR}{line}").as_bytes());
}

/// Prints a text for people as it is; no credential may be in it.
pub fn plain(text: &str) {
    // Whoever reads this may have gone.
    let _ = stderr().write_all(text.as_bytes());
}

/// Prints help, version, or what is wrong with the command line; gives the exit code.
pub fn refuse(refusal: &Refusal) -> u8 {
    // Whoever reads this may have gone; the exit code says it too.
    let _ = if refusal.code() == 0 {
        write!(stdout(), "{refusal}")
    } else {
        write!(stderr(), "{}", mask(&refusal.to_string()))
    };
    refusal.code()
}

/// Whether a line stands on the terminal that is to be written over.
static OVER: AtomicBool = AtomicBool::new(false);

/// To the line's beginning, and nothing more behind it.
const CLEAR: &str = "\r\x1b[K";

/// Says nothing once the clone was ended: why it was is the last line.
fn line(level: &str, message: &str, fields: &Value) {
    if !stop::go_on() {
        return;
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    // By hand, since the order of the members is part of the form: who reads logs looks for `level` first.
    let clear = if OVER.swap(false, Ordering::Relaxed) { CLEAR } else { "" };
    let mut line =
        format!("{clear}{{\"level\":\"{level}\",\"ts\":{},\"msg\":{}", now.as_secs_f64(), text(message));
    for (name, value) in fields.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), text);
        line.extend([",\"", name, "\":", &value]);
    }
    line.push_str("}\n");
    // One write a line, so that lines of other containers never stand in its middle.
    let _ = stderr().write_all(line.as_bytes());
}

/// A text as JSON, its credentials hidden.
fn text(text: &str) -> String {
    Value::from(mask(text)).to_string()
}
