//! How long something took, as people read it.

use jiff::SignedDuration;

/// A duration as people read it: `4 ms`, `12.3 s`, `5 min 3 s`, `2 h 5 min`. What is below zero is `0 ms`.
pub(crate) fn duration(time: SignedDuration) -> String {
    let milliseconds = time.as_millis().max(0);
    let seconds = milliseconds / 1000;
    match seconds {
        0 => format!("{milliseconds} ms"),
        1..60 => format!("{seconds}.{} s", milliseconds % 1000 / 100),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_stay_short() {
        for (time, text) in
            [(-1, "0 ms"), (0, "0 ms"), (59_999, "59.9 s"), (303_000, "5 min 3 s"), (7_500_000, "2 h 5 min")]
        {
            assert_eq!(duration(SignedDuration::from_millis(time)), text);
        }
    }
}
