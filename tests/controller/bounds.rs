//! Inputs that are too large, too deep, or no text: each ends soon, within bounded memory, in an error with its place or in
//! what was asked for.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use tempfile::TempDir;
use tests::binary;

use crate::controller::{Said, run};

/// Seconds for one input, on a loaded machine and by a program that is not optimised. What is quadratic takes hours.
const DEADLINE: &str = "300";

/// The address space for an input: so many times its size, and so much for the program and the smallest of inputs.
const TIMES: usize = 10;
const AT_LEAST: usize = 400 << 20;

/// Emits what `bytes` describe within the bounds.
fn within_bounds(bytes: &[u8]) -> Said {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("input.yaml");
    fs::write(&file, bytes).unwrap();
    let mut command = Command::new("timeout");
    let space = AT_LEAST + TIMES * bytes.len();
    command.arg(DEADLINE).arg("prlimit").arg(format!("--as={space}")).arg(binary("controller"));
    let said = run(command.args(["emit", "-o", "json", "-f"]).arg(&file), "");
    // 124 is timeout's own; memory that cannot be had ends a program by a signal.
    assert!([0, 1].contains(&said.code), "exit {} of {} bytes: {:.500}", said.code, bytes.len(), said.stderr);
    Said { stderr: said.stderr.replace(file.to_str().unwrap(), "input.yaml"), ..said }
}

/// That the input is refused at this place with these words.
fn refused(text: &[u8], error: &str) {
    let said = within_bounds(text);
    assert!(said.refused().starts_with(error), "want {error}\n got {:.500}", said.stderr);
}

/// That nothing is wrong with the input.
fn taken(text: &[u8]) {
    let said = within_bounds(text);
    assert_eq!(said.code, 0, "{:.500}", said.stderr);
}

/// A Task whose one step has these words for arguments, in flow style.
fn task(args: &str) -> String {
    format!(
        "apiVersion: tekton.dev/v1alpha1\nkind: Task\nmetadata: {{name: t}}\nspec:\n  steps:\n  \
         - {{name: s, image: i, command: [c], args: [{args}]}}\n"
    )
}

const COMPLEX: &str = "not readable as YAML: YAML document too large or too complex";
const DEEP: &str = "not readable as YAML: recursion limit exceeded";

#[test]
fn bombs_do_not_go_off() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut merges = "a0: &a0 {x: 1}\n".to_owned();
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(laughs, "a{level}: &a{level} [{before}]").unwrap();
        writeln!(merges, "a{level}: &a{level} {{<<: [{before}]}}").unwrap();
    }
    refused(laughs.as_bytes(), &format!("input.yaml:6:10: {COMPLEX}"));
    refused(merges.as_bytes(), "input.yaml:6:");
    // Few values, and each of them long.
    let long = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 90_000].join(", "));
    refused(long.as_bytes(), "input.yaml:2:");
}

#[test]
fn size_alone_is_no_error() {
    taken(task(&format!("\"{}\"", "x".repeat(100 << 20))).as_bytes());
    taken("---\n".repeat(1_000_000).as_bytes());
    taken(task(&vec!["a"; 1_000_000].join(",")).as_bytes());
    taken(" ".repeat(100 << 20).as_bytes());
    // Little text, and thousands of fields that it does not say anything of.
    let pods = vec!["{kind: Pod, apiVersion: v1, metadata: {name: p}}"; 100_000].join(",");
    taken(format!("{{kind: List, apiVersion: v1, items: [{pods}]}}").as_bytes());
}

#[test]
fn depth_is_an_error() {
    refused(
        task(&("[".repeat(100_000) + &"]".repeat(100_000))).as_bytes(),
        &format!("input.yaml:6:299: {DEEP}"),
    );
    refused("[".repeat(100_000).as_bytes(), &format!("input.yaml:1:256: {DEEP}"));
    refused(("{a: ".repeat(100_000) + &"}".repeat(100_000)).as_bytes(), "input.yaml:1:");
    refused("- ".repeat(100_000).as_bytes(), &format!("input.yaml:1:129: {COMPLEX}"));
    let mut nested = String::new();
    for depth in 0..2_000 {
        writeln!(nested, "{}a:", " ".repeat(depth)).unwrap();
    }
    refused(nested.as_bytes(), &format!("input.yaml:65:65: {COMPLEX}"));
}

#[test]
fn what_is_no_text_is_named() {
    let plain = task("a");
    taken(format!("\u{feff}{plain}").as_bytes());
    refused(
        plain.replace("kind", "ki\0nd").as_bytes(),
        "input.yaml:2:3: not readable as YAML: unexpected character",
    );
    refused(&[plain.as_bytes(), b"\n# \xff\xfe\n"].concat(), "input.yaml:8:3: not UTF-8 text");
    let utf16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(
        &[&[0xff, 0xfe], utf16.as_slice()].concat(),
        "input.yaml:1:1: UTF-16 and not UTF-8 text: convert it",
    );
    refused(&utf16, "input.yaml:1:2: not readable as YAML: unexpected character");
}

#[test]
fn a_long_name_is_cut_in_the_line_that_is_shown() {
    let text = task("a").replace("name: t}", &format!("name: {}}}", "n".repeat(1 << 20)));
    refused(text.as_bytes(), "input.yaml:3:18: Task default/nnnn");
}

/// What is looked up for each of many things must not be a walk through all of them.
#[test]
fn many_errors_take_no_longer_each_than_few() {
    let runs = |count: usize, separator: &str| {
        let run = |number: usize| {
            format!(
                "{{kind: TaskRun, apiVersion: tekton.dev/v1alpha1, metadata: {{name: r{number}}}, spec: {{taskRef: {{name: gone}}}}}}"
            )
        };
        (0..count).map(run).collect::<Vec<_>>().join(separator)
    };
    refused(runs(20_000, "\n---\n").as_bytes(), "input.yaml:1:");
    refused(
        format!("{{kind: List, apiVersion: v1, items: [{}]}}", runs(20_000, ", ")).as_bytes(),
        "input.yaml:1:",
    );
    refused("{}".repeat(200_000).as_bytes(), "input.yaml:1:1: no kind");
    let fields =
        (0..100_000).fold(String::new(), |fields, number| fields + "  f" + &number.to_string() + ": 1\n");
    refused(
        format!("{}{fields}", task("a")).as_bytes(),
        "input.yaml:7:3: Task default/t: spec.f0: unknown field",
    );
    refused(task(&format!("\"{}\"", "${inputs.params.x}".repeat(100_000))).as_bytes(), "input.yaml:6:");
    taken(task(&format!("\"{}\"", "${inputs.params.".repeat(200_000))).as_bytes());
}

#[test]
fn a_circle_of_any_length_is_found() {
    let mut text =
        "apiVersion: tekton.dev/v1alpha1\nkind: Pipeline\nmetadata: {name: p}\nspec:\n  tasks:\n".to_owned();
    for task in 0..20_000 {
        writeln!(text, "  - {{name: t{task}, taskRef: {{name: x}}, runAfter: [t{}]}}", (task + 1) % 20_000)
            .unwrap();
    }
    refused(
        text.as_bytes(),
        "input.yaml:6:47: Pipeline default/p: spec.tasks[0].runAfter[0]: cycle: t0 -> t19999 -> ",
    );
}
