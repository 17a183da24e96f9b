//! Statuses as the objects that a cluster would hold.

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, Time};
use serde_json::{Map, Value, json};

use crate::api::v1alpha1::API_VERSION;
use crate::model::Condition;
use crate::plan::Plan;
use crate::status::{PipelineRunStatus, TaskRunStatus};

/// All of them: the runs of Pipelines, each before the runs of its tasks, then the others.
pub(super) fn all(plan: &Plan) -> anyhow::Result<Vec<Value>> {
    let mut objects = Vec::new();
    for run in &plan.pipeline_runs {
        objects.push(object("PipelineRun", &run.metadata, &pipeline_run(run)?)?);
        for (_, task) in &run.tasks {
            objects.push(object("TaskRun", &task.metadata, &task_run(task)?)?);
        }
    }
    for run in &plan.task_runs {
        objects.push(object("TaskRun", &run.metadata, &task_run(run)?)?);
    }
    Ok(objects)
}

fn object(kind: &str, metadata: &ObjectMeta, status: &Value) -> anyhow::Result<Value> {
    let metadata = ObjectMeta {
        name: metadata.name.clone(),
        namespace: metadata.namespace.clone(),
        labels: metadata.labels.clone(),
        uid: metadata.uid.clone(),
        ..ObjectMeta::default()
    };
    let metadata = serde_json::to_value(metadata)?;
    Ok(json!({"apiVersion": API_VERSION, "kind": kind, "metadata": metadata, "status": status}))
}

fn pipeline_run(run: &PipelineRunStatus) -> anyhow::Result<Value> {
    let mut status = common(&run.condition, run.started, run.completed)?;
    let mut tasks = Map::new();
    for (task, run) in &run.tasks {
        let name = run.metadata.name.clone().unwrap_or_default();
        tasks.insert(name, json!({"pipelineTaskName": task, "status": task_run(run)?}));
    }
    if !tasks.is_empty() {
        status.insert("taskRuns".to_owned(), tasks.into());
    }
    Ok(status.into())
}

fn task_run(run: &TaskRunStatus) -> anyhow::Result<Value> {
    let mut status = common(&run.condition, run.started, run.completed)?;
    if let Some(pod) = &run.pod {
        status.insert("podName".to_owned(), pod.as_str().into());
    }
    let mut steps = Vec::new();
    for step in &run.steps {
        let mut object = serde_json::to_value(&step.state)?;
        object["name"] = step.name.as_str().into();
        steps.push(object);
    }
    if !steps.is_empty() {
        status.insert("steps".to_owned(), steps.into());
    }
    Ok(status.into())
}

fn common(
    condition: &Condition,
    started: Option<Timestamp>,
    completed: Option<Timestamp>,
) -> anyhow::Result<Map<String, Value>> {
    let mut object = json!({"type": "Succeeded", "status": condition.status.name()});
    for (key, text) in [("reason", &condition.reason), ("message", &condition.message)] {
        if !text.is_empty() {
            object[key] = text.as_str().into();
        }
    }
    let mut status = Map::from_iter([("conditions".to_owned(), json!([object]))]);
    for (key, time) in [("startTime", started), ("completionTime", completed)] {
        if let Some(time) = time {
            status.insert(key.to_owned(), serde_json::to_value(Time(time))?);
        }
    }
    Ok(status)
}
