//! A Pipeline by itself: its names, its graph, its variables, and what its tasks do with its resources.

use std::collections::{HashMap, HashSet};

use super::variables::of_pipeline;
use super::{params, resources};
use crate::field_path::FieldPath;
use crate::model::{PipelineSpec, PipelineTask};
use crate::names::is_label;
use crate::pipeline::Graph;
use crate::problem::Problems;

/// Checks a spec that stands at `path` of its object.
pub(super) fn check(spec: &PipelineSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    params::check_declared(&spec.params, &path.key("params"), problems);
    resources::check_declared(&spec.resources, &path.key("resources"), problems);
    let tasks = path.key("tasks");
    if spec.tasks.is_empty() {
        problems.wrong(tasks.clone(), "missing: a pipeline needs at least one task");
    }
    let names_differ = check_names(&spec.tasks, &tasks, problems);
    for (index, task) in spec.tasks.iter().enumerate() {
        let path = tasks.index(index);
        params::check_given(&task.params, &path.key("params"), problems);
        check_variables(spec, task, &path.key("params"), problems);
    }
    check_use(spec, path, problems);
    if names_differ {
        check_from(spec, &tasks, problems);
        for (path, message) in Graph::of(&spec.tasks).err().into_iter().flatten() {
            problems.wrong(tasks.join(&path), message);
        }
    }
}

/// Whether every task has a name of its own.
fn check_names(tasks: &[PipelineTask], path: &FieldPath, problems: &mut Problems<'_>) -> bool {
    let mut names = HashSet::new();
    let mut differ = true;
    for (index, task) in tasks.iter().enumerate() {
        let name = task.name.as_str();
        let message = if name.is_empty() {
            "missing: each task of a Pipeline needs a name".to_owned()
        } else if !names.insert(name) {
            format!("invalid value {name:?}: another task has this name")
        } else if !is_label(name) {
            // It stands in the names of runs and Pods, and in their labels.
            problems.wrong(
                path.index(index).key("name"),
                format!("invalid value {name:?}: expected a DNS label"),
            );
            continue;
        } else {
            continue;
        };
        problems.wrong(path.index(index).key("name"), message);
        differ = false;
    }
    differ
}

fn check_variables(spec: &PipelineSpec, task: &PipelineTask, path: &FieldPath, problems: &mut Problems<'_>) {
    for (index, param) in task.params.iter().enumerate() {
        let undeclared: Vec<String> = of_pipeline(&param.value)
            .filter(|name| !spec.params.iter().any(|declared| declared.name == *name))
            .map(|name| format!("{name:?}"))
            .collect();
        if !undeclared.is_empty() {
            let message = format!(
                "non-existent variable in {:?}: no params declares {}",
                param.value,
                undeclared.join(", ")
            );
            problems.wrong(path.index(index).key("value"), message);
        }
    }
}

/// Resources are declared to be used, and used only when declared.
fn check_use(spec: &PipelineSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let declared: HashSet<&str> = spec.resources.iter().map(|resource| resource.name.as_str()).collect();
    let mut used = HashSet::new();
    for (index, task) in spec.tasks.iter().enumerate() {
        let resources = path.key("tasks").index(index).key("resources");
        let inputs = task.inputs.iter().map(|input| ("inputs", input.name.as_str(), input.resource.as_str()));
        let outputs =
            task.outputs.iter().map(|output| ("outputs", output.name.as_str(), output.resource.as_str()));
        for (number, (side, name, resource)) in inputs.enumerate().chain(outputs.enumerate()) {
            let path = resources.key(side).index(number);
            if name.is_empty() {
                problems.wrong(path.key("name"), "missing: which resource of the Task is it?");
            }
            used.insert(resource);
            if !declared.contains(resource) {
                let message = format!("no spec.resources of this Pipeline is called {resource:?}");
                problems.wrong(path.key("resource"), message);
            }
        }
    }
    for (index, resource) in spec.resources.iter().enumerate() {
        if !used.contains(resource.name.as_str()) {
            let message = format!("{:?} is declared, and no task uses it", resource.name);
            problems.wrong(path.key("resources").index(index).key("name"), message);
        }
    }
}

/// What an input comes from has to be an output.
fn check_from(spec: &PipelineSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let tasks: HashMap<&str, &PipelineTask> =
        spec.tasks.iter().map(|task| (task.name.as_str(), task)).collect();
    for (index, task) in spec.tasks.iter().enumerate() {
        for (number, input) in task.inputs.iter().enumerate() {
            for (at, from) in input.from.iter().enumerate() {
                // A task that is not there is what the graph finds.
                let Some(producer) = tasks.get(from.as_str()) else { continue };
                if !producer.outputs.iter().any(|output| output.resource == input.resource) {
                    let inputs = path.index(index).key("resources").key("inputs");
                    let message = format!(
                        "the resource {:?} from {from} must be an output of {from}, and it is none",
                        input.resource
                    );
                    problems.wrong(inputs.index(number).key("from").index(at), message);
                }
            }
        }
    }
}
