//! The examples: each is whole, and wants Pods.

use std::fs;

use tests::workspace;

use crate::controller::controller;

#[test]
fn every_example_says_nothing_but_pods() {
    let mut examples = 0;
    for entry in fs::read_dir(workspace().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let said = controller(&["emit", "-o", "json", "-f", path.to_str().unwrap()], "");
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", path.display());
        assert!(!said.pods().is_empty(), "{}", path.display());
        examples += 1;
    }
    assert!(examples >= 2, "{examples}");
}
