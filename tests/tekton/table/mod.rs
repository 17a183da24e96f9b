//! What upstream's specification says a step does, a case a row, for any entrypoint.
//!
//! Against our own every difference is a failure. Against another one, `ENTRYPOINT_BIN=… cargo test -p tests --test
//! tekton table`, the differences are a printed list, each with the reason that docs/tekton.md has for it, and those
//! without a reason are the failures.

mod command_lines; // how one is read
mod flags; // each flag
mod outcomes; // how a step ends and what follows
mod references; // what earlier steps have left
mod run; // a case, from start to end
mod subcommands; // what is no step
mod texts; // what is said when something is wrong

use std::env;
use std::fmt::Write as _;

use tests::{Posted, tell, workspace};

use crate::pod::Pod;
pub use outcomes::OUTCOMES;

/// What a step is given, and what has to come of it.
#[derive(Clone, Copy)]
pub struct Case {
    /// For people.
    pub name: &'static str,
    /// Files below `/tekton` that are there before, and what they hold.
    pub scene: &'static [(&'static str, &'static str)],
    /// Variables of the step.
    pub environment: &'static [(&'static str, &'static str)],
    /// Whether the flags of every step are given: its post file, message and metadata folder.
    pub is_step: bool,
    /// Flags.
    pub flags: &'static [&'static str],
    /// Command and arguments; nothing for none, and no dashes either.
    pub command: &'static [&'static str],
    /// Files below `/tekton` that appear when it has been running for a while.
    pub later: &'static [(&'static str, &'static str)],
    /// The exit code.
    pub exit: i32,
    /// The same with `BATON_EXIT_CODES=shell`, where that is another.
    pub shell: Option<i32>,
    /// What the next step hears.
    pub posted: Posted,
    /// What `exitCode` holds, if it is there.
    pub exit_code: Option<&'static str>,
    /// What the message tells besides the start, as `KEY=VALUE (TYPE)`.
    pub told: &'static [&'static str],
    /// What the step prints.
    pub stdout: &'static str,
    /// Lines of the log, in order and without their times; others may stand between. One that ends in `…` is the
    /// beginning of a line. None at all means that nothing is said.
    pub log: &'static [&'static str],
    /// Files below `/tekton` that are there then, and what they hold.
    pub left: &'static [(&'static str, &'static str)],
    /// Where upstream does something else: how the reason begins in docs/tekton.md.
    pub differs: Option<&'static str>,
}

/// A step that fails by itself.
pub const FAILED: Case = Case {
    name: "",
    scene: &[],
    environment: &[],
    is_step: true,
    flags: &[],
    command: &["true"],
    later: &[],
    exit: 1,
    shell: None,
    posted: Posted::Failed,
    exit_code: None,
    told: &[],
    stdout: "",
    log: &[],
    left: &[],
    differs: None,
};
/// A step that succeeds.
pub const DONE: Case = Case { posted: Posted::Done, exit_code: Some("0"), exit: 0, ..FAILED };
/// A call that is no step.
pub const NO_STEP: Case = Case { is_step: false, command: &[], posted: Posted::Nothing, exit: 0, ..FAILED };

/// Runs every one of `cases`, and holds what came of it against what has to.
fn hold(cases: &[Case]) {
    let peer = env::var_os("ENTRYPOINT_BIN").is_some();
    let (mut list, mut unexplained) = (String::new(), 0);
    for case in cases {
        let Some(pod) = Pod::new() else { return };
        let differences = run::run(case, &pod);
        let reason = match (case.differs.filter(|_| peer), differences.is_empty()) {
            (None, true) => continue,
            (Some(reason), true) => format!("no difference, yet docs/tekton.md says: {reason}"),
            (Some(reason), false) => reason.to_owned(),
            (None, false) => {
                unexplained += 1;
                "NO REASON IS KNOWN".to_owned()
            }
        };
        // A String takes all that is written to it.
        let _ = writeln!(list, "{}: {reason}", case.name);
        for difference in differences {
            let _ = writeln!(list, "    {difference}");
        }
    }
    if peer {
        tell(&list);
    }
    assert!(unexplained == 0, "{unexplained} differences without a reason\n{list}");
}

#[test]
fn outcomes() {
    hold(OUTCOMES);
}

#[test]
fn each_flag() {
    hold(flags::FLAGS);
}

#[test]
fn references() {
    hold(references::REFERENCES);
}

#[test]
fn command_lines() {
    hold(command_lines::COMMAND_LINES);
}

#[test]
fn error_texts() {
    hold(texts::TEXTS);
}

#[test]
fn error_texts_of_subcommands() {
    hold(subcommands::SUBCOMMANDS);
}

#[test]
fn every_reason_is_in_the_docs() {
    let docs = std::fs::read_to_string(workspace().join("docs/tekton.md")).unwrap();
    let (_, reasons) = docs.split_once("## What is different, and why").unwrap();
    let reasons: Vec<_> =
        reasons.split("\n* ").skip(1).map(|reason| reason.replace(['*', '`'], "")).collect();
    let all = [
        OUTCOMES,
        flags::FLAGS,
        references::REFERENCES,
        command_lines::COMMAND_LINES,
        texts::TEXTS,
        subcommands::SUBCOMMANDS,
    ]
    .concat();
    for Case { name, differs, .. } in all {
        let Some(differs) = differs else { continue };
        assert!(
            reasons.iter().any(|reason| reason.starts_with(differs)),
            "{name}: {differs}: not in the docs"
        );
    }
}
