//! Hides the credentials of every URL in a text.

/// The text with `***` in the place of passwords, and over http of user names too, where tokens stand.
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        masked.push_str(before);
        let scheme =
            before[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next().unwrap_or("");
        let authority = &after[..after.find(ends_authority).unwrap_or(after.len())];
        if let Some((user, _)) = authority.rsplit_once('@') {
            masked.push_str(&hidden(scheme, user));
            rest = &after[user.len()..];
        } else {
            rest = after;
        }
    }
    masked.push_str(rest);
    masked
}

fn ends_authority(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>')
}

/// What is shown of a URL's user part.
fn hidden(scheme: &str, user: &str) -> String {
    if scheme.to_ascii_lowercase().starts_with("http") {
        return "***".into();
    }
    match user.split_once(':') {
        Some((name, _)) => format!("{name}:***"),
        None => user.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn shows_no_password_and_no_token() {
        for (text, masked) in [
            ("https://token@host/r", "https://***@host/r"),
            ("see HTTP://u:p@host:80/r, and http://h/x", "see HTTP://***@host:80/r, and http://h/x"),
            ("\"https://u:p@ss@host\"", "\"https://***@host\""),
            ("ssh://git@host/r", "ssh://git@host/r"),
            ("ssh://git:pw@host/r", "ssh://git:***@host/r"),
            ("git@host:r and mail@host", "git@host:r and mail@host"),
            ("https://host/a@b", "https://host/a@b"),
            ("://", "://"),
        ] {
            assert_eq!(mask(text), masked);
        }
    }
}
