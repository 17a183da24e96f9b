//! The spec of a Task, wherever it is written.

use std::collections::HashSet;

use super::{params, resources, steps, variables, volume};
use crate::field_path::FieldPath;
use crate::model::{ResourceKind, TaskSpec};
use crate::pod::volumes;
use crate::problem::Problems;

/// How strict to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// A Task: its steps have names, its variables are declared.
    Task,
    /// A ClusterTask, which the founding version's admission never looks at: steps may go without a name, and text that
    /// looks like a variable is text.
    Free,
    /// A run's own spec: the same, and resources that bring steps are enough.
    Inline,
}

/// Checks a spec that stands at `path` of its object.
pub(super) fn check(spec: &TaskSpec, rules: Rules, path: &FieldPath, problems: &mut Problems<'_>) {
    params::check_declared(&spec.params, &path.key("inputs").key("params"), problems);
    for (side, declared) in [("inputs", &spec.inputs), ("outputs", &spec.outputs)] {
        resources::check_declared(declared, &path.key(side).key("resources"), problems);
    }
    check_volumes(spec, &path.key("volumes"), problems);
    if rules != Rules::Inline || !brings_steps(spec) {
        steps::check_any(&spec.steps, &path.key("steps"), problems);
    }
    steps::check(&spec.steps, rules == Rules::Task, &path.key("steps"), problems);
    if rules == Rules::Task {
        variables::check(spec, &path.key("steps"), problems);
    }
}

/// Whether the resources of a spec come to steps, whatever they are bound to: an image does not, and of what is stored only
/// a storage does.
fn brings_steps(spec: &TaskSpec) -> bool {
    spec.inputs.iter().any(|input| input.kind != ResourceKind::Image)
        || spec.outputs.iter().any(|output| output.kind == ResourceKind::Storage)
}

fn check_volumes(spec: &TaskSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let mut names = HashSet::new();
    for (index, one) in spec.volumes.iter().enumerate() {
        let path = path.index(index);
        volume::check(one, &path, problems);
        let path = path.key("name");
        let name = one.name.as_str();
        if name.is_empty() {
            problems.wrong(path, "missing: a volume needs a name");
        } else if volumes::OWN.contains(&name) {
            problems.wrong(path, format!("the Pod has a volume {name:?} of its own: choose another name"));
        } else if !names.insert(name) {
            problems.wrong(path, format!("expected exactly one volume {name:?}, got both"));
        }
    }
}
