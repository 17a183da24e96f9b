//! The order of a Pipeline's tasks: which one waits for which.

mod cycle;
mod graph;

pub(crate) use graph::Graph;
