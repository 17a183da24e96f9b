//! Durations as Go prints them: `1h0m0s`, `1.5s`, `300ms`.

use std::fmt;
use std::time::Duration;

/// A duration, to be printed.
pub(crate) struct GoDuration(pub Duration);

impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.as_nanos();
        // Below a second, Go takes the unit in which the number has digits before the point.
        match nanos {
            0 => return f.write_str("0s"),
            1..1_000 => return write!(f, "{nanos}ns"),
            1_000..1_000_000 => return write!(f, "{}µs", Decimal(nanos, 1_000)),
            1_000_000..1_000_000_000 => return write!(f, "{}ms", Decimal(nanos, 1_000_000)),
            _ => {}
        }
        let minutes = self.0.as_secs() / 60;
        let (hours, minutes) = (minutes / 60, minutes % 60);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if hours > 0 || minutes > 0 {
            write!(f, "{minutes}m")?;
        }
        write!(f, "{}s", Decimal(nanos % 60_000_000_000, 1_000_000_000))
    }
}

/// A number of parts, of which so many make one, without zeros at its end.
struct Decimal(u128, u128);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(parts, one) = *self;
        write!(f, "{}", parts / one)?;
        let digits = one.ilog10() as usize;
        let rest = format!("{:0digits$}", parts % one);
        let rest = rest.trim_end_matches('0');
        if rest.is_empty() { Ok(()) } else { write!(f, ".{rest}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_go_prints_them() {
        for (nanos, text) in [
            (0, "0s"),
            (7, "7ns"),
            (1_500, "1.5µs"),
            (300_000_000, "300ms"),
            (1_500_000_000, "1.5s"),
            (600_000_000_000, "10m0s"),
            (3_600_000_000_000, "1h0m0s"),
            (5_430_050_000_000, "1h30m30.05s"),
        ] {
            assert_eq!(GoDuration(Duration::from_nanos(nanos)).to_string(), text);
        }
    }
}
