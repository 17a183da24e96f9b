//! The one shell program that Tekton's controller writes: it puts files in their places.
//!
//! For each script of a step, and for each helper script of a breakpoint:
//!
//! ```text
//! scriptfile="/tekton/scripts/script-0-abcde"       or tmpfile=
//! touch ${scriptfile} && chmod +x ${scriptfile}
//! cat > ${scriptfile} << '_EOF_'
//! IyEvYmluL3NoCg==
//! _EOF_
//! /tekton/bin/entrypoint decode-script "${scriptfile}"      scripts of steps only
//! ```

/// The names of variables that the controller uses: for scripts of steps, and for those of breakpoints.
const VARIABLES: [&str; 2] = ["scriptfile", "tmpfile"];
/// What the controller has decode a script.
const DECODER: &str = "/tekton/bin/entrypoint decode-script";

/// A file to be placed.
#[derive(Debug, PartialEq, Eq)]
pub struct File<'a> {
    /// Its absolute path.
    pub path: &'a str,
    /// Its text, in base64 where `encoded`.
    pub text: &'a str,
    /// Whether the text is to be decoded.
    pub encoded: bool,
}

/// What is not that program: the line's number, from 1, and what was expected there.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The number of the line, from 1.
    pub line: usize,
    /// What stands there in the controller's program.
    pub expected: String,
}

/// The files that `program` places, in its order.
///
/// # Errors
/// When anything in it is not as the controller writes it.
pub fn read(program: &str) -> Result<Vec<File<'_>>, Unknown> {
    let mut lines = Lines { rest: program, number: 0 };
    let mut files = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let (variable, path) = assignment(line).ok_or_else(|| lines.expected("scriptfile=\"/PATH\""))?;
        lines.must_be(&format!("touch ${{{variable}}} && chmod +x ${{{variable}}}"))?;
        let cat = format!("cat > ${{{variable}}} << ");
        let end = lines.next().and_then(|line| line.strip_prefix(&*cat)).and_then(word_in_quotes);
        let end = end.ok_or_else(|| lines.expected(&format!("{cat}'WORD'")))?;
        let text = lines.until(end)?;
        let decode = format!("{DECODER} \"${{{variable}}}\"");
        let encoded = lines.peek() == Some(&*decode);
        if encoded {
            lines.next();
        }
        files.push(File { path, text, encoded });
    }
    Ok(files)
}

/// The variable that `line` sets, and the path it sets it to: one in which a shell has nothing to expand.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (variable, value) = line.split_once('=')?;
    let path = value.strip_prefix('"')?.strip_suffix('"')?;
    let plain = path.starts_with('/') && !path.contains(['"', '$', '`', '\\']);
    (VARIABLES.contains(&variable) && plain).then_some((variable, path))
}

fn word_in_quotes(text: &str) -> Option<&str> {
    let word = text.strip_prefix('\'')?.strip_suffix('\'')?;
    (!word.is_empty() && !word.contains('\'')).then_some(word)
}

