//! `secret=url`: which secret goes where, as the controller writes it into a flag.

use anyhow::{Result, bail};

/// One annotation of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// The secret's name.
    pub secret: String,
    /// The annotation's value: a URL or a host. It may hold any number of `=`.
    pub value: String,
}

impl Annotation {
    /// Reads `secret=url`.
    ///
    /// # Errors
    /// What is missing, in words that fit behind a flag's name. The text itself is not in them: a URL that
    /// somebody typed may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((secret, value)) = text.split_once('=') else {
            return Err("expects secret=url, and there is no = in what it got".to_owned());
        };
        secret_name(secret)?;
        if value.trim().is_empty() {
            return Err(format!("expects secret=url, and nothing stands behind {secret}="));
        }
        Ok(Self { secret: secret.to_owned(), value: value.trim().to_owned() })
    }
}

/// Checks a secret's name, since it becomes part of paths: letters, digits, `-`, `.` and `_`, with a letter or
/// digit first. Every name that Kubernetes allows is one.
///
/// # Errors
/// Why it is none.
pub fn secret_name(name: &str) -> Result<(), String> {
    let starts = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if starts && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) {
        return Ok(());
    }
    Err("expects a secret's name first (letters, digits, - and .)".to_owned())
}

/// Refuses two secrets for one place: nobody could say which of them a server would be shown.
///
/// `places` are pairs of place and secret; the same pair again is no harm.
///
/// # Errors
/// Names the place, both secrets and the remedy.
pub fn one_secret_each<'a>(places: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<()> {
    // A few dozen at most: no map is worth its code.
    let mut taken: Vec<(&str, &str)> = Vec::new();
    for (place, secret) in places {
        match taken.iter().find(|(known, _)| *known == place) {
            None => taken.push((place, secret)),
            Some((_, first)) if *first == secret => {}
            Some((_, first)) => bail!(
                "secrets {first} and {secret} are both annotated with {place}; take the annotation off one of \
                 them, or give it a path of its own"
            ),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_behind_the_first_equals_sign_is_the_url() {
        let read = Annotation::parse("bot=https://host/?a=b&c=").unwrap();
        assert_eq!((read.secret.as_str(), read.value.as_str()), ("bot", "https://host/?a=b&c="));
    }

    #[test]
    fn refusals_hold_nothing_of_a_url() {
        for text in
            ["https://me:hunter2@host", "=https://me:hunter2@host", "a/../b=hunter2", "..=hunter2", "x= "]
        {
            let refusal = Annotation::parse(text).unwrap_err();
            assert!(!refusal.contains("hunter2"), "{refusal}");
        }
    }

    #[test]
    fn one_place_takes_one_secret() {
        assert!(one_secret_each([("h", "a"), ("i", "b"), ("h", "a")]).is_ok());
        let error = one_secret_each([("h", "a"), ("h", "b")]).unwrap_err().to_string();
        assert!(error.contains("secrets a and b") && error.contains("with h;"), "{error}");
    }
}
