//! Where the tasks of a drawing stand and which way its edges take, in pixels.
//!
//! Layers by the longest way, few crossings by barycentres, straight edges by means: what Sugiyama, Tagawa and Toda
//! describe (1981), each part linear but for sorting.

use super::crossings;
use super::drawing::Drawing;
use super::layers::Net;
use super::place;

/// A point: from the left, from the top.
pub(super) type Point = (f64, f64);

/// How large boxes are and how far apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// Width and height of a task's box.
    pub node: (f64, f64),
    /// Between boxes of one layer.
    pub gap: f64,
    /// Between layers, where edges bend and have their names: when they go down, and when they go to the right.
    pub between: (f64, f64),
}

/// A drawing's places.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Width and height of everything.
    pub size: Point,
    /// Whether edges go down; else to the right.
    pub down: bool,
    /// The upper left corners of the tasks' boxes.
    pub nodes: Vec<Point>,
    /// The points that each edge goes through. It begins, ends and passes each of them in the direction of all edges.
    pub ways: Vec<Vec<Point>>,
}

/// What an edge takes of a layer that it passes.
const PASS: f64 = 12.0;

impl Layout {
    /// Lays out `drawing`, in the direction in which it is less wide.
    pub fn of(drawing: &Drawing, sizes: Sizes) -> Self {
        let mut net = Net::of(drawing);
        crossings::reduce(&mut net);
        let widest = net.layers.iter().map(Vec::len).max().unwrap_or(0);
        let (wide, high) = sizes.node;
        #[allow(clippy::cast_precision_loss)] // no layer has 2^52 tasks
        let (across, along) = (widest as f64, net.layers.len() as f64);
        let down = across * (wide + sizes.gap) <= along * (wide + sizes.between.1);
        let between = if down { sizes.between.0 } else { sizes.between.1 };
        let (breadth, depth) = if down { (wide, high) } else { (high, wide) };

        let tasks = net.tasks;
        let extent = |node: usize| if node < tasks { breadth } else { PASS };
        let middle = place::places(&net, extent, sizes.gap);
        let mut start = vec![0.0; middle.len()];
        let mut at = 0.0;
        for layer in &net.layers {
            for &node in layer {
                start[node] = at;
            }
            at += depth + between;
        }
        let length = (at - between).max(0.0);
        let right = (0..middle.len()).map(|node| middle[node] + extent(node) / 2.0);
        let spread = right.max_by(f64::total_cmp).unwrap_or(0.0);

        // From (across the layers, along the edges) to (from the left, from the top).
        let point = |across: f64, along: f64| if down { (across, along) } else { (along, across) };
        let way = |way: &Vec<usize>| {
            let ends = [0, way.len() - 1];
            let mut points = Vec::with_capacity(2 * way.len());
            for (number, &node) in way.iter().enumerate() {
                let (top, bottom) = (start[node], start[node] + depth);
                points.extend((number != ends[0]).then(|| point(middle[node], top)));
                points.extend((number != ends[1]).then(|| point(middle[node], bottom)));
            }
            points
        };
        Self {
            size: point(spread, length),
            down,
            nodes: (0..tasks).map(|node| point(middle[node] - breadth / 2.0, start[node])).collect(),
            ways: net.ways.iter().map(way).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::tests::drawing;

    const SIZES: Sizes = Sizes { node: (100.0, 40.0), gap: 10.0, between: (30.0, 30.0) };

    #[test]
    fn the_picture_is_as_narrow_as_it_can_be() {
        let chain = Layout::of(&drawing(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]), SIZES);
        assert_eq!((chain.down, chain.size), (true, (100.0, 5.0 * 40.0 + 4.0 * 30.0)));
        let side_by_side = Layout::of(&drawing(5, &[]), SIZES);
        assert_eq!((side_by_side.down, side_by_side.size), (false, (100.0, 5.0 * 40.0 + 4.0 * 10.0)));
        assert_eq!(Layout::of(&drawing(0, &[]), SIZES).size, (0.0, 0.0));
    }

    #[test]
    fn one_above_two_stands_between_them() {
        let layout = Layout::of(&drawing(5, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]), SIZES);
        assert!(layout.down);
        let between = f64::midpoint(layout.nodes[1].0, layout.nodes[2].0);
        assert!((layout.nodes[0].0 - between).abs() < 0.01, "{layout:?}");
    }

    proptest! {
        #[test]
        fn boxes_are_apart_and_edges_go_on(edges in vec((0usize..25, 0usize..25), 0..60)) {
            let mut edges: Vec<_> = edges.into_iter().filter(|(from, to)| from < to).collect();
            edges.sort_unstable();
            edges.dedup();
            let layout = Layout::of(&drawing(25, &edges), SIZES);
            let (width, height) = SIZES.node;
            for (number, one) in layout.nodes.iter().enumerate() {
                prop_assert!(one.0 >= -0.01 && one.1 >= -0.01);
                prop_assert!(one.0 + width <= layout.size.0 + 0.01 && one.1 + height <= layout.size.1 + 0.01);
                for other in &layout.nodes[..number] {
                    let apart = (one.0 - other.0).abs() >= width - 0.01 || (one.1 - other.1).abs() >= height - 0.01;
                    prop_assert!(apart, "{one:?} {other:?}");
                }
            }
            for way in &layout.ways {
                let along = |point: &Point| if layout.down { point.1 } else { point.0 };
                prop_assert!(way.len() >= 2 && way.is_sorted_by(|one, two| along(one) < along(two)), "{way:?}");
            }
        }
    }
}
