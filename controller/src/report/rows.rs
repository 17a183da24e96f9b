//! The timeline of a page: a row for each Pod, in it one for each of its steps, in that what the step said.

use std::fmt::Write;

use jiff::Timestamp;

use super::ansi;
use super::log::Log;
use super::logs::{Logs, PodLog};
use crate::elapsed::duration;
use crate::graph::{Axis, Bar, Escaped, Row, Span, State, StepRow, Timeline};
use crate::mask::Mask;

/// Of so many Pods those are opened that have not ended well; of fewer all are.
const MANY: usize = 30;

/// What all rows of a timeline share.
pub(super) struct Rows<'a> {
    axis: Option<Axis>,
    now: Option<Timestamp>,
    logs: &'a Logs,
    is_long: bool,
    /// Which timeline of the page it is.
    number: usize,
}

impl<'a> Rows<'a> {
    /// The rows of `timeline`, the one with this `number` on its page, at the time `now`.
    pub fn of(timeline: &Timeline, number: usize, logs: &'a Logs, now: Option<Timestamp>) -> Self {
        let axis = timeline.window(now).map(Axis::of);
        Self { axis, now, logs, is_long: timeline.rows.len() > MANY, number }
    }

    /// The elements of all rows.
    pub fn html(&self, timeline: &Timeline) -> String {
        let mut text = self.axis.map(marks).unwrap_or_default();
        for (row, number) in timeline.rows.iter().zip(0..) {
            self.pod(&mut text, row, &format!(" id=\"{}\"", anchor(self.number, number)));
        }
        text
    }

    /// The elements of a Pod that has no row, since it could not be run to its end: what it said until then.
    pub fn broken_off(&self, log: &PodLog) -> String {
        let step = |container: &super::logs::ContainerLog| StepRow {
            name: container.step.name.clone(),
            container: container.step.container.clone(),
            init: container.step.init,
            state: State::Stopped,
            code: None,
            span: Span::default(),
        };
        let said = log.containers.iter().filter(|container| container.log != Log::default());
        let row = Row {
            task: 0,
            name: log.task_run.clone(),
            pod: log.key.clone(),
            state: State::Stopped,
            span: Span::default(),
            message: String::new(),
            steps: said.map(step).collect(),
        };
        let mut text = String::new();
        self.pod(&mut text, &row, "");
        text
    }

    fn pod(&self, text: &mut String, row: &Row, id: &str) {
        let log = self.logs.pod(&row.pod);
        let is_bad = !matches!(row.state, State::Succeeded | State::Waiting);
        let open = if is_bad || !self.is_long { " open" } else { "" };
        self.open(text, &format!("class=\"pod\"{id}{open}"), &row.name, row.state, row.span);
        let mut facts = vec![format!("Pod {}", row.pod.1)];
        facts.extend(self.facts(row.state, row.span, None));
        // A String takes all, here and below.
        writeln!(text, "<p class=\"quiet\">{}</p>", Escaped(&facts.join(" · "))).ok();
        if !row.message.is_empty() {
            let message = self.logs.mask.text(&row.message);
            writeln!(text, "<p class=\"error\">{}</p>", Escaped(&message)).ok();
        }
        for step in &row.steps {
            let open = if is_failure(step.state) { " open" } else { "" };
            self.open(text, &format!("class=\"step\"{open}"), &step.name, step.state, step.span);
            let mut facts: Vec<String> =
                step.init.then(|| "prepares the Pod".to_owned()).into_iter().collect();
            facts.extend(self.facts(step.state, step.span, step.code));
            writeln!(text, "<p class=\"quiet\">{}</p>", Escaped(&facts.join(" · "))).ok();
            let container =
                log.and_then(|log| log.containers.iter().find(|it| it.step.container == step.container));
            if let Some(container) = container {
                said(text, &container.log, &self.logs.mask);
            }
            text.push_str("</details>\n");
        }
        text.push_str("</details>\n");
    }

