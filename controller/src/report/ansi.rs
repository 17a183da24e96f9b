//! What a terminal would show, as HTML: colours become classes, and nothing else that text can do to a terminal is done.

use std::fmt::Write;

use anstyle_parse::{DefaultCharAccumulator, Params, Parser, Perform};

use crate::graph::Escaped;

/// `bytes` as content of an element: text, with `<span class="aN">` for the colour `N` (0 to 15) and `b` for bold. What
/// is no UTF-8 becomes U+FFFD, and so does what is no character of a line. Where a line returns to its beginning, what it
/// says last is shown.
pub(super) fn html(bytes: &[u8]) -> String {
    let mut screen = Screen::default();
    let mut parser = Parser::<DefaultCharAccumulator>::new();
    let text = String::from_utf8_lossy(bytes);
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        for byte in line.bytes() {
            parser.advance(&mut screen, byte);
        }
        screen.end_line();
    }
    screen.html
}

/// How characters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    bold: bool,
    colour: Option<u16>,
}

/// What has been shown, and the line that is being written.
#[derive(Default)]
struct Screen {
    html: String,
    line: Vec<(Look, String)>,
    look: Look,
    /// The line begins anew with the next character.
    returned: bool,
}

impl Screen {
    fn end_line(&mut self) {
        for (look, text) in self.line.drain(..) {
            let text = Escaped(&text);
            let mut classes = Vec::new();
            classes.extend(look.colour.map(|colour| format!("a{colour}")));
            classes.extend(look.bold.then(|| "b".to_owned()));
            // A String takes all.
            if classes.is_empty() {
                write!(self.html, "{text}").ok();
            } else {
                write!(self.html, "<span class=\"{}\">{text}</span>", classes.join(" ")).ok();
            }
        }
        self.returned = false;
        self.html.push('\n');
    }

    /// The look that these numbers ask for (ECMA-48, SGR); those that are not known change nothing.
    fn select(&mut self, params: &Params) {
        let mut numbers = params.iter();
        while let Some(number) = numbers.next() {
            match *number {
                [0] | [] => self.look = Look::default(),
                [1] => self.look.bold = true,
                [22] => self.look.bold = false,
                [colour @ 30..=37] => self.look.colour = Some(colour - 30),
                [colour @ 90..=97] => self.look.colour = Some(colour - 90 + 8),
                [39] => self.look.colour = None,
                [38 | 48] => {
                    // Of 256 colours, or red, green and blue: the first sixteen are those above.
                    let kind = numbers.next();
                    let values = if kind == Some(&[5]) { 1 } else { 3 };
                    let chosen = numbers.by_ref().take(values).last();
                    if *number == [38] {
                        self.look.colour = chosen
                            .filter(|_| values == 1)
                            .and_then(|colour| colour.first().copied())
                            .filter(|colour| *colour < 16);
                    }
                }
                _ => {}
            }
        }
    }
}

impl Perform for Screen {
    fn print(&mut self, char: char) {
        if std::mem::take(&mut self.returned) {
            self.line.clear();
        }
        match self.line.last_mut() {
            Some((look, text)) if *look == self.look => text.push(char),
            _ => self.line.push((self.look, char.into())),
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\r' => self.returned = true,
            b'\t' => self.print('\t'),
            _ => self.print(char::REPLACEMENT_CHARACTER),
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _ignore: bool, action: u8) {
        if action == b'm' && intermediates.is_empty() {
            self.select(params);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_classes_and_all_else_is_text() {
        for (text, shown) in [
            ("plain\n", "plain\n"),
            ("no end", "no end\n"),
            ("a\r\nb\n", "a\nb\n"),
            (
                "\x1b[31mred\x1b[0m \x1b[1;92mgreen\x1b[m.\n",
                "<span class=\"a1\">red</span> <span class=\"a10 b\">green</span>.\n",
            ),
            (
                "\x1b[38;5;4mblue \x1b[38;5;200mother \x1b[38;2;1;31;3mrgb\n",
                "<span class=\"a4\">blue </span>other rgb\n",
            ),
            ("\x1b[48;5;1mground\n", "ground\n"),
            ("10 %\r50 %\r100 %\n", "100 %\n"),
            ("<script>alert(1)</script>&\"'\n", "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\n"),
            ("\x1b]0;title\x07\x1b[2J\x1b[H\x1b[?25lx\n", "x\n"),
            ("\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\\n", "link\n"),
            ("a\u{0}b\u{8}c\u{7f}\tq\n", "a\u{fffd}b\u{fffd}c\u{fffd}\tq\n"),
            ("\u{202e}evil\n", "\u{fffd}evil\n"),
            (
                "\x1b[31mgoes on\nhere\n",
                "<span class=\"a1\">goes on</span>\n<span class=\"a1\">here</span>\n",
            ),
        ] {
            assert_eq!(html(text.as_bytes()), shown, "{text:?}");
        }
        assert_eq!(html(b"\xff\xfe\n"), "\u{fffd}\u{fffd}\n");
    }
}
