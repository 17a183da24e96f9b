//! What follows from how a step ended: the table of docs/tekton.md, and nothing but the table.

use super::settings::Codes;

/// The exit code of a failure that is not the step's own.
const FAILURE: u8 = 1;
/// Of a step that was cancelled.
const CANCELLED: u8 = 9;
/// Of a step that a signal killed, in today's Tekton.
const SIGNALLED: u8 = 255;

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// With this exit code.
    Exited(i32),
    /// Killed by this signal.
    Signalled(i32),
    /// The command could not be started: why, and the shells' code for it.
    NotStarted(String, u8),
    /// It took longer than it may.
    TimedOut,
    /// The TaskRun was cancelled.
    Cancelled,
    /// It was not started, since what was asked for makes no sense: why.
    Refused(String),
    /// Not started: a when expression is false.
    Unmet,
    /// Not started: a step before failed.
    Skipped,
    /// Not started: a person at the breakpoint before it said no.
    Declined,
    /// Not started: this signal ended the wait.
    Stopped(i32),
}

/// What the flags and the environment say about failures.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// `-on_error continue`.
    pub continues: bool,
    /// `-breakpoint_on_failure`.
    pub breakpoint: bool,
    /// `BATON_EXIT_CODES`.
    pub codes: Codes,
}

/// Which file tells the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posting {
    /// The post file.
    Done,
    /// Its `.err`.
    Failed,
    /// Neither: a person at the breakpoint decides.
    Breakpoint,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The file for the next step.
    pub posting: Posting,
    /// What the file `exitCode` holds, where there is one.
    pub exit_code: Option<String>,
    /// Key and value for the termination message.
    pub internal: Option<(&'static str, String)>,
    /// A line of the level INFO.
    pub info: Option<&'static str>,
    /// The last line of the log.
    pub line: Option<String>,
    /// The exit code.
    pub exit: u8,
}

impl Verdict {
    /// Makes a failure of it, when not all could be told: the next step must not work with half of it.
    pub fn spoil(&mut self) {
        if self.posting == Posting::Done {
            self.posting = Posting::Failed;
            self.exit_code = None;
            self.exit = FAILURE;
        }
    }
}

impl End {
    /// Whether the command was to run: only then do the results tell of it.
    pub fn ran(&self) -> bool {
        match self {
            Self::Exited(_)
            | Self::Signalled(_)
            | Self::NotStarted(..)
            | Self::TimedOut
            | Self::Cancelled => true,
            Self::Refused(_) | Self::Unmet | Self::Skipped | Self::Declined | Self::Stopped(_) => false,
        }
    }

    /// What follows.
    pub fn verdict(&self, policy: Policy) -> Verdict {
        let failed = |exit| Verdict {
            posting: Posting::Failed,
            exit_code: None,
            internal: None,
            info: None,
            line: None,
            exit,
        };
        let done = |code: &str| Verdict { posting: Posting::Done, exit_code: Some(code.into()), ..failed(0) };
        let reason = |reason: &str| Some(("Reason", reason.to_owned()));
        let line = |line: &str| Some(line.to_owned());
        match self {
            Self::Cancelled => Verdict {
                exit_code: Some("killed".into()),
                internal: reason("Cancelled"),
                info: Some("Step was canceling"),
                line: line("Step was cancelled"),
                ..failed(CANCELLED)
            },
            Self::TimedOut => Verdict {
                internal: reason("TimeoutExceeded"),
                line: line("context deadline exceeded"),
                ..failed(FAILURE)
            },
            Self::Unmet => Verdict {
                internal: reason("Skipped"),
                info: Some("Step was skipped due to when expressions were evaluated to false."),
                ..done("0")
            },
            Self::Skipped => Verdict {
                internal: reason("Skipped"),
                line: line("Skipping step because a previous step failed"),
                ..failed(FAILURE)
            },
            Self::Declined => Verdict {
                line: line("Skipping execute step script because before step breakpoint fail-continue"),
                ..failed(FAILURE)
            },
            Self::Stopped(signal) => failed(crate::supervise::code_of_signal(*signal)),
            Self::Exited(0) => done("0"),
            // Before on_error: who asked for a breakpoint wants to see the failure.
            _ if policy.breakpoint => Verdict {
                posting: Posting::Breakpoint,
                info: Some("Skipping writing to PostFile"),
                line: self.complaint(),
                ..failed(FAILURE)
            },
            Self::Exited(_) | Self::Signalled(_) if policy.continues => {
                let code = self.code_of_continued(policy.codes);
                Verdict { internal: Some(("ExitCode", code.clone())), ..done(&code) }
            }
            Self::Exited(code) => failed(u8::try_from(*code).unwrap_or(u8::MAX)),
            Self::Signalled(signal) => failed(match policy.codes {
                Codes::Upstream => SIGNALLED,
                Codes::Shell => crate::supervise::code_of_signal(*signal),
            }),
            Self::NotStarted(_, code) => Verdict {
                line: self.complaint(),
                ..failed(match policy.codes {
                    Codes::Upstream => FAILURE,
                    Codes::Shell => *code,
                })
            },
            Self::Refused(_) => Verdict { line: self.complaint(), ..failed(FAILURE) },
        }
    }

    /// Why the command was not started, if that is how the step ended.
    fn complaint(&self) -> Option<String> {
        match self {
            Self::NotStarted(why, _) | Self::Refused(why) => Some(format!("Error executing command: {why}")),
            _ => None,
        }
    }

    /// The code that is told of a step that failed and lets the next one run all the same. Go's of a signal is -1.
    fn code_of_continued(&self, codes: Codes) -> String {
        match (self, codes) {
            (Self::Exited(code), _) => code.to_string(),
            (Self::Signalled(signal), Codes::Shell) => crate::supervise::code_of_signal(*signal).to_string(),
            _ => "-1".to_owned(),
        }
    }
}
