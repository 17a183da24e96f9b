//! The log: one JSON object a line on stderr, as Tekton's git-init writes it. No line shows a credential.

use std::io::{Write, stderr, stdout};
use std::time::SystemTime;

use goflags::Refusal;
use serde_json::Value;

use crate::mask::mask;

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

fn line(level: &str, message: &str, fields: &Value) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    // By hand, since the order of the members is part of the form: who reads logs looks for `level` first.
    let mut line = format!("{{\"level\":\"{level}\",\"ts\":{},\"msg\":{}", now.as_secs_f64(), text(message));
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
