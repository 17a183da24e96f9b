//! What a step needs of its node: amounts, and which of them go together.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::quantity::thousandths;
use crate::validate::form::{KEY, QUANTITY};

type Amounts = Option<BTreeMap<String, Quantity>>;

/// Checks the requests and limits at `path`.
pub(super) fn check(needed: &ResourceRequirements, path: &FieldPath, problems: &mut Problems<'_>) {
    amounts(&needed.limits, &path.key("limits"), problems);
    amounts(&needed.requests, &path.key("requests"), problems);
    if needed.claims.iter().flatten().next().is_some() {
        problems.wrong(path.key("claims"), "the Pods of runs have no resourceClaims");
    }
    for (name, request) in needed.requests.iter().flatten() {
        let at = || path.key("requests").entry(name);
        let limit = needed.limits.as_ref().and_then(|limits| limits.get(name));
        let Some(limit) = limit else {
            if is_indivisible(name) {
                problems
                    .wrong(at(), format!("missing limit: {name} cannot be shared, so that both are needed"));
            }
            continue;
        };
        let (Some(wanted), Some(most)) = (thousandths(&request.0), thousandths(&limit.0)) else { continue };
        if wanted > most {
            problems.wrong(at(), format!("{} is more than the limit of {}", request.0, limit.0));
        } else if wanted < most && is_indivisible(name) {
            problems.wrong(at(), format!("{} must be equal to the limit of {}", request.0, limit.0));
        }
    }
    let named = |wanted: fn(&str) -> bool| {
        let all = needed.limits.iter().chain(&needed.requests);
        all.flat_map(BTreeMap::keys).any(|name| wanted(name))
    };
    if named(|name| name.starts_with(HUGE)) && !named(|name| ["cpu", "memory"].contains(&name)) {
        problems.wrong(path.clone(), "huge pages need an amount of cpu or memory with them");
    }
}

fn amounts(amounts: &Amounts, path: &FieldPath, problems: &mut Problems<'_>) {
    for (name, amount) in amounts.iter().flatten() {
        let at = || path.entry(name);
        let is_own =
            ["cpu", "memory", "ephemeral-storage"].contains(&name.as_str()) || name.starts_with(HUGE);
        if !KEY.fits(name) || !(is_own || name.contains('/')) || name.starts_with("requests.") {
            let message = format!(
                "invalid name {name:?}: expected cpu, memory, ephemeral-storage, hugepages-SIZE or a name such as \
                 example.com/gpu"
            );
            problems.wrong(at(), message);
        }
        QUANTITY.check_at(&amount.0, at, problems);
        let Some(value) = thousandths(&amount.0) else { continue };
        let page = name.strip_prefix(HUGE).map(|size| thousandths(size).unwrap_or_default());
        match page {
            Some(page) if page <= 0 || value <= 0 || value % page != 0 => {
                problems.wrong(
                    at(),
                    format!("invalid value {:?}: expected a multiple of the page's size", amount.0),
                );
            }
            None if is_indivisible(name) && value % 1000 != 0 => {
                problems.wrong(at(), format!("invalid value {:?}: expected a whole number", amount.0));
            }
            _ => {}
        }
    }
}

const HUGE: &str = "hugepages-";

/// Whether a node has pieces of it, each of which has one owner: huge pages, and what others than Kubernetes have named.
fn is_indivisible(name: &str) -> bool {
    let prefix = name.split_once('/').map(|(prefix, _)| prefix);
    name.starts_with(HUGE) || prefix.is_some_and(|prefix| !prefix.ends_with("kubernetes.io"))
}
