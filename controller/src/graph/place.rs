//! Where in its layer everything stands: as near to the middle of its neighbours as order and distance allow.

use super::crossings::mean;
use super::layers::Net;

/// How often neighbours are looked at, before and behind in turn.
const SWEEPS: usize = 8;

/// The middle of each place of `net` across its layer, of which `width` of it are taken, with `gap` between two. The
/// first one begins at 0.
pub(super) fn places(net: &Net, width: impl Fn(usize) -> f64, gap: f64) -> Vec<f64> {
    let mut middle = vec![0.0; net.before.len()];
    // What each would have if all stood as far to the left as can be.
    let mut least = vec![0.0; middle.len()];
    for layer in &net.layers {
        let mut at = 0.0;
        for &node in layer {
            least[node] = at + width(node) / 2.0;
            middle[node] = least[node];
            at += width(node) + gap;
        }
        for &node in layer {
            middle[node] -= (at - gap) / 2.0;
        }
    }
    for sweep in 0..SWEEPS {
        let is_down = sweep % 2 == 0;
        let count = net.layers.len();
        for step in 0..count {
            let layer = &net.layers[if is_down { step } else { count - 1 - step }];
            let wanted: Vec<f64> = layer
                .iter()
                .map(|&node| {
                    let neighbours = if is_down { &net.before[node] } else { &net.behind[node] };
                    mean(neighbours.iter().map(|&it| middle[it])).unwrap_or(middle[node]) - least[node]
                })
                .collect();
            for (&node, at) in layer.iter().zip(nearest_in_order(&wanted)) {
                middle[node] = at + least[node];
            }
        }
    }
    let left = net.layers.iter().flatten().map(|&node| middle[node] - width(node) / 2.0);
    let left = left.min_by(f64::total_cmp).unwrap_or(0.0);
    middle.iter().map(|at| at - left).collect()
}

/// The numbers that never fall and are nearest to `wanted`, by the sum of the squares: neighbours that are in the
/// wrong order are put together at their mean until none are.
fn nearest_in_order(wanted: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64)> = Vec::with_capacity(wanted.len()); // mean, count
    for &number in wanted {
        let mut block = (number, 1.0);
        while let Some(last) = blocks.pop_if(|last| last.0 > block.0) {
            let count = last.1 + block.1;
            block = ((last.0 * last.1 + block.0 * block.1) / count, count);
        }
        blocks.push(block);
    }
    let mut numbers = Vec::with_capacity(wanted.len());
    for (mean, mut count) in blocks {
        while count > 0.0 {
            numbers.push(mean);
            count -= 1.0;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_fall_meet_in_the_middle() {
        assert_eq!(nearest_in_order(&[1.0, 2.0, 3.0]), [1.0, 2.0, 3.0]);
        assert_eq!(nearest_in_order(&[3.0, 1.0, 2.0, 5.0]), [2.0, 2.0, 2.0, 5.0]);
        assert!(nearest_in_order(&[]).is_empty());
    }
}
