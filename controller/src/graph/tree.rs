//! A graph as a tree that grows to the right only where it has to: each task stands behind the last of those that it
//! waits for, and of those behind one task the largest branch goes straight on.
//!
//! A branch is at most half as large as what it leaves, so that ten thousand tasks are at most thirteen branches deep
//! and a chain of them is none.

use super::drawing::Drawing;

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The task, by its place in the drawing.
    pub task: usize,
    /// The task that it stands behind; none for one that waits for nothing.
    pub behind: Option<usize>,
    /// What leads to it, two columns for each branch.
    pub lead: String,
}

/// A task that begins a branch, or all of it.
const FIRST: &str = "• ";
/// A task that goes on where the last one of the branch ended.
const NEXT: &str = "↓ ";

/// The lines of `drawing`, in the order of its tasks where the graph leaves a choice.
pub(super) fn lines(drawing: &Drawing) -> Vec<Line> {
    let tasks = drawing.nodes.len();
    let mut rank = vec![0; tasks];
    for (number, &task) in drawing.order.iter().enumerate() {
        rank[task] = number;
    }
    let edges = drawing.edges_to();
    let parent = |task: usize| {
        let before = edges[task].iter().map(|&edge| drawing.edges[edge].from);
        before.max_by_key(|&before| rank[before])
    };
    let parents: Vec<Option<usize>> = (0..tasks).map(parent).collect();
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); tasks];
    let mut size = vec![1_usize; tasks];
    for &task in drawing.order.iter().rev() {
        if let Some(parent) = parents[task] {
            size[parent] += size[task];
        }
    }
    for (task, parent) in parents.iter().enumerate() {
        if let Some(parent) = *parent {
            behind[parent].push(task);
        }
    }
    for children in &mut behind {
        // The largest goes last: what is drawn behind it stands below it. Of equals the first of the list.
        if let Some(largest) = (0..children.len()).rev().max_by_key(|&child| size[children[child]]) {
            let largest = children.remove(largest);
            children.push(largest);
        }
    }
    let mut lines = Vec::with_capacity(tasks);
    // What is still to be drawn, the next one last: the task, what leads to it, and what stands left of all behind it.
    let roots = (0..tasks).rev().filter(|&task| parents[task].is_none());
    let mut open: Vec<(usize, String, String)> =
        roots.map(|task| (task, FIRST.to_owned(), String::new())).collect();
    while let Some((task, lead, left)) = open.pop() {
        lines.push(Line { task, behind: parents[task], lead });
        let Some((trunk, branches)) = behind[task].split_last() else { continue };
        open.push((*trunk, format!("{left}{NEXT}"), left.clone()));
        for &branch in branches.iter().rev() {
            open.push((branch, format!("{left}├─{FIRST}"), format!("{left}│ ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::drawing::Edge;
    use super::*;
    use crate::graph::tests::drawing;

    fn text(drawing: &Drawing) -> String {
        let name = |line: &Line| format!("{}{}\n", line.lead, drawing.nodes[line.task].name);
        lines(drawing).iter().map(name).collect::<Vec<_>>().concat()
    }

    #[test]
    fn chains_go_down_and_branches_to_the_right() {
        let drawing = drawing(7, &[(0, 1), (0, 2), (2, 3), (0, 4), (4, 5), (5, 6), (1, 6)]);
        assert_eq!(
            text(&drawing),
            "• t0\n\
             ├─• t1\n\
             ├─• t2\n\
             │ ↓ t3\n\
             ↓ t4\n\
             ↓ t5\n\
             ↓ t6\n"
        );
    }

    #[test]
    fn no_tree_of_ten_thousand_is_wide() {
        for shape in 0..4 {
            let before = |task: usize| match shape {
                0 => task - 1,                            // a chain
                1 => (task - 1) / 2,                      // a binary tree
                2 => (task - 1) / 2 * 2,                  // a comb
                _ => (task * 7919 + 13) % 104_729 % task, // anything
            };
            let edges: Vec<(usize, usize)> = (1..10_000).map(|task| (before(task), task)).collect();
            let mut drawing = drawing(10_000, &[]);
            drawing.edges =
                edges.iter().map(|&(from, to)| Edge { from, to, resources: Vec::new() }).collect();
            let lines = lines(&drawing);
            assert_eq!(lines.len(), 10_000);
            let widest = lines.iter().map(|line| line.lead.chars().count()).max().unwrap();
            assert!(widest <= 2 * (13 + 1), "shape {shape}: {widest}");
        }
    }
}
