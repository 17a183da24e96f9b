//! Which tasks stand side by side: each as far from the start as the longest way to it is, with places kept for edges
//! that pass a layer.

use super::drawing::Drawing;

/// How many places are kept for edges that pass layers, beyond eight a task: where an odd graph would want more, its
/// longest edges go straight through, and a layout stays linear in the tasks.
const PLACES: usize = 20_000;

/// Tasks, and places for edges behind them, by layers.
pub(super) struct Net {
    /// How many of the places are tasks: they come first.
    pub tasks: usize,
    /// The layers, each with its places.
    pub layers: Vec<Vec<usize>>,
    /// Of each place those that it is joined to in the layer before.
    pub before: Vec<Vec<usize>>,
    /// Of each place those that it is joined to in the layer behind.
    pub behind: Vec<Vec<usize>>,
    /// Of each edge the places that it goes through, from task to task.
    pub ways: Vec<Vec<usize>>,
}

impl Net {
    /// The net of `drawing`, the places of each layer in the order of the tasks.
    pub fn of(drawing: &Drawing) -> Self {
        let tasks = drawing.nodes.len();
        let mut layer = vec![0; tasks];
        let edges = drawing.edges_to();
        for &task in &drawing.order {
            let before = edges[task].iter().map(|&edge| layer[drawing.edges[edge].from] + 1);
            layer[task] = before.max().unwrap_or(0);
        }
        let mut net = Self {
            tasks,
            layers: vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)],
            before: vec![Vec::new(); tasks],
            behind: vec![Vec::new(); tasks],
            ways: vec![Vec::new(); drawing.edges.len()],
        };
        for (task, &layer) in layer.iter().enumerate() {
            net.layers[layer].push(task);
        }
        let span = |edge: &usize| layer[drawing.edges[*edge].to] - layer[drawing.edges[*edge].from];
        let mut shortest: Vec<usize> = (0..drawing.edges.len()).collect();
        shortest.sort_by_key(span);
        let mut room = PLACES + 8 * tasks;
        for edge in shortest {
            let (from, to) = (drawing.edges[edge].from, drawing.edges[edge].to);
            let passed = span(&edge) - 1;
            if passed > room {
                net.ways[edge] = vec![from, to];
                continue;
            }
            room -= passed;
            let mut way = vec![from];
            for row in &mut net.layers[layer[from] + 1..layer[to]] {
                row.push(net.before.len());
                way.push(net.before.len());
                net.before.push(Vec::new());
                net.behind.push(Vec::new());
            }
            way.push(to);
            for pair in way.windows(2) {
                net.behind[pair[0]].push(pair[1]);
                net.before[pair[1]].push(pair[0]);
            }
            net.ways[edge] = way;
        }
        net
    }
}
