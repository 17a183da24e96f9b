//! What every black-box suite needs: the binaries under test, by path.

mod binaries;

pub use binaries::{binary, workspace};
