//! What the text view knows of one container of the Pod that runs.

use super::held::Held;
use crate::engine::Step;
use anstyle::Style;

/// One container.
#[derive(Debug)]
pub struct Column {
    /// Its name and kind.
    pub step: Step,
    /// What stands before its lines, colours and spaces included.
    pub prefix: Vec<u8>,
    /// Its lines that wait.
    pub held: Held,
    /// What they wait for.
    pub until: Until,
    /// Whether it has ended.
    pub ended: bool,
}

/// When the lines of a container are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// As soon as the steps before it have ended: what was read first need not have been written first.
    ItsTurn,
    /// Once it has failed. Init containers prepare the Pod; what they say matters only then.
    ItsFailure,
    /// Once all steps have ended well, since `nop`, which waits for nobody, says so before anyone can know.
    Success,
}

impl Column {
    /// For `step`, whose prefix is a name in `style` and the spaces after it.
    pub fn new(
        step: &Step,
        (name, spaces): &(String, String),
        style: Option<Style>,
        verbose: bool,
    ) -> Column {
        let prefix = match style {
            Some(style) => format!("{style}{name}{style:#}{spaces}"),
            None => format!("{name}{spaces}"),
        };
        let until = match step {
            step if step.is_nop() => Until::Success,
            step if step.init && !verbose => Until::ItsFailure,
            _ => Until::ItsTurn,
        };
        Column { step: step.clone(), prefix: prefix.into_bytes(), held: Held::default(), until, ended: false }
    }

    /// Whether it is one of the steps that hand on to each other.
    pub fn hands_on(&self) -> bool {
        self.step.post_file.is_some()
    }
}