    fn open(&self, text: &mut String, attributes: &str, name: &str, state: State, span: Span) {
        let (word, glyph) = (state.word(), state.glyph());
        let took = span.took(self.now.filter(|_| state == State::Running)).map(duration);
        let took = took.unwrap_or_else(|| word.to_owned());
        let bar = self.axis.map(|axis| bar(axis.bar(span, state, self.now), state)).unwrap_or_default();
        let name = Escaped(name);
        writeln!(
            text,
            "<details {attributes}><summary><span class=\"name ink {word}\"><span class=\"sign\" \
             role=\"img\" aria-label=\"{word}\">{glyph}</span> {name}</span>{bar}<span class=\"took\">{took}</span></summary>"
        )
        .ok();
    }

    /// What is known of something, in words.
    fn facts(&self, state: State, span: Span, code: Option<i32>) -> Vec<String> {
        // A word of its own where no times speak of it.
        let mut facts: Vec<String> =
            span.began.is_none().then(|| state.word().to_owned()).into_iter().collect();
        facts.extend(code.map(|code| format!("exit code {code}")));
        // A cluster tells whole seconds.
        let parts = |time: Timestamp| if time.subsec_nanosecond() == 0 { "%H:%M:%S" } else { "%H:%M:%S%.3f" };
        let time = |time: Timestamp| time.strftime(parts(time)).to_string();
        facts.extend(span.began.map(|began| format!("began {}", time(began))));
        facts.extend(span.ended.map(|ended| format!("ended {}", time(ended))));
        if let (Some(ready), Some(began)) = (span.ready, span.began)
            && began > ready
        {
            facts.push(format!("waited {}", duration(began.duration_since(ready))));
        }
        let took = span.took(self.now.filter(|_| state == State::Running));
        facts.extend(took.map(|took| format!("ran {}", duration(took))));
        facts
    }
}

/// What the row `number` of a timeline is called, so that a link leads to it.
pub(super) fn anchor(timeline: usize, number: usize) -> String {
    format!("r{timeline}-{number}")
}

/// Whether this is what somebody looks for first.
pub(super) fn is_failure(state: State) -> bool {
    matches!(state, State::Failed | State::Stopped)
}

/// The time axis: every second mark goes where there is little room.
fn marks(axis: Axis) -> String {
    let mut text = String::from("<div class=\"axis\"><svg height=\"16\" aria-hidden=\"true\">");
    for (number, (at, label)) in axis.marks(6).into_iter().enumerate() {
        let class = match number {
            0 => "time first",
            number if number % 2 == 0 => "time",
            _ => "time odd",
        };
        // What would stand beyond the end is left out.
        if at < 0.95 {
            write!(text, "<text class=\"{class}\" x=\"{:.2}%\" y=\"12\">{label}</text>", at * 100.0).ok();
        }
    }
    text + "</svg></div>\n"
}

fn bar(bar: Bar, state: State) -> String {
    let mut text = format!("<svg class=\"bar row {}\" height=\"12\" aria-hidden=\"true\">", state.word());
    let mut rect = |class: &str, from: f64, to: f64| {
        let (x, width) = (from * 100.0, (to - from) * 100.0);
        write!(text, "<rect{class} x=\"{x:.2}%\" width=\"{width:.2}%\" y=\"2\" height=\"8\" rx=\"2\"/>").ok();
    };
    if bar.began > bar.ready {
        rect(" class=\"wait\"", bar.ready, bar.began);
    }
    if bar.ran {
        // What ran can be seen, however short it was.
        let began = bar.began.min(0.995);
        rect("", began, bar.ended.max(began + 0.005));
    }
    text + "</svg>"
}

/// What a container said, between its beginning and its end how much is missing.
fn said(text: &mut String, log: &Log, mask: &Mask) {
    let (head, tail) = log.texts();
    if head.is_empty() && tail.is_empty() {
        text.push_str("<p class=\"quiet\">said nothing</p>\n");
        return;
    }
    // The first line end of an element is not shown, so that one is put there.
    // In its box, whose end is seen first: what a step said last tells most.
    write!(text, "<div class=\"log\" tabindex=\"0\"><div><pre>\n{}</pre>\n", ansi::html(&mask.apply(&head)))
        .ok();
    if log.lines_left_out > 0 {
        let (lines, bytes) = (log.lines_left_out, log.bytes_left_out);
        write!(text, "<p class=\"cut\">{lines} lines, {bytes} bytes, are left out here</p>\n<pre>\n").ok();
        writeln!(text, "{}</pre>", ansi::html(&mask.apply(&tail))).ok();
    }
    text.push_str("</div></div>\n");
}
