//! What the benchmarks share: their command line and their end, processes with a limit and their usage, limits, medians, tables.

mod benchmark;
mod child;
mod memory;
mod options;
mod peak;
mod reading;
mod rounds;
mod share;
mod size;
mod table;

pub use benchmark::benchmark;
pub use child::{Child, LIMIT, Usage};
pub use memory::in_memory;
pub use options::Options;
pub use peak::peak;
pub use reading::{Reading, figure};
pub use rounds::{median, ms, repeat};
pub use share::Share;
pub use size::stripped_size;
pub use table::{Table, write_json};
