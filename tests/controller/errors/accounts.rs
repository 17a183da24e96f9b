//! A run whose ServiceAccount, or a Secret of it, is not there.

use super::expect;

const RUN: &str = "kind: TaskRun\napiVersion: tekton.dev/v1alpha1\nmetadata: {name: r}\nspec:\n  \
                   serviceAccount: §bot\n  taskSpec: {steps: [{name: s, image: i, command: [c]}]}\n";

#[test]
fn a_named_account_is_among_the_inputs() {
    expect(RUN, &["spec.serviceAccount: ServiceAccount \"bot\" not found in namespace \"default\""]);
}

#[test]
fn an_account_of_another_namespace_is_another_account() {
    let account = "---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: bot, namespace: there}\n";
    expect(&format!("{RUN}{account}"), &["ServiceAccount \"bot\" not found"]);
}

#[test]
fn the_secrets_of_an_account_are_among_the_inputs() {
    let account = "---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: bot}\n\
                   secrets:\n- name: §here-not\n- {name: §nor-here}\n";
    let text = format!("{}{account}", RUN.replace('§', ""));
    expect(
        &text,
        &["secrets[0].name: Secret \"here-not\" not found", "secrets[1].name: Secret \"nor-here\""],
    );
}

#[test]
fn the_default_account_may_be_absent_but_not_its_secrets() {
    let run = RUN.replace("  serviceAccount: §bot\n", "");
    let account = "---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: default}\n\
                   secrets: [{name: §gone}]\n";
    expect(&format!("{run}{account}"), &["Secret \"gone\" not found"]);
}
