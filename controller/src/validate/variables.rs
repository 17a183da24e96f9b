//! Variables in the steps of a Task: each must be declared.

use crate::field_path::FieldPath;
use crate::model::TaskSpec;
use crate::problem::Problems;
use crate::substitute::in_step;

/// Checks every text of the steps, at `path`, in which variables mean something.
pub(super) fn check(spec: &TaskSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    for (index, step) in spec.steps.iter().enumerate() {
        let step_path = path.index(index);
        in_step(&mut step.clone(), &mut |field, text| {
            let undeclared: Vec<String> = variables(text)
                .filter(|variable| !is_declared(variable, spec))
                .map(|variable| format!("no inputs.{} declares {:?}", variable.of, variable.name()))
                .collect();
            if !undeclared.is_empty() {
                let message = format!("non-existent variable in {text:?}: {}", undeclared.join(", "));
                problems.wrong(step_path.join(field), message);
            }
        });
    }
}

/// A parameter may have a dot in its name, too.
fn is_declared(variable: &Variable<'_>, spec: &TaskSpec) -> bool {
    let names = [variable.name(), variable.id];
    if variable.of == "params" {
        return spec.params.iter().any(|param| names.contains(&param.name.as_str()));
    }
    let mut resources = spec.inputs.iter().chain(&spec.outputs);
    resources.any(|resource| resource.name == variable.name())
}

/// A variable as the founding version recognises it: `${inputs.params.ID}`, also `outputs` and `resources`.
#[derive(Debug, PartialEq, Eq)]
struct Variable<'a> {
    /// `params` or `resources`.
    of: &'a str,
    id: &'a str,
}

impl Variable<'_> {
    /// The name that has to be declared: what follows a dot is a field of it.
    fn name(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }
}

fn variables(text: &str) -> impl Iterator<Item = Variable<'_>> {
    keys(text).filter_map(|key| {
        let rest = key.strip_prefix("inputs.").or_else(|| key.strip_prefix("outputs."))?;
        let (of, id) = rest.split_once('.')?;
        let first = id.chars().next()?;
        let known = ["params", "resources"].contains(&of);
        let is_id = (first.is_ascii_alphabetic() || first == '_')
            && id.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char));
        (known && is_id).then_some(Variable { of, id })
    })
}

/// The names of the parameters of a Pipeline that a text asks for: `${params.NAME}`.
pub(super) fn of_pipeline(text: &str) -> impl Iterator<Item = &str> {
    keys(text).filter_map(|key| key.strip_prefix("params."))
}

/// What stands between each `${` and the next brace that closes. The name of a variable holds neither of the two.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|piece| Some(piece.split_once('}')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_variable_of_ours_counts() {
        let found: Vec<(&str, &str)> = variables(
            "${inputs.params.a.b}${outputs.resources.r-1}${params.x}${inputs.params.1}${inputs.other.x}$(x)",
        )
        .map(|variable| (variable.of, variable.id))
        .collect();
        assert_eq!(found, [("params", "a.b"), ("resources", "r-1")]);
    }
}
