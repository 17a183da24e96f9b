//! Durations as Go writes them: `1s`, `500ms`, `1m30s`, `1.5h`, `-1s`.

use std::str::FromStr;
use std::time::Duration;

/// A duration of a flag, which is not negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoDuration(pub Duration);

/// A duration of a flag that may be negative, for programs to which that means something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SignedDuration {
    /// Zero or more.
    Positive(Duration),
    /// Less than zero; this much less.
    Negative(Duration),
}

/// Go's units, in nanoseconds. Those that another one begins with come first.
const UNITS: [(&str, u128); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Digits behind the point that count; a nanosecond is further off in no unit.
const PRECISION: usize = 15;

impl FromStr for GoDuration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse()? {
            SignedDuration::Positive(duration) => Ok(Self(duration)),
            SignedDuration::Negative(_) => Err(wrong(text)),
        }
    }
}

impl FromStr for SignedDuration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let magnitude = text.strip_prefix(['-', '+']).unwrap_or(text);
        let duration = unsigned(magnitude).ok_or_else(|| wrong(text))?;
        let negative = text.starts_with('-') && !duration.is_zero();
        Ok(if negative { Self::Negative(duration) } else { Self::Positive(duration) })
    }
}

fn wrong(text: &str) -> String {
    format!("`{text}` is no duration such as 1s, 500ms or 1m30s")
}

fn unsigned(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    if text.is_empty() {
        return None;
    }
    let mut nanoseconds = 0u128;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at(digits);
        let (name, factor) = UNITS.iter().find(|(name, _)| unit.starts_with(name))?;
        nanoseconds = nanoseconds.checked_add(times(number, *factor)?)?;
        rest = &unit[name.len()..];
    }
    // Go holds a duration in nanoseconds of 64 bits, which is 292 years.
    i64::try_from(nanoseconds).ok().map(|nanoseconds| Duration::from_nanos(nanoseconds.unsigned_abs()))
}

/// The decimal `number` of the unit `factor`. By whole numbers: those with a point would bring a table of 10 kB along.
fn times(number: &str, factor: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let integer = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<u64>().ok() };
    let fraction = &fraction[..fraction.len().min(PRECISION)];
    let parts = u128::from(integer(fraction)?) * factor / 10u128.pow(u32::try_from(fraction.len()).ok()?);
    Some(u128::from(integer(whole)?) * factor + parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gos_durations() {
        for (text, milliseconds) in [
            ("1s", 1000),
            ("500ms", 500),
            ("1m30s", 90_000),
            ("1.5h", 5_400_000),
            ("0", 0),
            ("+2s", 2000),
            (".5s", 500),
            ("1.s", 1000),
        ] {
            assert_eq!(text.parse(), Ok(GoDuration(Duration::from_millis(milliseconds))), "{text}");
        }
        for text in ["", "-", "1", "s", "-1s", "1x", "1s1", "1e9999h", "..s", "99999999h", "--1s"] {
            assert!(text.parse::<GoDuration>().is_err(), "{text}");
        }
    }

    #[test]
    fn less_than_zero() {
        for (text, milliseconds) in [("-1s", 1000), ("-300ms", 300), ("-1h1ms", 3_600_001)] {
            let negative = SignedDuration::Negative(Duration::from_millis(milliseconds));
            assert_eq!(text.parse(), Ok(negative), "{text}");
        }
        for text in ["-0", "-0s", "0", "0ns"] {
            assert_eq!(text.parse(), Ok(SignedDuration::Positive(Duration::ZERO)), "{text}");
        }
    }
}
