//! Labels and annotations of objects, and the labels that Pods and nodes are chosen by: what the API server refuses is
//! refused here, and what it takes is taken.

use super::{expect, run, taken, task};

const STEPS: &str = "taskSpec: {steps: [{image: i, command: [c]}]}";

/// A TaskRun with these further fields of its metadata.
fn with(fields: &str) -> String {
    run(&format!("{{{STEPS}}}")).replace("{name: r}", &format!("{{name: r, {fields}}}"))
}

/// A TaskRun with these further fields of its spec.
fn placed(fields: &str) -> String {
    run(&format!("{{{STEPS}, {fields}}}"))
}

#[test]
fn keys_and_values_are_those_of_labels() {
    let long = "a".repeat(64);
    let domain = format!("{}.a/n", [&*"a".repeat(63); 4].join("."));
    for key in ["-a", "a-", "a/", "/a", "A/b", "a/b/c", "a..b/x", "a_b/x", "ü", "", &long, &domain] {
        expect(
            &with(&format!("labels: {{\"{key}\": §x}}")),
            &["expected letters, digits and inner -, _ and ."],
        );
        expect(&placed(&format!("nodeSelector: {{\"{key}\": §x}}")), &["spec.nodeSelector"]);
    }
    for value in ["x y", "-a", "a-", "ü", ".", "a/b", &long] {
        expect(&with(&format!("labels: {{k: §\"{value}\"}}")), &["metadata.labels.k: invalid value"]);
        expect(
            &placed(&format!("nodeSelector: {{k: §\"{value}\"}}")),
            &["spec.nodeSelector.k: invalid value"],
        );
    }
    let long = &long[1..];
    for key in ["a", "A.b_c-d", "a/b", "x.y-z/A", "1", long, &format!("x.y/{long}")] {
        for value in ["", "a", "a.b_c-D", "1", long] {
            taken(&with(&format!("labels: {{\"{key}\": \"{value}\"}}")));
        }
    }
    let of_task = task("{steps: [{name: a, image: i}]}").replace("name: t", "name: t, labels: {k: §x y}");
    expect(&of_task, &["Task default/t: metadata.labels.k: invalid value \"x y\""]);
}

#[test]
fn annotations_have_keys_and_are_not_without_end() {
    for key in ["-a", "a/b/c", "", "ü"] {
        expect(&with(&format!("annotations: {{\"{key}\": §any text}}")), &["metadata.annotations"]);
    }
    taken(&with("annotations: {A/b: \"any ü\"}"));
    // 256 KiB, of which the Pod's own takes 28 bytes.
    let room = (256 << 10) - 28 - 1;
    taken(&with(&format!("annotations: {{a: {}}}", "x".repeat(room))));
    expect(
        &with(&format!("§annotations: {{a: {}}}", "x".repeat(room + 1))),
        &["metadata.annotations: 262117 bytes are more than"],
    );
}

#[test]
fn namespaces_and_accounts_have_names() {
    for name in ["Team", "a.b", "-a", "ü", "a/b"] {
        expect(&with(&format!("namespace: §\"{name}\"")), &["metadata.namespace: invalid value"]);
    }
    expect(&placed("serviceAccount: §S_x"), &["spec.serviceAccount: invalid value \"S_x\""]);
}

#[test]
fn tolerations_say_what_they_put_up_with() {
    let with = |one: &str| placed(&format!("tolerations: [{one}]"));
    expect(&with("§{}"), &["spec.tolerations[0].operator: without a key it must be Exists"]);
    expect(&with("{operator: §Equal, value: v}"), &["without a key"]);
    expect(&with("{key: k, operator: Exists, value: §v}"), &["the operator Exists takes no value"]);
    expect(&with("{key: §a b, operator: Exists}"), &["tolerations[0].key: invalid value"]);
    expect(&with("{key: k, value: §a b}"), &["tolerations[0].value: invalid value"]);
    expect(&with("{key: k, operator: §Is}"), &["operator: invalid value \"Is\": expected Exists, Equal"]);
    expect(&with("{key: k, operator: Exists, effect: §Never}"), &["effect: invalid value \"Never\""]);
    expect(
        &with("{key: k, operator: Exists, effect: NoSchedule, tolerationSeconds: §5}"),
        &["only the effect NoExecute has a time"],
    );
    for one in [
        "{operator: Exists}",
        "{key: k}",
        "{key: k, operator: Equal, value: v}",
        "{key: x.y/k, operator: Exists, effect: NoExecute, tolerationSeconds: -5}",
    ] {
        taken(&with(one));
    }
}

#[test]
fn affinities_choose_by_labels() {
    let node = |terms: &str| {
        placed(&format!(
            "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{terms}]}}}}}}"
        ))
    };
    let by = |one: &str| node(&format!("{{matchExpressions: [{one}]}}"));
    expect(
        &node("").replace("nodeSelectorTerms", "§nodeSelectorTerms"),
        &["nodeSelectorTerms: missing: at least one term"],
    );
    expect(&by("§{key: k, operator: In}"), &["values: missing: In takes at least one value"]);
    expect(&by("{key: k, operator: Exists, §values: [a]}"), &["values: Exists takes no value"]);
    expect(&by("{key: k, operator: Gt, §values: ['1', '2']}"), &["values: Gt takes exactly one value"]);
    expect(&by("{key: k, operator: §Is}"), &["operator: invalid value \"Is\""]);
    expect(&by("{key: §a b, operator: Exists}"), &["key: invalid value \"a b\""]);
    expect(&by("{key: k, operator: In, values: [a, §a b]}"), &["values[1]: invalid value \"a b\""]);
    expect(&node("{matchFields: [{key: §x, operator: In, values: [n]}]}"), &["expected metadata.name"]);
    taken(&node("{}, {matchFields: [{key: metadata.name, operator: In, values: [n]}]}"));
    taken(&by("{key: k, operator: Gt, values: ['1']}, {key: k, operator: NotIn, values: [a, '']}"));

    let pod = |term: &str| {
        placed(&format!(
            "affinity: {{podAntiAffinity: {{preferredDuringSchedulingIgnoredDuringExecution: [{term}]}}}}"
        ))
    };
    expect(
        &pod("{weight: §0, podAffinityTerm: {topologyKey: k}}"),
        &["weight: invalid value 0: expected a number from 1 to 100"],
    );
    expect(&pod("{weight: 1, podAffinityTerm: {topologyKey: §''}}"), &["topologyKey: invalid value"]);
    expect(
        &pod(
            "{weight: 1, podAffinityTerm: {topologyKey: k, labelSelector: {matchLabels: {k: §x y}}, namespaces: [§A]}}",
        ),
        &["labelSelector.matchLabels.k: invalid value", "namespaces[0]: invalid value"],
    );
    expect(
        &pod(
            "{weight: 1, podAffinityTerm: {topologyKey: k, labelSelector: {matchExpressions: [{key: k, operator: §Gt, values: ['1']}]}}}",
        ),
        &["operator: invalid value \"Gt\": expected In, NotIn, Exists, DoesNotExist"],
    );
    taken(&pod("{weight: 100, podAffinityTerm: {topologyKey: x.y/k, namespaceSelector: {}}}"));
}
