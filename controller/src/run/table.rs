//! The table at the end of a Pod: its steps, how they ended, and how long each took.

use crate::engine::{End, Outcome, Step};
use jiff::Timestamp;
use std::fmt::Write;

/// The table of `steps` that ended as `ends` says; one line each, without colours. Init containers are listed
/// only when they did not end well.
pub fn table(steps: &[Step], ends: &[Option<End>]) -> String {
    let mut rows = vec![["step".to_owned(), "exit".to_owned(), "time".to_owned(), String::new()]];
    let mut before: Option<Timestamp> = None;
    for (step, end) in steps.iter().zip(ends) {
        let good = end.as_ref().is_some_and(|end| end.outcome == Outcome::Succeeded);
        let is_shown = if step.init { !good } else { !step.is_nop() };
        if is_shown {
            rows.push(row(step, end.as_ref(), before));
        }
        if let Some(end) = end
            && !step.is_nop()
        {
            before = Some(before.map_or(end.finished, |time| time.max(end.finished)));
        }
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (name, exit, time) = (width(0), width(1), width(2));
    let mut text = String::new();
    for [a, b, c, d] in &rows {
        let line = format!("{a:<name$}  {b:>exit$}  {c:>time$}  {d}");
        writeln!(text, "{}", line.trim_end()).ok(); // writing to a String cannot fail
    }
    text
}

fn row(step: &Step, end: Option<&End>, before: Option<Timestamp>) -> [String; 4] {
    let Some(end) = end else {
        return [step.name.clone(), "-".into(), "-".into(), "not started".into()];
    };
    let word = match end.outcome {
        Outcome::Succeeded => "",
        Outcome::Failed => "failed",
        Outcome::Skipped => return [step.name.clone(), "-".into(), "-".into(), "skipped".into()],
        Outcome::Stopped => "stopped",
    };
    // A step's process waits for its turn; its own time starts when its predecessor ends.
    let began = before.map_or(end.started, |time| time.max(end.started));
    [step.name.clone(), end.code.to_string(), duration(end.finished.duration_since(began)), word.into()]
}

/// A duration as people read it: `4 ms`, `12.3 s`, `5 min 3 s`, `2 h 5 min`.
fn duration(time: jiff::SignedDuration) -> String {
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
    use jiff::SignedDuration;

    fn step(name: &str, init: bool) -> Step {
        Step { container: format!("build-step-{name}"), name: name.into(), init, post_file: None }
    }

    fn end(code: i32, outcome: Outcome, finished: i64) -> End {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        End { code, outcome, started: at(10), finished: at(finished), message: None }
    }

    #[test]
    fn counts_each_step_from_the_end_of_the_one_before() {
        let steps = [step("credentials", true), step("a", false), step("long", false), step("c", false)];
        let ends = [
            end(0, Outcome::Succeeded, 11),
            end(0, Outcome::Succeeded, 31),
            end(3, Outcome::Failed, 1631),
            end(0, Outcome::Skipped, 1640),
        ];
        let expected = "step  exit   time\n\
                        a        0  20 ms\n\
                        long     3  1.6 s  failed\n\
                        c        -      -  skipped\n";
        assert_eq!(table(&steps, &ends.map(Some)), expected);
    }

    #[test]
    fn durations_stay_short() {
        for (time, text) in
            [(0, "0 ms"), (59_999, "59.9 s"), (303_000, "5 min 3 s"), (7_500_000, "2 h 5 min")]
        {
            assert_eq!(duration(SignedDuration::from_millis(time)), text);
        }
    }
}
