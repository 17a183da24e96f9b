//! Durations as Go writes them: `1s`, `500ms`, `1m30s`, `1.5h`.

use std::str::FromStr;
use std::time::Duration;

/// A duration of a flag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoDuration(pub Duration);

/// Go's units, in seconds. Those that another one begins with come first.
const UNITS: [(&str, f64); 7] =
    [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];

impl FromStr for GoDuration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no duration such as 1s, 500ms or 1m30s");
        if text == "0" {
            return Ok(Self(Duration::ZERO));
        }
        let mut seconds = 0.0;
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
            let number: f64 = rest[..digits].parse().map_err(|_| wrong())?;
            rest = &rest[digits..];
            let (unit, factor) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit)).ok_or_else(wrong)?;
            rest = &rest[unit.len()..];
            seconds += number * factor;
        }
        if text.is_empty() {
            return Err(wrong());
        }
        Duration::try_from_secs_f64(seconds).map(Self).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gos_durations() {
        for (text, milliseconds) in
            [("1s", 1000), ("500ms", 500), ("1m30s", 90_000), ("1.5h", 5_400_000), ("0", 0)]
        {
            assert_eq!(text.parse(), Ok(GoDuration(Duration::from_millis(milliseconds))), "{text}");
        }
        for text in ["", "1", "s", "-1s", "1x", "1s1", "1e9999h", "..s"] {
            assert!(text.parse::<GoDuration>().is_err(), "{text}");
        }
    }
}
