//! The runs of Tasks that follow from a run of a Pipeline, as they would be written down.

use serde_json::{Value, json};

use super::API_VERSION;
use crate::model::{Binding, Param, ResourceSource, ResourceSpec, TaskRun, TaskSource};
use crate::status::GoDuration;

/// The object for `run`, which has to name its Task. Read again, it is the same run.
///
/// # Errors
/// When a field cannot be written as JSON; none that was read is such.
pub(crate) fn task_run(run: &TaskRun) -> serde_json::Result<Value> {
    let mut spec = json!({"inputs": {}, "outputs": {}});
    if let TaskSource::Ref(task) = &run.source {
        spec["taskRef"] = json!({"name": task.name, "kind": task.kind.name()});
    }
    spec["inputs"]["params"] = params(&run.params);
    spec["inputs"]["resources"] = bindings(&run.inputs);
    spec["outputs"]["resources"] = bindings(&run.outputs);
    spec["serviceAccount"] = run.placement.service_account.clone().into();
    spec["timeout"] = run.timeout.map(|timeout| GoDuration(timeout).to_string()).into();
    spec["nodeSelector"] = serde_json::to_value(&run.placement.node_selector)?;
    spec["tolerations"] = serde_json::to_value(&run.placement.tolerations)?;
    spec["affinity"] = serde_json::to_value(&run.placement.affinity)?;
    let metadata = serde_json::to_value(&run.metadata)?;
    let mut object =
        json!({"apiVersion": API_VERSION, "kind": "TaskRun", "metadata": metadata, "spec": spec});
    prune(&mut object);
    Ok(object)
}

fn params(params: &[Param]) -> Value {
    params.iter().map(|param| json!({"name": param.name, "value": param.value})).collect()
}

fn bindings(bindings: &[Binding]) -> Value {
    let binding = |binding: &Binding| {
        let mut object = json!({"name": binding.name, "paths": binding.paths});
        match &binding.source {
            ResourceSource::Ref(name) => object["resourceRef"] = json!({"name": name}),
            ResourceSource::Inline(spec) => object["resourceSpec"] = resource(spec),
        }
        object
    };
    bindings.iter().map(binding).collect()
}

fn resource(spec: &ResourceSpec) -> Value {
    let secrets = spec.secrets.iter().map(
        |secret| json!({"fieldName": secret.field, "secretName": secret.secret, "secretKey": secret.key}),
    );
    json!({"type": spec.kind.name(), "params": params(&spec.params), "secrets": secrets.collect::<Value>()})
}

/// Takes out of an object what says nothing.
fn prune(object: &mut Value) {
    let Value::Object(fields) = object else { return };
    fields.values_mut().for_each(prune);
    fields.retain(|_, value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    });
}
