//! The variables of a step, and where they come from.

use k8s_openapi::api::core::v1::{Container, EnvVarSource};

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::downward;
use crate::validate::form::{DATA_KEY, NAME, VARIABLE};

/// Checks the variables of the step at `path`.
pub(super) fn check(step: &Container, path: &FieldPath, problems: &mut Problems<'_>) {
    for (index, variable) in step.env.iter().flatten().enumerate() {
        let path = || path.key("env").index(index);
        VARIABLE.check_at(&variable.name, || path().key("name"), problems);
        let Some(from) = &variable.value_from else { continue };
        if variable.value.as_deref().is_some_and(|value| !value.is_empty()) {
            problems.wrong(path().key("valueFrom"), "must not be given together with value");
        }
        source(from, &path().key("valueFrom"), problems);
    }
    for (index, all) in step.env_from.iter().flatten().enumerate() {
        let path = path.key("envFrom").index(index);
        if let Some(prefix) = all.prefix.as_ref().filter(|prefix| !prefix.is_empty()) {
            VARIABLE.check(prefix, &path, "prefix", problems);
        }
        let sources = [
            ("configMapRef", all.config_map_ref.as_ref().map(|one| &one.name)),
            ("secretRef", all.secret_ref.as_ref().map(|one| &one.name)),
        ];
        if sources.iter().filter(|(_, name)| name.is_some()).count() != 1 {
            problems.wrong(path.clone(), "expected a configMapRef or a secretRef, and one of them alone");
        }
        for (key, name) in sources {
            if let Some(name) = name {
                NAME.check(name, &path.key(key), "name", problems);
            }
        }
    }
}

fn source(from: &EnvVarSource, path: &FieldPath, problems: &mut Problems<'_>) {
    let EnvVarSource { config_map_key_ref, field_ref, resource_field_ref, secret_key_ref } = from;
    let given = [
        config_map_key_ref.is_some(),
        field_ref.is_some(),
        resource_field_ref.is_some(),
        secret_key_ref.is_some(),
    ];
    if given.into_iter().filter(|given| *given).count() != 1 {
        let message = "expected one of configMapKeyRef, secretKeyRef, fieldRef and resourceFieldRef";
        problems.wrong(path.clone(), message);
    }
    let keys = [
        ("configMapKeyRef", config_map_key_ref.as_ref().map(|one| (&one.name, &one.key))),
        ("secretKeyRef", secret_key_ref.as_ref().map(|one| (&one.name, &one.key))),
    ];
    for (field, selected) in keys {
        let Some((name, key)) = selected else { continue };
        let path = path.key(field);
        NAME.check(name, &path, "name", problems);
        DATA_KEY.check(key, &path, "key", problems);
    }
    if let Some(one) = field_ref {
        downward::field(one, &downward::OF_VARIABLES, &path.key("fieldRef"), problems);
    }
    if let Some(one) = resource_field_ref {
        downward::resource(one, &path.key("resourceFieldRef"), problems);
    }
}
