//! Text in XML and HTML.

use std::fmt::{self, Display, Write};

/// Text as content or between the quotes of an attribute: it stays text, whatever it holds. What XML 1.0 has no
/// character for becomes U+FFFD; so does what turns the direction of text, which could show one thing and mean another.
pub(crate) struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' => f.write_char(char)?,
                char if char.is_control() => f.write_char(char::REPLACEMENT_CHARACTER)?,
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {
                    f.write_char(char::REPLACEMENT_CHARACTER)?;
                }
                char => f.write_char(char)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let text = "<a href='x\" &\u{0}\u{1b}\u{85}\u{202e}é\n";
        assert_eq!(
            Escaped(text).to_string(),
            "&lt;a href=&#39;x&quot; &amp;\u{fffd}\u{fffd}\u{fffd}\u{fffd}é\n"
        );
    }
}
