//! Drawings as a flowchart of mermaid.

use std::fmt::{self, Display, Write};

use super::drawing::Drawing;
use super::palette::colours;
use super::state::State;

/// The text of all `drawings`, each a part of the chart, with a class for each state. Solid arrows hand on resources.
pub(super) fn mermaid(drawings: &[Drawing]) -> String {
    let mut text = String::from("flowchart TD\n");
    for (number, drawing) in drawings.iter().enumerate() {
        let heading = Text(&drawing.heading()).to_string();
        writeln!(text, "  subgraph g{number}[\"{heading}\"]").ok(); // a String takes all
        for (task, node) in drawing.nodes.iter().enumerate() {
            let lines: Vec<String> = [vec![node.name.clone()], node.details()]
                .concat()
                .iter()
                .map(|line| Text(line).to_string())
                .collect();
            let class = node.state.map(|state| format!(":::{}", state.word())).unwrap_or_default();
            writeln!(text, "    g{number}t{task}[\"{}\"]{class}", lines.join("<br/>")).ok();
        }
        for edge in &drawing.edges {
            let label = edge.resources.join(", ");
            let arrow = match label.as_str() {
                "" => "-.->".to_owned(),
                label => format!("-->|\"{}\"|", Text(label)),
            };
            writeln!(text, "    g{number}t{} {arrow} g{number}t{}", edge.from, edge.to).ok();
        }
        text += "  end\n";
    }
    let is_used = |state: &State| {
        drawings.iter().flat_map(|drawing| &drawing.nodes).any(|node| node.state == Some(*state))
    };
    for state in State::ALL.into_iter().filter(is_used) {
        let [fill, stroke, ink] = colours(state);
        writeln!(text, "  classDef {} fill:{fill},stroke:{stroke},color:{ink}", state.word()).ok();
    }
    text
}

/// Text between quotes: what mermaid, its Markdown or HTML would take for more is written as HTML's name of the character.
/// Mermaid's own codes (`#35;`) are left as they are in names of edges (seen in 11.17).
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            let name = match char {
                '"' => "quot",
                '\'' => "apos",
                '`' => "grave",
                '#' => "num",
                ';' => "semi",
                '&' => "amp",
                '<' => "lt",
                '>' => "gt",
                '|' => "vert",
                '\\' => "bsol",
                '[' => "lbrack",
                ']' => "rbrack",
                '{' => "lbrace",
                '}' => "rbrace",
                '%' => "percnt",
                '*' => "ast",
                '_' => "lowbar",
                char if char.is_control() => {
                    f.write_char(' ')?;
                    continue;
                }
                char => {
                    f.write_char(char)?;
                    continue;
                }
            };
            write!(f, "&{name};")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::drawing;

    #[test]
    fn names_cannot_leave_their_quotes() {
        let mut drawing = drawing(2, &[(0, 1)]);
        drawing.nodes[0].name = "a\"] --> b`<b>#1;\n%%".to_owned();
        drawing.edges[0].resources = vec!["x|y".to_owned()];
        assert_eq!(
            mermaid(&[drawing]),
            "flowchart TD\n  \
               subgraph g0[\"Pipeline p\"]\n    \
                 g0t0[\"a&quot;&rbrack; --&gt; b&grave;&lt;b&gt;&num;1&semi; &percnt;&percnt;\"]\n    \
                 g0t1[\"t1\"]\n    \
                 g0t0 -->|\"x&vert;y\"| g0t1\n  \
               end\n"
        );
    }
}
