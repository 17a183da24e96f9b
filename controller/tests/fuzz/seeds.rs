//! Inputs that are right: the golden ones and the examples.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// A Task and a run of the Pipeline whose spec follows.
pub const GRAPH: &str = "\
kind: Task
apiVersion: tekton.dev/v1alpha1
metadata: {name: t}
spec: {steps: [{name: s, image: i, command: [c]}]}
---
kind: PipelineRun
apiVersion: tekton.dev/v1alpha1
metadata: {name: run}
spec: {pipelineRef: {name: p}}
---
kind: Pipeline
apiVersion: tekton.dev/v1alpha1
metadata: {name: p}
spec:
";

/// Each with its path.
pub fn seeds() -> &'static [(String, String)] {
    static SEEDS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let mut seeds = Vec::new();
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for folder in ["tests/golden", "examples"] {
            gather(&workspace.join(folder), &mut seeds);
        }
        assert!(seeds.len() >= 10, "{}", seeds.len());
        seeds.sort();
        seeds
    })
}

fn gather(folder: &Path, seeds: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            gather(&path, seeds);
        } else if path.extension().is_some_and(|extension| extension == "yaml") && name != "pod.yaml" {
            seeds.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}
