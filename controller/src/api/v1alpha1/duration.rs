//! Durations as Go writes them: `1h30m`, `1.5s`, `300ms`.

use std::time::Duration;

use crate::field_path::FieldPath;
use crate::problem::Problems;

/// The units of Go's time.ParseDuration, the longer spelling first where one starts with another, and their seconds.
const UNITS: [(&str, f64); 8] = [
    ("ns", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6),
    ("μs", 1e-6),
    ("ms", 1e-3),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3600.0),
];

/// The timeout that the field at `path` gives, if it gives one; one that is none is a problem.
pub(super) fn timeout(text: Option<&str>, path: &FieldPath, problems: &mut Problems<'_>) -> Option<Duration> {
    let parsed = parse(text?).and_then(|seconds| {
        let timeout = Duration::try_from_secs_f64(seconds);
        timeout.map_err(|_| "invalid value: a timeout has to be longer than 0".to_owned())
    });
    parsed.map_err(|message| problems.wrong(path.clone(), message)).ok()
}

/// The seconds of a duration.
///
/// # Errors
/// What is wrong with the text, ready to print.
fn parse(text: &str) -> Result<f64, String> {
    let wrong = || format!("invalid value {text:?}: expected a duration such as 1h30m or 90s");
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0.0);
    }
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let (unit, scale) = UNITS.iter().find(|(unit, _)| after.starts_with(unit)).ok_or_else(wrong)?;
        seconds += number * scale;
        rest = &after[unit.len()..];
    }
    Ok(if negative { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn go_durations_are_read() {
        for (text, seconds) in [("1h30m", 5400.0), ("1.5s", 1.5), ("300ms", 0.3), ("0", 0.0), ("-2m", -120.0)]
        {
            assert!((parse(text).unwrap() - seconds).abs() < 1e-9, "{text}");
        }
        for text in ["", "1", "1x", "h", "1h ", "-", ".", "1..5s", "ten"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
