//! Kubernetes quantities (`500m`, `1.5Gi`, `1e3`), in thousandths.

/// Whether `text` is a quantity, however large.
pub fn is_quantity(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    let (number, suffix) = number.split_at(end);
    let is_suffix = match exponent(suffix) {
        Some(exponent) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => scale(suffix).is_some(),
    };
    is_suffix && number.bytes().any(|byte| byte.is_ascii_digit()) && number.matches('.').count() <= 1
}

/// The value of `text` in thousandths, rounded up; `None` when it is no quantity or has no room in an i128.
pub fn thousandths(text: &str) -> Option<i128> {
    let end =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-' && c != '+').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (factor, divisor) = scale(suffix)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let divisor = divisor.checked_mul(10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?)?;
    let scaled = digits.checked_mul(factor)?.checked_mul(1000)?;
    Some(scaled.div_euclid(divisor) + i128::from(scaled.rem_euclid(divisor) != 0))
}

/// What follows the `e` of a power of ten; `E` and `Ei` are units.
fn exponent(suffix: &str) -> Option<&str> {
    suffix.strip_prefix(['e', 'E']).filter(|exponent| !["", "i"].contains(exponent))
}

/// The factor and the divisor that a suffix stands for.
fn scale(suffix: &str) -> Option<(i128, i128)> {
    if let Some(exponent) = exponent(suffix) {
        let exponent: i32 = exponent.parse().ok()?;
        let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
        return Some(if exponent < 0 { (1, power) } else { (power, 1) });
    }
    let small = ["m", "u", "n"].iter().position(|unit| *unit == suffix);
    if let Some(at) = small {
        return Some((1, 1000_i128.pow(u32::try_from(at).ok()? + 1)));
    }
    let (base, unit) = match suffix.strip_suffix('i') {
        Some(unit) => (1024_i128, if unit == "K" { "k" } else { unit }),
        None => (1000, suffix),
    };
    let at = ["", "k", "M", "G", "T", "P", "E"].iter().position(|known| *known == unit)?;
    if base == 1024 && at == 0 {
        return None;
    }
    Some((base.pow(u32::try_from(at).ok()?), 1))
}

#[cfg(test)]
mod tests {
    #[test]
    fn quantities_are_told_from_other_text() {
        for text in ["1", "+1", "-1", ".5", "1.", "1e3", "1E-3", "1E", "1Ei", "100n", "1e400", "007"] {
            assert!(super::is_quantity(text), "{text}");
        }
        for text in
            ["", ".", "-", "1K", "1mi", "1 ", "1e", "1e+", "0x10", "1_000", "1.2.3", "--1", "١", "1Mi2"]
        {
            assert!(!super::is_quantity(text), "{text}");
        }
    }

    #[test]
    fn reads_what_kubernetes_reads() {
        for (text, expected) in [
            ("0", Some(0)),
            ("500m", Some(500)),
            ("1.5", Some(1500)),
            ("1u", Some(1)),
            ("1Ki", Some(1_024_000)),
            ("1.5Gi", Some(1_610_612_736_000)),
            ("1k", Some(1_000_000)),
            ("1e3", Some(1_000_000)),
            ("1E", Some(1_000_000_000_000_000_000_000)),
            ("1Ei", Some((1 << 60) * 1000)),
            ("K", None),
            ("1K", None),
            ("1i", None),
            ("", None),
            ("1ee", None),
        ] {
            assert_eq!(super::thousandths(text), expected, "{text}");
        }
    }
}