/// The program, line by line.
struct Lines<'a> {
    rest: &'a str,
    /// Of the line that was last taken.
    number: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a str> {
        (!self.rest.is_empty()).then(|| self.rest.split('\n').next().unwrap_or_default())
    }

    fn next(&mut self) -> Option<&'a str> {
        let line = self.peek()?;
        self.rest = self.rest.get(line.len() + 1..).unwrap_or_default();
        self.number += 1;
        Some(line)
    }

    fn must_be(&mut self, expected: &str) -> Result<(), Unknown> {
        if self.next() == Some(expected) { Ok(()) } else { Err(self.expected(expected)) }
    }

    /// All lines up to the one that is `end`, with their line breaks.
    fn until(&mut self, end: &str) -> Result<&'a str, Unknown> {
        let start = self.rest;
        while let Some(line) = self.peek() {
            if line == end {
                let text = &start[..start.len() - self.rest.len()];
                self.next();
                return Ok(text);
            }
            self.next();
        }
        Err(self.expected(end))
    }

    fn expected(&self, what: &str) -> Unknown {
        Unknown { line: self.number, expected: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: &str = "scriptfile=\"/tekton/scripts/script-0-abcde\"
touch ${scriptfile} && chmod +x ${scriptfile}
cat > ${scriptfile} << '_EOF_'
IyEvYmluL3NoCg==
_EOF_
/tekton/bin/entrypoint decode-script \"${scriptfile}\"
";
    const BREAKPOINT: &str = "tmpfile=\"/tekton/debug/scripts/debug-continue\"
touch ${tmpfile} && chmod +x ${tmpfile}
cat > ${tmpfile} << 'debug-continue-heredoc-randomly-generated-xyz12'
#!/bin/sh
set -e

echo \"$1\"
debug-continue-heredoc-randomly-generated-xyz12
";

    #[test]
    fn what_the_controller_writes() {
        let program = format!("{STEP}{STEP}{BREAKPOINT}");
        let files = read(&program).unwrap();
        assert_eq!(files.len(), 3);
        assert_eq!(
            files[1],
            File { path: "/tekton/scripts/script-0-abcde", text: "IyEvYmluL3NoCg==\n", encoded: true }
        );
        assert_eq!(files[2].text, "#!/bin/sh\nset -e\n\necho \"$1\"\n");
        assert!(!files[2].encoded);
        assert_eq!(read("").unwrap(), []);
    }

    proptest::proptest! {
        #[test]
        fn what_is_placed_is_what_was_written(
            files in proptest::collection::vec(("(/[a-z0-9. -]{1,5}){1,3}", "([A-Za-z0-9+/=]{0,9}\n){0,3}", proptest::bool::ANY), 0..4)
        ) {
            let program = |(path, text, encoded): &(String, String, bool)| {
                let decode = if *encoded { format!("{DECODER} \"${{scriptfile}}\"\n") } else { String::new() };
                format!(
                    "scriptfile=\"{path}\"\ntouch ${{scriptfile}} && chmod +x ${{scriptfile}}\ncat > ${{scriptfile}} << \
                     '_EOF_'\n{text}_EOF_\n{decode}"
                )
            };
            let program: String = files.iter().map(program).collect::<Vec<_>>().concat();
            let placed = read(&program).unwrap();
            let placed: Vec<_> =
                placed.iter().map(|file| (file.path.to_owned(), file.text.to_owned(), file.encoded)).collect();
            proptest::prop_assert_eq!(placed, files);
        }

        #[test]
        fn any_program_is_read_or_refused_in_one_of_its_lines(
            program in r#"(scriptfile="/a"|touch \$\{scriptfile\} && chmod \+x \$\{scriptfile\}|cat > \$\{scriptfile\} << '_EOF_'|_EOF_|x|\n|\n|ü){0,12}"#
        ) {
            if let Err(unknown) = read(&program) {
                proptest::prop_assert!((1..=program.split('\n').count()).contains(&unknown.line));
            }
        }
    }

    #[test]
    fn anything_else_is_named_by_its_line() {
        for (program, line) in [
            ("echo hello", 1),
            ("\necho hello\n", 2),
            (&*STEP.replace("&& chmod", "; chmod"), 2),
            (&*STEP.replace("'_EOF_'", "_EOF_"), 3),
            (&*STEP.replace("\n_EOF_", "\n_END_"), 6),
            (&*format!("{STEP}rm -rf /\n"), 7),
            (&*STEP.replace("/tekton/scripts/", "$(id)/"), 1),
            (&*STEP.replace("/tekton/scripts/", "relative/"), 1),
            (&*STEP.replace("scriptfile=", "PATH="), 1),
            (&*STEP.replace("/tekton/bin/entrypoint decode-script", "/bin/other decode-script"), 6),
            ("scriptfile=\"/a\"", 1),
        ] {
            assert_eq!(read(program).unwrap_err().line, line, "{program}");
        }
    }
}
