//! Progress as a bar, for a terminal.

/// How many signs the bar itself has: with all around it the line stays below 80 columns, which every terminal
/// has, so that it never wraps.
const WIDTH: usize = 24;

/// One line without its end, such as `receiving objects  [######------]  50 %  10/20, 1.5 MB`.
pub fn bar(what: &str, done: usize, total: usize, bytes: Option<usize>) -> String {
    let share = |of: usize| done.min(total) * of / total.max(1);
    let full = "#".repeat(share(WIDTH));
    let bytes = bytes.map_or(String::new(), |bytes| format!(", {}", size(bytes)));
    format!("{what:<19}[{full:-<WIDTH$}] {:3} %  {done}/{total}{bytes}", share(100))
}

/// A number of bytes as people read it.
fn size(bytes: usize) -> String {
    let (unit, name) = match bytes {
        0..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes * 10 / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        assert_eq!(
            bar("receiving objects", 10, 20, Some(1_540_000)),
            "receiving objects  [############------------]  50 %  10/20, 1.5 MB"
        );
        assert_eq!(
            bar("resolving deltas", 0, 0, None),
            "resolving deltas   [------------------------]   0 %  0/0"
        );
        let longest = bar("checking out files", 9_999_999, 9_999_999, Some(999_999_999));
        assert!(longest.ends_with("100 %  9999999/9999999, 999.9 MB") && longest.len() < 80, "{longest}");
        assert_eq!(size(999), "0.9 kB");
    }
}
