//! The table at the end: the steps of all Pods, how they ended, and how long each took.

use crate::elapsed::duration;
use crate::engine::{End, Outcome, Step};
use jiff::Timestamp;
use std::fmt;

/// The names of the columns.
const HEAD: [&str; 5] = ["task", "step", "exit", "time", ""];

/// The rows so far.
#[derive(Debug)]
pub struct Table {
    with_task: bool,
    rows: Vec<[String; 5]>,
}

impl Table {
    /// A table without rows; `with_task` tells whether tasks have a column.
    pub fn new(with_task: bool) -> Table {
        Table { with_task, rows: Vec::new() }
    }

    /// Adds the steps of the Pod of `task`, which ended as `ends` says. Init containers are listed only when they did
    /// not end well, and those that never started not at all where no container did.
    pub fn add(&mut self, task: &str, steps: &[Step], ends: &[Option<End>]) {
        let mut before: Option<Timestamp> = None;
        let has_started = ends.iter().any(Option::is_some);
        for (step, end) in steps.iter().zip(ends) {
            let good = end.as_ref().is_some_and(|end| end.outcome == Outcome::Succeeded);
            let is_shown = if step.init { has_started && !good } else { !step.is_nop() };
            if is_shown {
                self.rows.push(row(task, step, end.as_ref(), before));
            }
            if let Some(end) = end
                && !step.is_nop()
            {
                before = Some(before.map_or(end.finished, |time| time.max(end.finished)));
            }
        }
    }
}

/// One line each, without colours; nothing without rows.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.is_empty() {
            return Ok(());
        }
        let head = HEAD.map(str::to_owned);
        let rows = || [&head].into_iter().chain(&self.rows);
        let width = |column: usize| rows().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let [task, name, exit, time] = [width(0), width(1), width(2), width(3)];
        for [t, a, b, c, d] in rows() {
            let line = format!("{a:<name$}  {b:>exit$}  {c:>time$}  {d}");
            let line = if self.with_task { format!("{t:<task$}  {line}") } else { line };
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn row(task: &str, step: &Step, end: Option<&End>, before: Option<Timestamp>) -> [String; 5] {
    let row =
        |exit: String, time: String, word: &str| [task.into(), step.name.clone(), exit, time, word.into()];
    let Some(end) = end else { return row("-".into(), "-".into(), "not started") };
    let word = match end.outcome {
        Outcome::Succeeded => "",
        Outcome::Failed => "failed",
        Outcome::Skipped => return row("-".into(), "-".into(), "skipped"),
        Outcome::Stopped => "stopped",
    };
    // A step's process waits for its turn; its own time starts when its predecessor ends.
    let began = before.map_or(end.started, |time| time.max(end.started));
    row(end.code.to_string(), duration(end.finished.duration_since(began)), word)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut table = Table::new(false);
        table.add("it", &steps, &ends.map(Some));
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn tasks_have_a_column_where_there_are_several() {
        let (steps, mut table) = ([step("credentials", true), step("a", false)], Table::new(true));
        table.add("one", &steps, &[end(0, Outcome::Succeeded, 11), end(0, Outcome::Succeeded, 12)].map(Some));
        table.add("other, try 2", &steps, &[Some(end(5, Outcome::Failed, 11)), None]);
        table.add("last", &steps, &[None, None]);
        let expected = "task          step         exit  time\n\
                        one           a               0  1 ms\n\
                        other, try 2  credentials     5  1 ms  failed\n\
                        other, try 2  a               -     -  not started\n\
                        last          a               -     -  not started\n";
        assert_eq!(table.to_string(), expected);
        assert_eq!(Table::new(true).to_string(), "");
    }
}
