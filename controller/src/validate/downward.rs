//! What a Pod may be asked about itself, by variables and by files.

use k8s_openapi::api::core::v1::{ObjectFieldSelector, ResourceFieldSelector};

use super::form::{KEY, QUANTITY, has_variable};
use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::quantity::thousandths;

/// The fields that a variable may have.
pub(super) const OF_VARIABLES: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// The fields that a file may have.
pub(super) const OF_FILES: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

/// Checks the `fieldRef` at `path`, of which a single label or annotation may be asked for besides `known`.
pub(super) fn field(
    one: &ObjectFieldSelector,
    known: &[&str],
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    let version = one.api_version.as_deref().unwrap_or_default();
    if !["", "v1"].contains(&version) {
        problems.wrong(path.key("apiVersion"), format!("invalid value {version:?}: expected v1"));
    }
    let field = one.field_path.as_str();
    if let Some((map, key)) = field.strip_suffix("']").and_then(|field| field.split_once("['"))
        && ["metadata.labels", "metadata.annotations"].contains(&map)
    {
        KEY.check_at(&key.to_lowercase(), || path.key("fieldPath"), problems);
    } else if !known.contains(&field) && !has_variable(field) {
        let message = format!(
            "invalid value {field:?}: expected {}, metadata.labels['KEY'] or metadata.annotations['KEY']",
            known.join(", ")
        );
        problems.wrong(path.key("fieldPath"), message);
    }
}

/// Checks the `resourceFieldRef` at `path`.
pub(super) fn resource(one: &ResourceFieldSelector, path: &FieldPath, problems: &mut Problems<'_>) {
    let resource = one.resource.strip_prefix("limits.").or_else(|| one.resource.strip_prefix("requests."));
    let is_known = |resource: &str| {
        ["cpu", "memory", "ephemeral-storage"].contains(&resource) || resource.starts_with("hugepages-")
    };
    if !resource.is_some_and(is_known) && !has_variable(&one.resource) {
        let message = format!(
            "invalid value {:?}: expected limits. or requests., and cpu, memory, ephemeral-storage or hugepages-SIZE",
            one.resource
        );
        problems.wrong(path.key("resource"), message);
        return;
    }
    let Some(divisor) = &one.divisor else { return };
    QUANTITY.check(&divisor.0, path, "divisor", problems);
    let is_power = |of: i128, value: i128| (0..=6).any(|power| of.pow(power) * 1000 == value);
    let fits = |value: i128| match resource {
        _ if value == 0 => true,
        Some("cpu") => [1, 1000].contains(&value),
        _ => is_power(1000, value) || is_power(1024, value),
    };
    if !thousandths(&divisor.0).is_none_or(fits) {
        let expected = if resource == Some("cpu") { "1 or 1m" } else { "1 of a unit, such as 1Mi" };
        problems.wrong(path.key("divisor"), format!("invalid value {:?}: expected {expected}", divisor.0));
    }
}
