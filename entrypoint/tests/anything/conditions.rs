//! What holds of any text that should be conditions, or commands for platforms.

use entrypoint::tekton::{platform, when};
use serde_json::Value;

/// What is taken for conditions, or for commands of platforms, is JSON.
pub fn of_conditions_and_commands(text: &str) {
    if let Ok(conditions) = when::parse(text) {
        assert!(text.is_empty() || serde_json::from_str::<Value>(text).is_ok());
        let _ = when::met(&conditions);
    }
    if let Ok(words) = platform::select(text, "linux/a") {
        assert!(!words.is_empty());
    }
}
