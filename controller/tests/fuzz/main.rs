//! Whatever stands in the inputs, reading and planning end, nothing that is planned fails to print, and every error has
//! its place. `PROPTEST_CASES=1000000 cargo test -p controller --test fuzz` asks for more than the usual cases.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod mutation; // what is done to inputs that are right
mod seeds; // inputs that are right
mod through; // what is done with an input

use std::fmt::Write;

use controller::load::read;
use controller::reconcile::reconcile;
use controller::world::Settings;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use mutation::{Mutation, mutated};
use seeds::seeds;
use through::go_through;

/// What CI runs of each test; the environment's `PROPTEST_CASES` asks for others.
fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(count), ..ProptestConfig::default() }
}

#[test]
fn the_seeds_themselves_are_right() {
    for (name, text) in seeds() {
        let loaded = read(name, text.clone(), Settings::default());
        assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics[0]);
        // Some need flags that say what an image runs.
        for problem in reconcile(&loaded.world).err().into_iter().flatten() {
            assert!(problem.message.contains("--image-entrypoint"), "{name}: {problem}");
        }
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn mutated_objects_are_read_or_refused(
        seed in any::<Index>(),
        changes in vec(any::<Mutation>(), 1..6),
    ) {
        let (_, text) = seed.get(seeds());
        go_through(&mutated(text, &changes));
    }

    #[test]
    fn documents_of_several_inputs_are_read_or_refused(
        picks in vec((any::<Index>(), any::<Index>()), 1..12),
        changes in vec(any::<Mutation>(), 0..2),
    ) {
        let document = |(seed, document): &(Index, Index)| {
            let documents: Vec<&str> = seed.get(seeds()).1.split("\n---\n").collect();
            *document.get(&documents)
        };
        let text = picks.iter().map(document).collect::<Vec<_>>().join("\n---\n");
        go_through(&mutated(&text, &changes));
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in "\\PC{0,200}",
        lines in vec("[-a-z:{}\\[\\]&*!|> ]{0,20}", 0..20),
        json in "[\\[\\]{}\":,a0-9 ]{0,60}",
    ) {
        go_through(&text);
        go_through(&lines.join("\n"));
        go_through(&format!("{{{json}"));
    }

    /// Whatever waits for whatever: a graph that cannot be is refused, and of one that can the first tasks come.
    #[test]
    fn any_graph_is_planned_or_refused(
        edges in vec((0usize..12, 0usize..14, any::<bool>()), 0..30),
        kind in select(vec!["git", "image", "storage"]),
    ) {
        let mut text = String::from(seeds::GRAPH);
        write!(text, "  resources: [{{name: r, type: {kind}}}]\n  tasks:\n").unwrap();
        for task in 0..12 {
            let of = |from: bool| {
                let before = edges.iter().filter(|(waiting, _, by)| *waiting == task && *by == from);
                before.map(|(_, before, _)| format!("t{before}")).collect::<Vec<_>>().join(", ")
            };
            writeln!(
                text,
                "  - {{name: t{task}, taskRef: {{name: t}}, runAfter: [{}], \
                 resources: {{inputs: [{{name: i, resource: r, from: [{}]}}], outputs: [{{name: o, resource: r}}]}}}}",
                of(false), of(true),
            ).unwrap();
        }
        go_through(&text);
    }
}
