//! `controller graph`: Pipelines and their runs as pictures, each judged by who reads such pictures.

use std::process::Command;

use serde_json::{Value, json};
use tests::{able, workspace};

use crate::controller::{Said, controller, emit, run};

/// `controller graph -f - FLAGS` over `text`.
fn graph(text: &str, flags: &[&str]) -> Said {
    let said = controller(&[&["graph", "-f", "-"], flags].concat(), text);
    assert_eq!(said.code, 0, "{}", said.stderr);
    said
}

/// A Pipeline `p` with these tasks, each with what it runs after.
fn pipeline(tasks: &[(&str, &[&str])]) -> String {
    let task =
        |(name, after): &(&str, &[&str])| json!({"name": name, "taskRef": {"name": "t"}, "runAfter": after});
    let tasks: Vec<Value> = tasks.iter().map(task).collect();
    json!({"apiVersion": "tekton.dev/v1alpha1", "kind": "Pipeline", "metadata": {"name": "p"}, "spec": {"tasks": tasks}})
        .to_string()
}

/// The golden pipeline, in which files are handed on.
fn golden() -> String {
    std::fs::read_to_string(workspace().join("tests/golden/pipeline/input.yaml")).unwrap()
}

/// Whether Graphviz draws `text`, by what it draws; none where it is not there.
fn drawn(text: &str) -> Option<String> {
    able("Graphviz", &["dot", "-V"]).then(|| {
        let said = run(Command::new("dot").arg("-Tsvg"), text);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{text}");
        said.stdout
    })
}

/// That `text` is an image in well-formed XML.
fn assert_image(text: &str) {
    assert!(
        text.starts_with("<?xml") && text.contains("<svg xmlns=\"http://www.w3.org/2000/svg\""),
        "{text}"
    );
    if able("libxml2", &["xmllint", "--version"]) {
        let said = run(Command::new("xmllint").args(["--noout", "--nonet", "-"]), text);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{text}");
    }
}

#[test]
fn a_pipeline_is_drawn_without_a_run() {
    let text =
        pipeline(&[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("d", &["b", "c"]), ("e", &["c"]), ("f", &[])]);
    assert_eq!(
        graph(&text, &[]).stdout,
        "Pipeline p\n\
         • a    t\n\
         ├─• b  t\n\
         ↓ c    t\n\
         ├─• e  t\n\
         ↓ d    t  after b\n\
         • f    t\n"
    );
}

#[test]
fn what_is_handed_on_has_its_name_on_the_edge() {
    let text = golden();
    let said = graph(&text, &[]).stdout;
    assert!(said.contains("↓ checks    check (ClusterTask)  repo, manuals from building\n"), "{said}");
    let mermaid = graph(&text, &["-o", "mermaid"]).stdout;
    assert!(mermaid.contains("g0t1 -->|\"repo, manuals\"| g0t0\n"), "{mermaid}");
    assert!(mermaid.contains("g0t2 -.-> g0t3\n"), "{mermaid}");
    let dot = graph(&text, &["-o", "dot"]).stdout;
    assert!(dot.contains("g0t1 -> g0t0 [label=\"repo\\nmanuals\"];\n"), "{dot}");
    assert!(dot.contains("g0t2 -> g0t3 [style=dashed];\n"), "{dot}");
    let svg = graph(&text, &["-o", "svg"]).stdout;
    assert!(svg.contains("</title>repo, manuals</text>") && svg.contains("class=\"edge after\""), "{svg}");
    assert_image(&svg);
    if let Some(image) = drawn(&dot) {
        assert!(image.contains(">building<") && image.contains(">manuals<"), "{image}");
    }
}

#[test]
fn names_are_names_whatever_is_in_them() {
    let name = r#"a"]};<b>&amp;|\n\%%`'é漢"#;
    let text = golden().replace("repo", "wert").replace("wert", &json!(name).to_string());
    let dot = graph(&text, &["-o", "dot"]).stdout;
    if let Some(image) = drawn(&dot) {
        assert!(image.contains("a&quot;]};&lt;b&gt;&amp;amp;|\\n\\%%`&#39;é漢"), "{image}");
    }
    let svg = graph(&text, &["-o", "svg"]).stdout;
    assert_image(&svg);
    assert!(svg.contains("a&quot;]};&lt;b&gt;&amp;amp;|\\n\\%%`&#39;é漢, manuals</title>"), "{svg}");
    let mermaid = graph(&text, &["-o", "mermaid"]).stdout;
    let edge = "    g0t1 -->|\"a&quot;&rbrack;&rbrace;&semi;&lt;b&gt;&amp;amp&semi;&vert;&bsol;n&bsol;&percnt;&percnt;\
                &grave;&apos;é漢, manuals\"| g0t0\n";
    assert!(mermaid.contains(edge), "{mermaid}");
}

