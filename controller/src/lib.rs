//! From Tasks and their runs to Pods: `load` reads objects into a `World`, `reconcile` plans, the commands carry out.

mod api;
mod claim;
pub mod cli;
mod creds;
mod elapsed;
pub mod emit;
pub mod engine;
pub mod field_path;
pub mod graph;
pub mod images;
pub mod listing;
pub mod load;
mod mask;
pub mod model;
mod names;
mod path;
mod pipeline;
pub mod plan;
mod pod;
pub mod problem;
mod quantity;
pub mod reconcile;
#[cfg(feature = "registry")]
pub mod registry;
pub mod report;
mod resources;
pub mod run;
pub mod status;
mod substitute;
mod validate;
pub mod world;

#[global_allocator]
static HEAP: heap::Heap = heap::Heap::new();
