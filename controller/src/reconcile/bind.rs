//! From what a run binds to the resources themselves.

use std::collections::{HashMap, HashSet};

use super::index::Index;
use crate::field_path::FieldPath;
use crate::model::{Binding, DeclaredResource, ObjectKey, ResourceSource, ResourceSpec};
use crate::problem::Problems;
use crate::resources::Bound;

/// Which list of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The inputs of a Task.
    Inputs,
    /// The outputs of a Task.
    Outputs,
    /// The resources of a Pipeline.
    Pipeline,
}

impl Side {
    /// As YAML spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Outputs => "outputs",
            Self::Pipeline => "resources",
        }
    }

    /// Who declares them.
    fn owner(self) -> &'static str {
        if self == Self::Pipeline { "Pipeline" } else { "Task" }
    }
}

/// What a run in `namespace` binds to what its Task or Pipeline declares, in that order. What does not fit is a problem
/// with the field below `at`, where the run's `bindings` stand; `of_task` is where they are declared.
pub(super) fn bind<'a>(
    side: Side,
    declared: &'a [DeclaredResource],
    bindings: &'a [Binding],
    (namespace, at, of_task): (&str, &FieldPath, &FieldPath),
    index: &Index<'a>,
    problems: &mut Problems<'_>,
) -> Vec<Bound<'a>> {
    let given: HashSet<&str> = bindings.iter().map(|binding| binding.name.as_str()).collect();
    let missing: Vec<&str> =
        declared.iter().map(|declared| declared.name.as_str()).filter(|name| !given.contains(name)).collect();
    let places: HashMap<&str, usize> =
        declared.iter().enumerate().map(|(place, declared)| (declared.name.as_str(), place)).collect();
    if !missing.is_empty() {
        let (side, owner) = (side.name(), side.owner());
        let message = format!("didn't provide these {side} of the {owner}: [{}]", missing.join(" "));
        problems.wrong(at.clone(), message);
    }
    let mut bound = Vec::new();
    for (number, binding) in bindings.iter().enumerate() {
        let at = at.index(number);
        let Some(&place) = places.get(binding.name.as_str()) else {
            let message =
                format!("{:?} is none of the {} of the {}", binding.name, side.name(), side.owner());
            problems.wrong(at.key("name"), message);
            continue;
        };
        let Some((name, spec)) = resource(binding, namespace, &at, index, problems) else { continue };
        let declared = &declared[place];
        if spec.kind != declared.kind {
            let (want, got) = (declared.kind.name(), spec.kind.name());
            problems
                .wrong(at, format!("resource {:?} should be of type {want:?} but is {got:?}", binding.name));
            continue;
        }
        if side == Side::Outputs
            && let Some(message) = crate::resources::check_output(spec)
        {
            problems.wrong(at, message);
            continue;
        }
        bound
            .push((place, Bound { declared, path: of_task.index(place), name, spec, paths: &binding.paths }));
    }
    bound.sort_by_key(|(place, _)| *place);
    bound.into_iter().map(|(_, bound)| bound).collect()
}

fn resource<'a>(
    binding: &'a Binding,
    namespace: &str,
    at: &FieldPath,
    index: &Index<'a>,
    problems: &mut Problems<'_>,
) -> Option<(&'a str, &'a ResourceSpec)> {
    match &binding.source {
        ResourceSource::Inline(spec) => Some((&binding.name, spec)),
        ResourceSource::Ref(name) => {
            let resource = index.resource(namespace, name);
            if resource.is_none() {
                missing(name, namespace, at.key("resourceRef").key("name"), problems);
            }
            resource.map(|resource| (name.as_str(), &resource.spec))
        }
    }
}

/// Notes that the resource `name`, which the field at `path` names, is not there.
pub(super) fn missing(name: &str, namespace: &str, path: FieldPath, problems: &mut Problems<'_>) {
    let kind = "PipelineResource";
    let key = ObjectKey { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() };
    let message =
        format!("{kind} {name:?} not found in namespace {namespace:?}: is its file among the inputs?");
    problems.missing(path, key, message);
}
