//! Drawings in the language of Graphviz.

use std::fmt::{self, Display, Write};

use super::drawing::Drawing;
use super::palette::colours;

/// The text of all `drawings`, each a cluster of one graph. Dashed arrows only order, solid ones hand on resources.
pub(super) fn dot(drawings: &[Drawing]) -> String {
    let mut text = String::from(
        "digraph {\n  graph [fontname=\"sans-serif\"];\n  \
         node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n  \
         edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for (number, drawing) in drawings.iter().enumerate() {
        // A String takes all, here and below.
        writeln!(text, "  subgraph cluster_{number} {{\n    label={};", Quoted(&drawing.heading())).ok();
        for (task, node) in drawing.nodes.iter().enumerate() {
            let label = [vec![node.name.clone()], node.details()].concat().join("\n");
            write!(text, "    g{number}t{task} [label={}", Quoted(&label)).ok();
            if let Some(state) = node.state {
                let [fill, stroke, ink] = colours(state);
                write!(
                    text,
                    ", class=\"{}\", fillcolor=\"{fill}\", color=\"{stroke}\", fontcolor=\"{ink}\"",
                    state.word()
                )
                .ok();
            }
            text += "];\n";
        }
        for edge in &drawing.edges {
            let label = edge.resources.join("\n");
            let more = if label.is_empty() {
                "style=dashed".to_owned()
            } else {
                format!("label={}", Quoted(&label))
            };
            writeln!(text, "    g{number}t{} -> g{number}t{} [{more}];", edge.from, edge.to).ok();
        }
        text += "  }\n";
    }
    text + "}\n"
}

/// A string of the language, in which `\` begins an escape too, and a label has no controls.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                // HTML entities are entities in labels too.
                '&' => f.write_str("&amp;")?,
                char if char.is_control() => f.write_char(' ')?,
                char => f.write_char(char)?,
            }
        }
        f.write_char('"')
    }
}
