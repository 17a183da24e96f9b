//! What stands on a terminal in the end: as much of a terminal as the live tree uses.

use std::process::Command;

/// A terminal of so many lines and columns, and all that has scrolled out of it at the top.
pub struct Screen {
    rows: usize,
    columns: usize,
    lines: Vec<Vec<char>>,
    row: usize,
    column: usize,
}

impl Screen {
    /// Shows `text` as a terminal of `rows` lines and `columns` columns would.
    pub fn of(text: &str, rows: usize, columns: usize) -> Screen {
        let mut screen = Screen { rows, columns, lines: vec![Vec::new()], row: 0, column: 0 };
        let mut rest = text.chars();
        while let Some(char) = rest.next() {
            match char {
                '\u{1b}' => screen.escape(&mut rest),
                '\r' => screen.column = 0,
                '\n' => screen.down(1),
                char => screen.put(char),
            }
        }
        screen
    }

    /// All lines from the very first on.
    pub fn lines(&self) -> Vec<String> {
        let text = |line: &Vec<char>| line.iter().collect::<String>().trim_end().to_owned();
        self.lines.iter().map(text).collect()
    }

    fn put(&mut self, char: char) {
        if self.column == self.columns {
            self.column = 0;
            self.down(1);
        }
        let line = &mut self.lines[self.row];
        line.resize(line.len().max(self.column + 1), ' ');
        line[self.column] = char;
        self.column += 1;
    }

    fn down(&mut self, count: usize) {
        self.row += count;
        self.lines.resize(self.lines.len().max(self.row + 1), Vec::new());
    }

    /// `ESC [ NUMBER LETTER`: up, down, and what clears.
    fn escape(&mut self, rest: &mut std::str::Chars) {
        assert_eq!(rest.next(), Some('['), "an escape that nothing here should use");
        let mut number = String::new();
        let letter = loop {
            match rest.next().expect("a whole escape") {
                char if char.is_ascii_alphabetic() => break char,
                char => number.push(char),
            }
        };
        let count = number.parse().unwrap_or(1);
        match letter {
            // What has scrolled out is out of reach.
            'A' => self.row = self.row.saturating_sub(count).max(self.lines.len().saturating_sub(self.rows)),
            'B' => self.row = (self.row + count).min(self.lines.len() - 1),
            'K' if number == "2" => self.lines[self.row].clear(),
            'K' => self.lines[self.row].truncate(self.column),
            'J' => self.lines.truncate(self.row + 1),
            'm' | 'h' | 'l' => {}
            letter => panic!("ESC [ {number} {letter}, which nothing here should use"),
        }
    }
}

/// `command` on a terminal of its own of `rows` lines and `columns` columns; its output is the terminal's.
pub fn on_a_terminal(command: &Command, rows: usize, columns: usize) -> Command {
    let quoted = |text: &std::ffi::OsStr| format!("'{}'", text.to_string_lossy().replace('\'', r"'\''"));
    let words: Vec<String> =
        [command.get_program()].into_iter().chain(command.get_args()).map(quoted).collect();
    let mut script = Command::new("script");
    let line = format!("stty rows {rows} columns {columns}; exec {}", words.join(" "));
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    script.env("TERM", "xterm").stdin(std::process::Stdio::null());
    script
}
