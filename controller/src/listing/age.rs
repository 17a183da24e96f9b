//! How long ago something was, as kubectl rounds it: two figures are enough.

use jiff::Timestamp;

/// The time from `then` to `now`: `45s`, `3m20s`, `2h`, `4d`.
pub(super) fn age(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(then).as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let two = |large: i64, unit: char, small: i64, part: char| match small {
        0 => format!("{large}{unit}"),
        small => format!("{large}{unit}{small}{part}"),
    };
    // The bounds are those of kubectl (duration.HumanDuration of k8s.io/apimachinery).
    match seconds {
        _ if seconds < 120 => format!("{seconds}s"),
        _ if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        _ if hours < 48 => format!("{hours}h"),
        _ if hours < 192 => two(days, 'd', hours % 24, 'h'),
        _ => format!("{days}d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_rounded_as_kubectl_rounds_them() {
        let age = |seconds| age(Timestamp::UNIX_EPOCH, Timestamp::from_second(seconds).unwrap());
        let minute = 60;
        let hour = 60 * minute;
        for (seconds, text) in [
            (-5, "0s"),
            (119, "119s"),
            (3 * minute + 20, "3m20s"),
            (10 * minute + 59, "10m"),
            (3 * hour, "3h"),
            (7 * hour + 5 * minute, "7h5m"),
            (47 * hour, "47h"),
            (50 * hour, "2d2h"),
            (400 * 24 * hour, "400d"),
        ] {
            assert_eq!(age(seconds), text);
        }
    }
}
