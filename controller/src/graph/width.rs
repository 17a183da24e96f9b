//! Text in columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a terminal has that says nothing of it: as ever.
pub(super) const DEFAULT: usize = 80;

/// How many columns `text` takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// `text` in exactly `width` columns: filled with spaces, or cut with `…` for the rest. What is no character of a line
/// is a space.
pub(super) fn fit(text: &str, width: usize) -> String {
    let cut = cut(text, width);
    let spaces = width.saturating_sub(columns(&cut));
    cut + &" ".repeat(spaces)
}

/// `text` in at most `width` columns, with `…` where something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if columns(&text) <= width {
        return text;
    }
    let mut room = width.saturating_sub(1);
    let mut kept = String::new();
    for char in text.chars() {
        let wide = char.width().unwrap_or(0);
        if wide > room {
            break;
        }
        room -= wide;
        kept.push(char);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_a_sign() {
        for (text, width, cut) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("a\nb", 3, "a b"),
            ("ab", 4, "ab  "),
            ("漢字漢字", 5, "漢字…"),
            ("漢字漢字", 4, "漢… "),
            ("ab", 0, ""),
        ] {
            assert_eq!(fit(text, width), cut, "{text} in {width}");
        }
    }
}