#[test]
fn text_fits_a_terminal() {
    let long = |name: &str| format!("{name}-{}", "x".repeat(60 - name.len()));
    let (a, b, c) = (long("a"), long("b"), long("c"));
    let text = pipeline(&[(&a, &[]), (&b, &[]), (&c, &[&a, &b])]);
    let said = graph(&text, &[]).stdout;
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 4, "{said}");
    for line in &lines {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(
        lines[3].starts_with("↓ c-xxx") && lines[3].contains("x…") && lines[3].contains("after a-x"),
        "{said}"
    );
}

#[test]
fn ten_thousand_tasks_are_drawn_in_all_ways() {
    let names: Vec<String> = (0..10_000).map(|number| format!("t{number}")).collect();
    // Each waits for three others: of its neighbours, and from anywhere before.
    let before = |number: usize| {
        let mut before: Vec<&str> = Vec::new();
        for at in [number.wrapping_sub(1), number / 2, number * 7919 % number.max(1)] {
            if at < number {
                before.push(&names[at]);
            }
        }
        before
    };
    let befores: Vec<Vec<&str>> = (0..names.len()).map(before).collect();
    let tasks: Vec<(&str, &[&str])> =
        names.iter().map(String::as_str).zip(befores.iter().map(Vec::as_slice)).collect();
    let text = pipeline(&tasks);
    let said = graph(&text, &[]).stdout;
    assert_eq!(said.lines().count(), 10_001);
    assert!(said.lines().all(|line| line.chars().count() <= 80));
    for (format, node) in [("svg", "<g class=\"node\""), ("dot", " [label=\"t"), ("mermaid", "[\"t")] {
        let said = graph(&text, &["-o", format]).stdout;
        assert_eq!(said.matches(node).count(), 10_000, "{format}");
    }
}

/// A run of a Pipeline of three tasks of two steps.
fn inputs() -> String {
    let text = "
apiVersion: tekton.dev/v1alpha1
kind: Task
metadata: {name: t}
spec: {steps: [{name: one, image: i, command: [c]}, {name: two, image: i, command: [c]}]}
---
apiVersion: tekton.dev/v1alpha1
kind: PipelineRun
metadata: {name: r}
spec: {pipelineRef: {name: p}}
---
";
    let pipeline = pipeline(&[("a", &[]), ("b", &["a"]), ("c", &["b"])]);
    format!("{text}{pipeline}\n")
}

/// The same with its Pods, of which the second has failed.
fn failed() -> String {
    let mut text = inputs();
    for (start, codes) in [(0, [0, 0]), (30, [3, 0])] {
        let mut pod = emit(&text).pods().remove(0);
        let time = |second: i32| format!("2019-03-28T00:{:02}:{:02}Z", second / 60, second % 60);
        let container = |name: &str, code: i32, end: i32| {
            json!({"name": name, "image": "i", "imageID": "i", "ready": false, "restartCount": 0, "state": {"terminated":
                {"exitCode": code, "startedAt": time(start + 2), "finishedAt": time(end)}}})
        };
        pod["metadata"]["creationTimestamp"] = time(start).into();
        pod["status"] = json!({
            "phase": if codes == [0, 0] { "Succeeded" } else { "Failed" },
            "containerStatuses": [
                container("build-step-one", codes[0], start + 10),
                container("build-step-two", codes[1], start + 28),
                container("nop", 0, start + 2),
            ],
        });
        text = format!("{text}---\n{pod}\n");
    }
    text
}

#[test]
fn a_run_has_a_timeline_by_its_pods() {
    let said = graph(&failed(), &[]).stdout;
    assert_eq!(
        said,
        [
            "PipelineRun r of Pipeline p: failed, 58.0 s\n",
            "✓ • a  t  26.0 s\n",
            "✗ ↓ b  t  26.0 s\n",
            "– ↓ c  t\n",
            "\n",
            "         0 s             15 s           30 s            45 s\n",
            "✓ a      ░░███████████████████████████                                    26.0 s\n",
            "✓   one    ████████                                                        8.0 s\n",
            "✓   two    ░░░░░░░░███████████████████                                    18.0 s\n",
            "✗ b                                   ░░░░███████████████████████████     26.0 s\n",
            "✗   one                                   ████████                         8.0 s\n",
            "–   two                                   ░░░░░░░░░░░░░░░░░░░░░░░░░░░    skipped\n",
        ]
        .concat()
    );
}

