//! What environment variables say. One that is empty says as little as one that is not there.

use std::ffi::OsString;
use std::time::Duration;

use anyhow::{Result, anyhow};
use goflags::GoDuration;

/// The text of the variable `name`, whose value is `value`; empty where there is none.
///
/// # Errors
/// A value that is no UTF-8.
pub fn text(name: &str, value: Option<OsString>) -> Result<String> {
    let text = value.unwrap_or_default().into_string();
    text.map_err(|value| anyhow!("{name}={} is no text", value.display()))
}

/// The time that it holds, as Go writes it; none where there is none.
///
/// # Errors
/// A value that is no such time, or negative.
pub fn duration(name: &str, value: Option<OsString>) -> Result<Option<Duration>> {
    match text(name, value)?.as_str() {
        "" => Ok(None),
        text => Ok(Some(text.parse::<GoDuration>().map_err(|why| anyhow!("{name}: {why}"))?.0)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    #[test]
    fn empty_is_as_good_as_absent() {
        for value in [None, Some(OsString::new())] {
            assert_eq!(text("V", value.clone()).unwrap(), "");
            assert_eq!(duration("V", value).unwrap(), None);
        }
        assert_eq!(duration("V", Some("1m30s".into())).unwrap(), Some(Duration::from_secs(90)));
    }

    #[test]
    fn what_is_wrong_names_the_variable() {
        let bytes = OsString::from_vec(b"1s\xff".to_vec());
        for value in [bytes, "soon".into(), "-1s".into()] {
            let error = duration("V", Some(value)).unwrap_err().to_string();
            assert!(error.starts_with('V'), "{error}");
        }
    }
}
