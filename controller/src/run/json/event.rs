//! One event as JSON.

use crate::engine::{Event, Outcome, Step, Stream};
use crate::run::title::Title;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;

/// What every event has.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line<'a> {
    pub time: Timestamp,
    #[serde(flatten)]
    pub whose: Whose<'a>,
    #[serde(flatten)]
    pub what: What<'a>,
}

/// What it happens to. What there is not is left out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Whose<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pipeline_run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod: Option<&'a str>,
    pub namespace: &'a str,
}

impl<'a> Whose<'a> {
    /// It happens to the Pod of this title.
    pub fn of(title: &'a Title) -> Self {
        Whose {
            pipeline_run: title.pipeline_run.as_deref(),
            task: title.task.as_deref(),
            task_run: Some(&title.task_run),
            pod: Some(&title.pod),
            namespace: &title.namespace,
        }
    }
}

/// What has happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum What<'a> {
    PodStarted {
        engine: &'a str,
        attempt: usize,
    },
    ContainerStarted {
        #[serde(flatten)]
        container: Container<'a>,
    },
    Log {
        #[serde(flatten)]
        container: Container<'a>,
        stream: Stream,
        #[serde(flatten)]
        text: LogText<'a>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        cut: bool,
    },
    ContainerFinished {
        #[serde(flatten)]
        container: Container<'a>,
        exit_code: i32,
        outcome: Outcome,
        started_at: Timestamp,
        finished_at: Timestamp,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<&'a str>,
    },
    PodFinished {
        phase: &'a str,
        exit_code: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
    },
    PipelineRunFinished {
        status: &'a str,
        reason: &'a str,
        message: &'a str,
    },
}

#[derive(Debug, Serialize)]
pub struct Container<'a> {
    #[serde(rename = "container")]
    name: &'a str,
    step: &'a str,
    init: bool,
}

/// The bytes of a line: as text, or in base64 when they are not UTF-8.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogText<'a> {
    Line(&'a str),
    Base64(String),
}

/// What `event` says of the container that it is about, and when it happened.
pub fn told<'a>(event: &'a Event, steps: &'a [Step]) -> Option<(Timestamp, What<'a>)> {
    let container = |step: usize| Container {
        name: &steps[step].container,
        step: &steps[step].name,
        init: steps[step].init,
    };
    match event {
        Event::Started { step, at } => Some((*at, What::ContainerStarted { container: container(*step) })),
        Event::Line { step, stream, at, line, cut } => {
            let text = match std::str::from_utf8(line) {
                Ok(line) => LogText::Line(line),
                Err(_) => LogText::Base64(STANDARD.encode(line)),
            };
            Some((*at, What::Log { container: container(*step), stream: *stream, text, cut: *cut }))
        }
        Event::Ended { step, end } => {
            let what = What::ContainerFinished {
                container: container(*step),
                exit_code: end.code,
                outcome: end.outcome,
                started_at: end.started,
                finished_at: end.finished,
                message: end.message.as_deref(),
            };
            Some((end.finished, what))
        }
        Event::Note(_) | Event::Pause => None,
    }
}
