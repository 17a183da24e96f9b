//! git's configuration file: sections as git quotes them, and what can be asked of a file that is there.

use crate::block;
use crate::git_url::GitUrl;

/// Writes `[name "subsection"]`; an empty subsection is left out.
pub fn section(out: &mut String, name: &str, subsection: &str) {
    out.push('[');
    out.push_str(name);
    if !subsection.is_empty() {
        out.push_str(" \"");
        for char in subsection.chars() {
            if matches!(char, '"' | '\\') {
                out.push('\\');
            }
            out.push(char);
        }
        out.push('"');
    }
    out.push_str("]\n");
}

/// Writes a line `key = value` of the section above it, whatever is in the value.
pub fn variable(out: &mut String, key: &str, value: &str) {
    out.push('\t');
    out.push_str(key);
    out.push_str(" =");
    if !value.is_empty() {
        out.push(' ');
    }
    let special = |char: char| char.is_control() || matches!(char, '"' | '\\' | '#' | ';');
    let plain = value.trim() == value && !value.contains(special);
    if plain {
        out.push_str(value);
    } else {
        out.push('"');
        for char in value.chars() {
            match char {
                '\n' => out.push_str("\\n"),
                '"' | '\\' => out.extend(['\\', char]),
                _ => out.push(char),
            }
        }
        out.push('"');
    }
    out.push('\n');
}

/// The addresses and user names that our block of `file` is for: what an earlier run left.
pub fn recorded(file: &[u8]) -> Vec<(GitUrl, String)> {
    let ours = String::from_utf8_lossy(block::find(file).unwrap_or_default());
    let mut recorded: Vec<(GitUrl, String)> = Vec::new();
    for line in ours.lines() {
        if let Some(url) = line.strip_prefix("[credential \"").and_then(|rest| rest.strip_suffix("\"]")) {
            recorded.extend(GitUrl::parse(&unquoted(url)).map(|url| (url, String::new())));
        } else if let Some(username) = line.strip_prefix("\tusername = ")
            && let Some((_, last)) = recorded.last_mut()
        {
            *last = unquoted(
                username.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(username),
            );
        }
    }
    recorded
}

/// Whether `file` sets `key` of `section` (both in lower case) outside of our block.
pub fn sets(file: &[u8], section: &str, key: &str) -> bool {
    let others = block::without(file);
    let mut inside = false;
    for line in String::from_utf8_lossy(&others).lines() {
        let mut line = line.trim().to_ascii_lowercase();
        if let Some(header) = line.strip_prefix('[') {
            let (name, rest) = header.split_once(']').unwrap_or((header, ""));
            inside = name.trim() == section;
            line = rest.trim().to_owned();
        }
        let name = line.split(|char: char| char == '=' || char.is_whitespace()).next();
        if inside && name == Some(key) {
            return true;
        }
    }
    false
}

/// Text without the backslashes that quote `"` and `\`.
fn unquoted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        plain.extend(if char == '\\' { chars.next() } else { Some(char) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_reads_specially_is_quoted() {
        let mut text = String::new();
        section(&mut text, "credential", r#"https://h/a"b\c"#);
        for value in ["plain", "a b", " led", "a#b", r#"a"b\c"#, "", "a\nb\t"] {
            variable(&mut text, "k", value);
        }
        assert_eq!(
            text,
            "[credential \"https://h/a\\\"b\\\\c\"]\n\tk = plain\n\tk = a b\n\tk = \" led\"\n\tk = \"a#b\"\n\t\
             k = \"a\\\"b\\\\c\"\n\tk =\n\tk = \"a\\nb\t\"\n"
        );
    }

    #[test]
    fn a_key_is_found_in_the_users_part_only() {
        assert!(sets(b"[Core]\n\tSSHCommand=x", "core", "sshcommand"));
        assert!(sets(b"[core] sshCommand = x\n", "core", "sshcommand"));
        assert!(!sets(b"[core]\n\tsshCommander = x\n[other]\nsshcommand = x", "core", "sshcommand"));
        let ours = block::replace(b"", "[core]\n\tsshCommand = x\n", block::Place::End);
        assert!(!sets(&ours, "core", "sshcommand"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_can_be_read_back(username in "[^\\p{Cc}:]{1,12}", path in "(/[a-z\"\\\\]{1,4}){0,2}") {
            let url = GitUrl::parse(&format!("host{path}")).unwrap();
            let mut ours = String::new();
            section(&mut ours, "credential", &url.url());
            variable(&mut ours, "username", &username);
            let file = block::replace(b"[user]\n\tname = x\n", &ours, block::Place::End);
            proptest::prop_assert_eq!(recorded(&file), vec![(url, username)]);
        }
    }
}
