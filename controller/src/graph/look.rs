//! How the text of a drawing is to look: its width, and whether it has colours.

use anstyle::Style;

use super::state::State;

/// How the text is to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Columns.
    pub width: usize,
    /// Whether states have colours.
    pub coloured: bool,
}

impl Look {
    /// `text` in `style`, if there are colours.
    pub fn paint(self, text: &str, style: Style) -> String {
        if self.coloured && !text.trim().is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// `text` in the colour of `state`.
    pub fn state(self, text: &str, state: Option<State>) -> String {
        state.map_or_else(|| text.to_owned(), |state| self.paint(text, state.style()))
    }
}
