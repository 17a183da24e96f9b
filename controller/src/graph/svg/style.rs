//! The rules for the elements of images, for light and for dark.

use std::fmt::Write;

use crate::graph::palette::{colours, dark};
use crate::graph::state::State;

/// What does not depend on the ground.
const SHAPES: &str = "\
svg text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;fill:#1f2328}
svg .heading{font:600 15px system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif}
svg .ground{fill:#ffffff}
.node rect{fill:#ffffff;stroke:#8c959f;stroke-width:1.2}
.node .details{font-size:10px}
.node .sign{text-anchor:middle;font-size:13px}
.edge{fill:none;stroke:#8c959f;stroke-width:1.4}
.after{stroke-dasharray:4 3}
.head{fill:#8c959f}
svg .label{font-size:10px;text-anchor:middle;stroke:#ffffff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.mark{stroke:#d8dee4;stroke-width:1}
svg .time{font-size:10px;text-anchor:middle}
.wait{opacity:.3}
";

/// What a dark ground changes.
const DARK: &str = "\
svg text{fill:#e6edf3}
svg .ground{fill:#0d1117}
.node rect{fill:#161b22;stroke:#6e7681}
.edge{stroke:#6e7681}
.head{fill:#6e7681}
svg .label{stroke:#0d1117}
.mark{stroke:#30363d}
";

/// The rules. They name what they mean by class alone, so that a page may have several images.
pub(crate) fn style() -> String {
    let mut text = SHAPES.to_owned();
    rules(&mut text, colours);
    text.push_str("@media (prefers-color-scheme:dark){\n");
    text.push_str(DARK);
    rules(&mut text, dark);
    text + "}\n"
}

fn rules(text: &mut String, colours: fn(State) -> [&'static str; 3]) {
    for state in State::ALL {
        let (class, [fill, stroke, ink]) = (state.word(), colours(state));
        // A String takes all.
        writeln!(text, ".node.{class} rect{{fill:{fill};stroke:{stroke}}}").ok();
        writeln!(text, "svg .{class} text{{fill:{ink}}}").ok();
        writeln!(text, ".row.{class} rect{{fill:{stroke}}}").ok();
    }
}
