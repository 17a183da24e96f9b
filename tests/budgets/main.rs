//! Size is a feature: no binary outgrows what `budgets.toml` allows it.

use std::fmt::Write as _;
use std::fs;

/// Builds each binary that has a budget as it ships, and prints the table. git-init's takes minutes when cold.
#[test]
fn every_binary_is_within_its_budget() {
    let budgets = tests::budgets().unwrap();
    assert!(!budgets.is_empty(), "budgets.toml names no binary");

    let mut table = format!("{:<32} {:>10} {:>10} {:>5}\n", "binary", "bytes", "budget", "used");
    let mut over = Vec::new();
    // Backwards, so that a package as it ships is built last and stands in its place when the test is over.
    for (name, budget) in budgets.iter().rev() {
        let binary = if name.contains(' ') { tests::variant(name) } else { tests::binary(name) };
        let bytes = fs::metadata(binary).expect("the binary is there").len();
        writeln!(table, "{name:<32} {bytes:>10} {budget:>10} {:>4}%", 100 * bytes / budget).unwrap();
        if bytes > *budget {
            over.push(format!("{name} has {bytes} bytes, {} more than its budget", bytes - budget));
        }
    }
    tests::tell(&table);
    assert!(over.is_empty(), "{}", over.join("\n"));
}
