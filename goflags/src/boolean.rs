//! Booleans as Go reads them.

/// Reads the value of a boolean flag, for clap's `value_parser`.
///
/// # Errors
/// It is none of the words that Go takes.
pub fn boolean(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err("neither true nor false".into()),
    }
}