#[test]
fn outcomes_have_their_colours() {
    let text = failed();
    let plain = graph(&text, &["--color", "never"]).stdout;
    assert_eq!(graph(&text, &[]).stdout, plain, "no terminal, no colours");
    let coloured = graph(&text, &["--color", "always"]).stdout;
    for (line, colour) in [("✗", "\u{1b}[1m\u{1b}[31m"), ("✓", "\u{1b}[32m")] {
        assert!(coloured.contains(&format!("{colour}{line}\u{1b}[0m")), "{coloured:?}");
    }
    let svg = graph(&text, &["-o", "svg"]).stdout;
    assert_image(&svg);
    for class in
        ["node succeeded", "node failed", "node skipped", "row succeeded", "row failed", "row skipped"]
    {
        assert!(svg.contains(&format!("<g class=\"{class}\"")), "{class} in {svg}");
    }
    let dot = graph(&text, &["-o", "dot"]).stdout;
    if let Some(image) = drawn(&dot) {
        assert!(image.contains("class=\"node failed\"") && image.contains("#ffebe9"), "{image}");
    }
    let mermaid = graph(&text, &["-o", "mermaid"]).stdout;
    assert!(mermaid.contains("g0t1[\"b<br/>26.0 s<br/>t\"]:::failed\n"), "{mermaid}");
    assert!(mermaid.contains("  classDef failed fill:#ffebe9,"), "{mermaid}");
}

#[test]
fn what_runs_runs_until_now_and_what_is_late_is_stopped() {
    let text = inputs().replace("{pipelineRef", "{timeout: TIME, pipelineRef");
    let drawn = |time: &str| {
        let text = text.replace("TIME", time);
        let mut pod = emit(&text).pods().remove(0);
        let container = |name: &str, state: Value| json!({"name": name, "image": "i", "imageID": "i", "ready": false, "restartCount": 0, "state": state});
        let (start, end) = ("2019-03-28T00:00:00Z", "2019-03-28T00:00:09Z");
        let ended = json!({"terminated": {"exitCode": 0, "startedAt": start, "finishedAt": end}});
        pod["metadata"]["creationTimestamp"] = start.into();
        pod["status"] = json!({"phase": "Running", "containerStatuses": [
            container("build-step-one", ended),
            container("build-step-two", json!({"running": {"startedAt": start}})),
        ]});
        graph(&format!("{text}---\n{pod}\n"), &[]).stdout
    };
    let signs = |said: &str| said.lines().filter_map(|line| line.chars().next()).collect::<String>();
    let said = drawn("876000h");
    // The Pipeline; its tasks; the axis; a Pod and its steps.
    assert_eq!(signs(&said), "P●○○ ●✓●", "{said}");
    assert!(said.starts_with("PipelineRun r of Pipeline p: running, ") && said.contains("9.0 s\n"), "{said}");
    let said = drawn("1h");
    assert!(
        said.starts_with("PipelineRun r of Pipeline p: stopped") && signs(&said).starts_with("P■––"),
        "{said}"
    );
}

#[test]
fn runs_of_tasks_are_single() {
    let task_run = crate::controller::task_run;
    assert_eq!(graph(&task_run("a"), &[]).stdout, "TaskRun\n○ • a\n");
    let two = format!("{}---\n{}", task_run("a"), task_run("b"));
    assert_eq!(graph(&two, &[]).stdout, "TaskRuns\n○ • a\n○ • b\n");
}

#[test]
fn the_runs_that_follow_are_not_drawn_twice() {
    let text = inputs();
    let derived = controller(&["emit", "-o", "json", "--all", "-f", "-"], &text).pods();
    let run = derived.iter().find(|object| object["kind"] == "TaskRun").expect("the run of a task");
    let said = graph(&format!("{text}---\n{run}\n"), &[]).stdout;
    assert_eq!(said, graph(&text, &[]).stdout);
}

#[test]
fn without_anything_to_draw_a_warning_says_so() {
    let said = graph("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n", &[]);
    assert_eq!(said.stdout, "");
    assert!(said.stderr.contains("nothing to draw"), "{}", said.stderr);
}

#[test]
fn what_is_wrong_is_not_drawn() {
    let said = controller(&["graph", "-f", "-"], &pipeline(&[("a", &["b"]), ("b", &["a"])]));
    assert!(said.refused().contains("cycle: a -> b -> a"), "{}", said.stderr);
}
