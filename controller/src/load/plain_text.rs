//! What a value without quotes becomes where text belongs.
//!
//! The YAML reader of Go's Kubernetes tools, told that a string is wanted, gives the text of the value and not what was
//! written: a plain `y` is "true", `0644` is "420", `1.10` is "1.1". Objects that work there work here, with a warning.

use super::node::Value;

/// The text of a boolean or a number, as Go writes it; none for what is no text and never becomes one.
pub(super) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Signed(value) => Some(value.to_string()),
        Value::Unsigned(value) => Some(value.to_string()),
        Value::Float(value) => Some(float(*value)),
        Value::Null | Value::String(_) | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

/// A float as Go's `strconv.FormatFloat(value, 'g', -1, 64)` has it: as few digits as tell it from its neighbours, and an
/// exponent of at least two digits where that is below -4 or not below 6.
fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_go_writes_them() {
        for (value, text) in [
            (1.10, "1.1"),
            (1.0, "1"),
            (-0.5, "-0.5"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (1.5e300, "1.5e+300"),
            (100_000.0, "100000"),
            (1_234_567.0, "1.234567e+06"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn nothing_becomes_no_text() {
        assert_eq!(plain_text(&Value::Null), None);
        assert_eq!(plain_text(&Value::Bool(true)).as_deref(), Some("true"));
    }
}
