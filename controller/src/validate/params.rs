//! Parameters: declared once, given once, and both the same.

use std::collections::HashSet;

use crate::field_path::FieldPath;
use crate::model::{Param, ParamSpec};
use crate::problem::Problems;

/// Checks what a Task declares at `path`.
pub(super) fn check_declared(params: &[ParamSpec], path: &FieldPath, problems: &mut Problems<'_>) {
    check_names(params.iter().map(|param| param.name.as_str()), path, problems);
}

/// Checks what a run gives, without looking at its Task. Names that differ in case alone count as the same.
pub(super) fn check_given(params: &[Param], at: &FieldPath, problems: &mut Problems<'_>) {
    let names: Vec<String> = params.iter().map(|param| param.name.to_lowercase()).collect();
    check_names(names.iter().map(String::as_str), at, problems);
}

fn check_names<'a>(names: impl Iterator<Item = &'a str>, path: &FieldPath, problems: &mut Problems<'_>) {
    let mut seen = HashSet::new();
    for (index, name) in names.enumerate() {
        let path = path.index(index).key("name");
        if name.is_empty() {
            problems.wrong(path, "missing: a parameter needs a name");
        } else if !seen.insert(name) {
            problems.wrong(path, format!("expected exactly one parameter {name:?}, got both"));
        }
    }
}

/// Checks that a run gives what its Task needs, and nothing else; `at` is where it does.
pub(crate) fn fit(declared: &[ParamSpec], params: &[Param], at: &FieldPath, problems: &mut Problems<'_>) {
    let given: HashSet<&str> = params.iter().map(|param| param.name.as_str()).collect();
    let missing: Vec<&str> = declared
        .iter()
        .filter(|spec| spec.default.as_deref().unwrap_or_default().is_empty())
        .map(|spec| spec.name.as_str())
        .filter(|name| !given.contains(name))
        .collect();
    if !missing.is_empty() {
        let message =
            format!("missing values for these params which have no default values: [{}]", missing.join(" "));
        problems.wrong(at.clone(), message);
    }
    let declared: HashSet<&str> = declared.iter().map(|spec| spec.name.as_str()).collect();
    for (index, param) in params.iter().enumerate() {
        if !declared.contains(param.name.as_str()) {
            let message = format!("didn't need these params but they were provided anyway: [{}]", param.name);
            problems.wrong(at.index(index).key("name"), message);
        }
    }
}
