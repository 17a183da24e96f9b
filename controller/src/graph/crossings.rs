//! The order of each layer: that of the barycentres of its neighbours, back and forth, which leaves few edges crossed.

use super::layers::Net;

/// How often all layers are put in order, down and up in turn; more changes little.
const SWEEPS: usize = 8;

/// Orders the layers of `net` so that few of its edges cross.
pub(super) fn reduce(net: &mut Net) {
    let mut place = places(net);
    let mut best = (crossings(net, &place), net.layers.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let is_down = sweep % 2 == 0;
        let count = net.layers.len();
        for step in 0..count {
            let layer = if is_down { step } else { count - 1 - step };
            let neighbours = if is_down { &net.before } else { &net.behind };
            sort(&mut net.layers[layer], neighbours, &mut place);
        }
        let now = crossings(net, &place);
        if now < best.0 {
            best = (now, net.layers.clone());
        }
    }
    net.layers = best.1;
}

/// Sorts a layer by the middle of each one's neighbours; who has none stays about where it is.
fn sort(layer: &mut [usize], neighbours: &[Vec<usize>], place: &mut [f64]) {
    let mut keyed: Vec<(f64, usize)> = layer
        .iter()
        .map(|&at| (mean(neighbours[at].iter().map(|&it| place[it])).unwrap_or(place[at]), at))
        .collect();
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (number, (_, at)) in keyed.into_iter().enumerate() {
        layer[number] = at;
    }
    number(layer, place);
}

/// The mean of numbers; none of none.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// The place of each in its layer: from 0 to 1, so that layers of different sizes compare.
fn places(net: &Net) -> Vec<f64> {
    let mut place = vec![0.0; net.before.len()];
    for layer in &net.layers {
        number(layer, &mut place);
    }
    place
}

fn number(layer: &[usize], place: &mut [f64]) {
    #[allow(clippy::cast_precision_loss)] // no layer has 2^52 tasks
    let (count, mut at) = (layer.len() as f64, 0.5);
    for &node in layer {
        place[node] = at / count;
        at += 1.0;
    }
}

/// How many edges cross between layers.
fn crossings(net: &Net, place: &[f64]) -> u64 {
    let mut rank = vec![0; place.len()];
    for layer in &net.layers {
        for (number, &at) in layer.iter().enumerate() {
            rank[at] = number;
        }
    }
    let between = net.layers.iter().zip(net.layers.iter().skip(1)).map(|(layer, next)| {
        let mut counts = Counts(vec![0; next.len() + 1]);
        let (mut crossed, mut seen) = (0, 0);
        for &at in layer {
            // Those of one place do not cross each other: look first, note then.
            for &to in &net.behind[at] {
                crossed += seen - counts.up_to(rank[to]);
            }
            for &to in &net.behind[at] {
                counts.add(rank[to]);
                seen += 1;
            }
        }
        crossed
    });
    between.sum()
}

/// Counts by place, summed up to any place in logarithmic time: a binary indexed tree.
struct Counts(Vec<u64>);

impl Counts {
    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while at < self.0.len() {
            self.0[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many have been added at `place` or before.
    fn up_to(&self, place: usize) -> u64 {
        let (mut at, mut sum) = (place + 1, 0);
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two layers of `size`, joined by `edges` from place to place.
    fn net(size: usize, edges: &[(usize, usize)]) -> Net {
        let mut net = Net {
            tasks: 2 * size,
            layers: vec![(0..size).collect(), (size..2 * size).collect()],
            before: vec![Vec::new(); 2 * size],
            behind: vec![Vec::new(); 2 * size],
            ways: Vec::new(),
        };
        for &(from, to) in edges {
            net.behind[from].push(size + to);
            net.before[size + to].push(from);
        }
        net
    }

    #[test]
    fn crossings_are_counted() {
        for (edges, count) in [
            (&[(0, 0), (1, 1)][..], 0),
            (&[(0, 1), (1, 0)], 1),
            (&[(0, 0), (0, 1), (1, 0), (1, 1)], 1),
            (&[(0, 2), (1, 1), (2, 0)], 3),
        ] {
            let net = net(3, edges);
            assert_eq!(crossings(&net, &places(&net)), count, "{edges:?}");
        }
    }

    #[test]
    fn what_need_not_cross_does_not() {
        let mut net = net(50, &(0..50).map(|at| (at, 49 - at)).collect::<Vec<_>>());
        assert_eq!(crossings(&net, &places(&net)), 50 * 49 / 2);
        reduce(&mut net);
        assert_eq!(crossings(&net, &places(&net)), 0);
    }
}
