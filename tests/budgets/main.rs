//! Size is a feature: no binary outgrows what `budgets.toml` allows it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// Builds each binary that has a budget as it ships, and prints the table. git-init's takes minutes when cold.
#[test]
fn every_binary_is_within_its_budget() {
    let text = fs::read_to_string(tests::workspace().join("budgets.toml")).expect("budgets.toml is readable");
    let budgets: BTreeMap<String, u64> = toml::from_str(&text).expect("budgets.toml maps names to bytes");
    assert!(!budgets.is_empty(), "budgets.toml names no binary");

    let mut table = format!("{:<12} {:>10} {:>10} {:>5}\n", "binary", "bytes", "budget", "used");
    let mut over = Vec::new();
    for (name, budget) in &budgets {
        let bytes = fs::metadata(tests::binary(name)).expect("the binary is there").len();
        writeln!(table, "{name:<12} {bytes:>10} {budget:>10} {:>4}%", 100 * bytes / budget).unwrap();
        if bytes > *budget {
            over.push(format!("{name} has {bytes} bytes, {} more than its budget", bytes - budget));
        }
    }
    tests::tell(&table);
    assert!(over.is_empty(), "{}", over.join("\n"));
}
