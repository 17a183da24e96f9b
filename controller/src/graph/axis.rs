//! The marks of a time axis: at round times, few enough to be told apart.

use jiff::{SignedDuration, Timestamp};

use super::state::State;
use super::timeline::Span;

/// From when to when a timeline goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    start: Timestamp,
    /// Seconds; never 0.
    length: f64,
}

/// Where on an axis something is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bar {
    /// Since when it waited.
    pub ready: f64,
    /// Since when it ran; where it waited to, if it never ran.
    pub began: f64,
    /// Where it ended.
    pub ended: f64,
    /// Whether it ran.
    pub ran: bool,
}

/// Round times in seconds; what is beyond is in days.
const STEPS: [f64; 24] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0,
    300.0, 600.0, 1800.0, 3600.0, 7200.0, 21600.0, 43200.0,
];
const DAY: f64 = 86_400.0;

impl Axis {
    /// The axis of the time from `start` to `end`.
    pub fn of((start, end): (Timestamp, Timestamp)) -> Self {
        // A moment has a length too, so that all that happens in it can be shown somewhere.
        Self { start, length: end.duration_since(start).as_secs_f64().max(0.001) }
    }

    /// Where on the axis `time` is: 0 at its start, 1 at its end.
    pub fn at(&self, time: Timestamp) -> f64 {
        (time.duration_since(self.start).as_secs_f64() / self.length).clamp(0.0, 1.0)
    }

    /// The bar of something in `state`; what has not ended goes on until `now`.
    pub fn bar(&self, span: Span, state: State, now: Option<Timestamp>) -> Bar {
        let is_open = matches!(state, State::Running | State::Waiting);
        let end = span.ended.or(now.filter(|_| is_open)).or(span.began).or(span.ready);
        let (Some(ready), Some(end)) = (span.ready.or(span.began), end) else { return Bar::default() };
        let (ready, ended) = (self.at(ready), self.at(end.max(ready)));
        let began = span.began.map_or(ended, |began| self.at(began).clamp(ready, ended));
        Bar { ready, began, ended, ran: span.began.is_some() }
    }

    /// The marks, at most `most` and one at 0: where each is, and what it says.
    pub fn marks(&self, most: usize) -> Vec<(f64, String)> {
        #[allow(clippy::cast_precision_loss)] // a handful
        let least = self.length / most.max(1) as f64;
        let step =
            STEPS.into_iter().find(|step| *step >= least).unwrap_or_else(|| (least / DAY).ceil() * DAY);
        let mut marks = Vec::new();
        let mut at = 0.0;
        while at <= self.length && marks.len() < most.max(1) {
            marks.push((at / self.length, label(at)));
            at += step;
        }
        marks
    }
}

/// A round time: without what is 0 in it.
fn label(seconds: f64) -> String {
    let time = SignedDuration::from_secs_f64(seconds);
    let (whole, millis) = (time.as_secs(), time.as_millis());
    match whole {
        _ if millis == 0 => "0 s".to_owned(),
        0 => format!("{millis} ms"),
        1..60 => format!("{whole} s"),
        60..3600 if whole % 60 == 0 => format!("{} min", whole / 60),
        60..3600 => format!("{}:{:02} min", whole / 60, whole % 60),
        _ if whole % 3600 == 0 => format!("{} h", whole / 3600),
        _ => format!("{}:{:02} h", whole / 3600, whole / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(millis: i64) -> Axis {
        Axis::of((Timestamp::UNIX_EPOCH, Timestamp::from_millisecond(millis).unwrap()))
    }

    fn labels(millis: i64, most: usize) -> Vec<String> {
        axis(millis).marks(most).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_are_round_and_few() {
        assert_eq!(labels(0, 4), ["0 s", "1 ms"]);
        assert_eq!(labels(430, 4), ["0 s", "200 ms", "400 ms"]);
        assert_eq!(labels(9_000, 4), ["0 s", "5 s"]);
        assert_eq!(labels(95_000, 4), ["0 s", "30 s", "1 min", "1:30 min"]);
        assert_eq!(labels(5_400_000, 4), ["0 s", "30 min", "1 h", "1:30 h"]);
        assert_eq!(labels(10 * 86_400_000, 3), ["0 s", "96 h", "192 h"]);
    }

    #[test]
    fn times_have_a_place() {
        let at = |millis| axis(1000).at(Timestamp::from_millisecond(millis).unwrap());
        for (millis, place) in [(-5, 0.0), (250, 0.25), (5000, 1.0)] {
            assert!((at(millis) - place).abs() < 1e-9, "{millis}");
        }
    }
}
