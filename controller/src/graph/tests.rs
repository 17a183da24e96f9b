//! A drawing to test with.

use super::drawing::{Drawing, Edge, Node};
use super::timeline::Timeline;

/// A Pipeline `p` of tasks `t0`, `t1` and so on, whose edges go from lower to higher numbers.
pub fn drawing(tasks: usize, edges: &[(usize, usize)]) -> Drawing {
    Drawing {
        title: "Pipeline p".to_owned(),
        of: String::new(),
        state: None,
        why: String::new(),
        took: None,
        nodes: (0..tasks).map(|number| Node { name: format!("t{number}"), ..Node::default() }).collect(),
        edges: edges.iter().map(|&(from, to)| Edge { from, to, resources: Vec::new() }).collect(),
        order: (0..tasks).collect(),
        timeline: Timeline::default(),
    }
}
