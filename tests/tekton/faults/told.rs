//! TERM for the containers of a chain at any moment: a Pod that is deleted, a node that goes down.

use std::thread::sleep;
use std::time::Instant;

use libc::SIGTERM;
use tests::{Dice, rounds};

use super::chain;
use super::{BOUND, CHAIN};
use crate::pod::Pod;

#[test]
fn any_of_them_at_any_moment() {
    let mut dice = Dice::new();
    for round in 0..rounds(20) {
        let Some(pod) = Pod::new() else { return };
        let steps = chain::start(&pod, &mut dice, round % 2 == 0);
        sleep(dice.shorter(CHAIN));
        let told: Vec<_> = steps.iter().filter(|_| dice.below(2) == 0).collect();
        let told_at = Instant::now();
        for step in &told {
            step.send(SIGTERM);
        }
        let what = format!("round {round}, {} told", told.len());
        let ends = chain::ends(&pod, steps);
        assert!(told_at.elapsed() < BOUND, "{what}: {ends:?}");
        chain::hold(&pod, &ends, &what);
    }
}
