//! A drawing for a terminal: a tree of the tasks with what else they wait for, and the timeline below.

use std::fmt::Write;

use anstyle::Style;

use super::drawing::{Drawing, Edge};
use super::look::Look;
use super::tree::{Line, lines};
use super::width::{columns, cut, fit};
use super::{bars, names::few};
use crate::elapsed::duration;

/// What the tree with its names may have in any case, in tenths of the line; and the Task of each, in columns.
const TREE: usize = 4;
const TASK: usize = 18;

/// `drawing` as text that ends in a line end.
pub(super) fn text(drawing: &Drawing, look: Look, now: Option<jiff::Timestamp>) -> String {
    let mut text = look.paint(&cut(&drawing.heading(), look.width), Style::new().bold()) + "\n";
    let lines = lines(drawing);
    let edges = drawing.edges_to();
    let widest = |of: &dyn Fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let name = |line: &Line| format!("{}{}", line.lead, drawing.nodes[line.task].name);
    let task = |line: &Line| {
        let node = &drawing.nodes[line.task];
        Some(node.task.as_str()).filter(|task| *task != node.name).unwrap_or_default()
    };
    let took = |line: &Line| drawing.nodes[line.task].took.map(duration).unwrap_or_default();
    let has_states = drawing.nodes.iter().any(|node| node.state.is_some());
    let sign = if has_states { 2 } else { 0 };
    let took_width = widest(&|line| columns(&took(line)));
    let remarks = |line: &Line| remarks(drawing, line, &edges[line.task]);
    // Names have what nothing else needs; in any case a part of the line, and what is left after that is for the Tasks.
    let needed = sign + 2 + took_width + 2 + 2 + widest(&|line| columns(&remarks(line)));
    let tasks = widest(&|line| columns(task(line)));
    let room = look.width.saturating_sub(needed);
    let name_width = widest(&|line| columns(&name(line)));
    let name_width = name_width.min(room.saturating_sub(tasks.min(TASK)).max(look.width * TREE / 10));
    let task_width = tasks.min(room.saturating_sub(name_width).max(TASK));
    for line in &lines {
        let node = &drawing.nodes[line.task];
        let mut cells = Vec::new();
        if let Some(state) = node.state {
            write!(text, "{} ", look.state(&state.glyph().to_string(), node.state)).ok(); // a String takes all
        }
        let lead = columns(&line.lead);
        let shown = fit(&node.name, name_width.saturating_sub(lead));
        text += &look.paint(&line.lead, Style::new().dimmed());
        text += &look.state(&shown, node.state);
        for (cell, width) in
            [(fit(task(line), task_width), task_width), (format!("{:>took_width$}", took(line)), took_width)]
        {
            if width > 0 {
                cells.push(cell);
            }
        }
        let used = sign + name_width + cells.iter().map(|cell| columns(cell) + 2).sum::<usize>() + 2;
        cells.push(cut(&remarks(line), look.width.saturating_sub(used)));
        for cell in cells {
            write!(text, "  {cell}").ok();
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text + &bars::text(&drawing.timeline, look, now)
}

/// What the tree does not show: resources that are handed on, what else the task waits for, retries.
fn remarks(drawing: &Drawing, line: &Line, edges: &[usize]) -> String {
    let node = &drawing.nodes[line.task];
    let edges: Vec<&Edge> = edges.iter().map(|&edge| &drawing.edges[edge]).collect();
    let name = |edge: &&Edge| drawing.nodes[edge.from].name.as_str();
    let taken = edges.iter().filter(|edge| !edge.resources.is_empty());
    let taken = taken.map(|edge| {
        let resources: Vec<&str> = edge.resources.iter().map(String::as_str).collect();
        format!("{} from {}", few(&resources), name(edge))
    });
    let mut remarks: Vec<String> = taken.collect();
    let is_told = |edge: &&&Edge| edge.resources.is_empty() && Some(edge.from) != line.behind;
    let after: Vec<&str> = edges.iter().filter(is_told).map(name).collect();
    if !after.is_empty() {
        remarks.push(format!("after {}", few(&after)));
    }
    match node.retries {
        0 => {}
        1 => remarks.push("1 retry".to_owned()),
        retries => remarks.push(format!("{retries} retries")),
    }
    remarks.join("; ")
}
