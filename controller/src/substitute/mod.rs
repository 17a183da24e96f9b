//! `${inputs.params.NAME}` and its kin in a Task, replaced by what the run says.

mod fields;
mod text;

pub(crate) use fields::{in_step, in_volume};
pub(crate) use text::{Values, replace};

use k8s_openapi::api::core::v1::{Container, Volume};

use crate::model::{Param, TaskSpec};

/// What the parameters of a Task stand for in a run: defaults, unless empty, and what the run gives.
pub(crate) fn param_values(spec: &TaskSpec, given: &[Param]) -> Values {
    let key = |name: &str| format!("inputs.params.{name}");
    let defaults = spec.params.iter().filter_map(|param| {
        let default = param.default.as_ref().filter(|default| !default.is_empty())?;
        Some((key(&param.name), default.clone()))
    });
    defaults.chain(given.iter().map(|param| (key(&param.name), param.value.clone()))).collect()
}

/// Replaces variables everywhere in steps and volumes where they mean something. The values are put in as they are: what
/// looks like a variable in a value stays, for this pass.
pub(crate) fn substitute<'a>(
    steps: impl Iterator<Item = &'a mut Container>,
    volumes: &mut [Volume],
    values: &Values,
) {
    let mut put = |_: &_, text: &mut String| *text = replace(text, values);
    for step in steps {
        in_step(step, &mut put);
    }
    for volume in volumes {
        in_volume(volume, &mut put);
    }
}
