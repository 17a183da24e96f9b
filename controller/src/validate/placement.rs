//! Where Pods run, and as whom.

use k8s_openapi::api::core::v1::{
    Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm, Toleration, WeightedPodAffinityTerm,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::form::{KEY, LABEL, NAME, VALUE, one_of, within};
use super::labels;
use crate::field_path::FieldPath;
use crate::model::Placement;
use crate::problem::Problems;

/// How much something is wanted.
const WEIGHTS: std::ops::RangeInclusive<i64> = 1..=100;

/// Checks what stands in a spec at `path`.
pub(super) fn check(placement: &Placement, path: &FieldPath, problems: &mut Problems<'_>) {
    if let Some(account) = &placement.service_account {
        NAME.check(account, path, "serviceAccount", problems);
    }
    labels::check(placement.node_selector.as_ref(), &path.key("nodeSelector"), problems);
    for (index, one) in placement.tolerations.iter().flatten().enumerate() {
        toleration(one, &path.key("tolerations").index(index), problems);
    }
    if let Some(one) = &placement.affinity {
        affinity(one, &path.key("affinity"), problems);
    }
}

fn toleration(one: &Toleration, path: &FieldPath, problems: &mut Problems<'_>) {
    let [key, operator, value, effect] =
        [&one.key, &one.operator, &one.value, &one.effect].map(|text| text.as_deref().unwrap_or_default());
    if !key.is_empty() {
        KEY.check(key, path, "key", problems);
    } else if operator != "Exists" {
        problems.wrong(path.key("operator"), "without a key it must be Exists, and means every taint");
    }
    one_of(one.operator.as_ref(), &["Exists", "Equal"], path, "operator", problems);
    if operator == "Exists" && !value.is_empty() {
        problems.wrong(path.key("value"), "the operator Exists takes no value");
    }
    VALUE.check(value, path, "value", problems);
    one_of(one.effect.as_ref(), &["NoSchedule", "PreferNoSchedule", "NoExecute"], path, "effect", problems);
    if one.toleration_seconds.is_some() && effect != "NoExecute" {
        problems.wrong(path.key("tolerationSeconds"), "only the effect NoExecute has a time");
    }
}

fn affinity(affinity: &Affinity, path: &FieldPath, problems: &mut Problems<'_>) {
    const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
    const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
    if let Some(node) = &affinity.node_affinity {
        let path = path.key("nodeAffinity");
        if let Some(required) = &node.required_during_scheduling_ignored_during_execution {
            let path = path.key(REQUIRED).key("nodeSelectorTerms");
            if required.node_selector_terms.is_empty() {
                problems.wrong(path.clone(), "missing: at least one term");
            }
            for (index, term) in required.node_selector_terms.iter().enumerate() {
                node_term(term, &path.index(index), problems);
            }
        }
        let preferred = node.preferred_during_scheduling_ignored_during_execution.iter().flatten();
        for (index, one) in preferred.enumerate() {
            let path = path.key(PREFERRED).index(index);
            within(Some(one.weight), &WEIGHTS, &path, "weight", problems);
            node_term(&one.preference, &path.key("preference"), problems);
        }
    }
    let pods = affinity.pod_affinity.as_ref().map(|pods| {
        (
            "podAffinity",
            &pods.required_during_scheduling_ignored_during_execution,
            &pods.preferred_during_scheduling_ignored_during_execution,
        )
    });
    let anti = affinity.pod_anti_affinity.as_ref().map(|pods| {
        (
            "podAntiAffinity",
            &pods.required_during_scheduling_ignored_during_execution,
            &pods.preferred_during_scheduling_ignored_during_execution,
        )
    });
    for (key, required, preferred) in pods.into_iter().chain(anti) {
        let path = path.key(key);
        for (index, term) in required.iter().flatten().enumerate() {
            pod_term(term, &path.key(REQUIRED).index(index), problems);
        }
        for (index, WeightedPodAffinityTerm { pod_affinity_term, weight }) in
            preferred.iter().flatten().enumerate()
        {
            let path = path.key(PREFERRED).index(index);
            within(Some(*weight), &WEIGHTS, &path, "weight", problems);
            pod_term(pod_affinity_term, &path.key("podAffinityTerm"), problems);
        }
    }
}

fn node_term(term: &NodeSelectorTerm, path: &FieldPath, problems: &mut Problems<'_>) {
    for (index, one) in term.match_expressions.iter().flatten().enumerate() {
        let path = path.key("matchExpressions").index(index);
        KEY.check(&one.key, &path, "key", problems);
        requirement(one, &path, problems);
    }
    for (index, one) in term.match_fields.iter().flatten().enumerate() {
        let path = path.key("matchFields").index(index);
        if one.key != "metadata.name" {
            problems.wrong(path.key("key"), format!("invalid value {:?}: expected metadata.name", one.key));
        }
        if !["In", "NotIn"].contains(&one.operator.as_str()) {
            problems
                .wrong(path.key("operator"), format!("invalid value {:?}: expected In, NotIn", one.operator));
        } else if one.values.iter().flatten().count() != 1 {
            problems.wrong(path.key("values"), "expected exactly one name");
        }
    }
}

fn requirement(one: &NodeSelectorRequirement, path: &FieldPath, problems: &mut Problems<'_>) {
    let values = one.values.as_deref().unwrap_or_default();
    match one.operator.as_str() {
        "Gt" | "Lt" if values.len() != 1 => {
            problems.wrong(path.key("values"), format!("{} takes exactly one value", one.operator));
        }
        "Gt" | "Lt" => {}
        operator => selection(
            operator,
            values,
            &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"],
            path,
            problems,
        ),
    }
}

/// Checks an operator of selectors, and that it has the values that it takes.
fn selection(
    operator: &str,
    values: &[String],
    known: &[&str],
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            problems.wrong(path.key("values"), format!("missing: {operator} takes at least one value"));
        }
        "In" | "NotIn" => {
            for (index, value) in values.iter().enumerate() {
                VALUE.check_at(value, || path.key("values").index(index), problems);
            }
        }
        "Exists" | "DoesNotExist" if values.is_empty() => {}
        "Exists" | "DoesNotExist" => {
            problems.wrong(path.key("values"), format!("{operator} takes no value"));
        }
        _ => problems.wrong(
            path.key("operator"),
            format!("invalid value {operator:?}: expected {}", known.join(", ")),
        ),
    }
}

fn pod_term(term: &PodAffinityTerm, path: &FieldPath, problems: &mut Problems<'_>) {
    KEY.check(&term.topology_key, path, "topologyKey", problems);
    for (key, one) in
        [("labelSelector", &term.label_selector), ("namespaceSelector", &term.namespace_selector)]
    {
        if let Some(one) = one {
            selector(one, &path.key(key), problems);
        }
    }
    for (index, namespace) in term.namespaces.iter().flatten().enumerate() {
        LABEL.check_at(namespace, || path.key("namespaces").index(index), problems);
    }
}

fn selector(selector: &LabelSelector, path: &FieldPath, problems: &mut Problems<'_>) {
    labels::check(selector.match_labels.as_ref(), &path.key("matchLabels"), problems);
    for (index, one) in selector.match_expressions.iter().flatten().enumerate() {
        let path = path.key("matchExpressions").index(index);
        KEY.check(&one.key, &path, "key", problems);
        let values = one.values.as_deref().unwrap_or_default();
        selection(&one.operator, values, &["In", "NotIn", "Exists", "DoesNotExist"], &path, problems);
    }
}
