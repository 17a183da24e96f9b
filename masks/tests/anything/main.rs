//! Secrets and texts of any kind.
#![allow(clippy::unwrap_used)]

mod claims; // what holds of them

use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn secrets_are_masked_in_any_text(secrets in vec("[ab\n]{0,7}", 0..4), printed in "[abc\n]{0,80}", piece in 1usize..90) {
        let secrets: Vec<&[u8]> = secrets.iter().map(String::as_bytes).collect();
        claims::of_masks(&secrets, printed.as_bytes(), piece);
    }
}
