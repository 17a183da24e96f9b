//! The colours of states, for light and for dark.

use super::state::State;

/// Fill, border and text of a state on a light ground. Each text has a contrast of 4.5 or more to its fill (WCAG 2, AA).
pub(crate) fn colours(state: State) -> [&'static str; 3] {
    match state {
        State::Waiting => ["#f6f8fa", "#8c959f", "#424a53"],
        State::Running => ["#ddf4ff", "#0969da", "#0550ae"],
        State::Succeeded => ["#dafbe1", "#1a7f37", "#116329"],
        State::Failed => ["#ffebe9", "#cf222e", "#a40e26"],
        State::Stopped => ["#fff8c5", "#9a6700", "#7d4e00"],
        State::Skipped => ["#f6f8fa", "#afb8c1", "#57606a"],
    }
}

/// The same on a dark ground.
pub(crate) fn dark(state: State) -> [&'static str; 3] {
    match state {
        State::Waiting => ["#21262d", "#6e7681", "#c9d1d9"],
        State::Running => ["#0c2d6b", "#58a6ff", "#cae8ff"],
        State::Succeeded => ["#033a16", "#3fb950", "#aff5b4"],
        State::Failed => ["#67060c", "#ff7b72", "#ffdcd7"],
        State::Stopped => ["#4b2900", "#d29922", "#f8e3a1"],
        State::Skipped => ["#161b22", "#484f58", "#8b949e"],
    }
}
