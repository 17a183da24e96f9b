//! One text through everything that a command makes of it: read, planned, printed, read again, drawn, listed.

use std::time::{Duration, Instant};

use controller::emit;
use controller::graph;
use controller::listing;
use controller::load::{Loaded, read};
use controller::plan::Plan;
use controller::reconcile::reconcile;
use controller::world::Settings;
use jiff::Timestamp;

/// Longer than any of these small inputs takes on a loaded machine, and shorter than for ever.
const DEADLINE: Duration = Duration::from_secs(30);

/// A time at which what these texts tell of may be over, or not yet.
const NOW: &str = "2019-03-28T12:00:00Z";

/// Reads and plans `text` and prints what comes of it.
pub fn go_through(text: &str) {
    let begun = Instant::now();
    let loaded = read_now(text.to_owned());
    match reconcile(&loaded.world) {
        Ok(plan) => {
            printed(&plan, emit::Format::Yaml);
            let json = printed(&plan, emit::Format::Json);
            if loaded.diagnostics.is_empty() {
                settles(text, &json);
            }
            for format in
                [listing::Format::Table, listing::Format::Wide, listing::Format::Json, listing::Format::Yaml]
            {
                listing::print(&plan, format, loaded.world.now.unwrap_or(Timestamp::UNIX_EPOCH)).unwrap();
            }
            for format in
                [graph::Format::Text, graph::Format::Mermaid, graph::Format::Dot, graph::Format::Svg]
            {
                graph::print(&loaded.world, &plan, format, None, true);
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "wrong, and nobody knows why");
            for problem in problems {
                assert!(loaded.sources.locate(&problem).to_string().starts_with("f:"), "{problem}");
            }
        }
    }
    for diagnostic in loaded.diagnostics {
        assert!(diagnostic.to_string().starts_with("f:"), "{diagnostic}");
    }
    assert!(begun.elapsed() < DEADLINE, "{} s", begun.elapsed().as_secs());
}

/// Reads `text`, at the same time whenever it is.
fn read_now(text: String) -> Loaded {
    let mut loaded = read("f", text, Settings::default());
    loaded.world.now = NOW.parse().ok();
    loaded
}

fn printed(plan: &Plan, format: emit::Format) -> String {
    let mut text = Vec::new();
    emit::write(plan, true, format, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// What is planned for `text` is read again as it was printed, and beside `text` nothing more is wanted.
fn settles(text: &str, json: &str) {
    let again = read_now(format!("{text}\n---\n{json}"));
    // A last document that only a marker would end takes the List for a part of itself.
    if again.diagnostics.is_empty()
        && let Ok(plan) = reconcile(&again.world)
    {
        assert!(
            plan.pods.is_empty() && plan.claims.is_empty(),
            "of\n{text}\nalso\n{}",
            printed(&plan, emit::Format::Yaml)
        );
    }
}
