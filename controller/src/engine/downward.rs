//! The downward API: fields of the Pod, and resources of its containers, as text.

use super::step::containers;
use crate::model::{DEFAULT_ACCOUNT, namespace_of};
use crate::quantity::thousandths;
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::{Container, ObjectFieldSelector, Pod, ResourceFieldSelector};
use std::collections::BTreeMap;
use std::fs;
use std::thread::available_parallelism;

/// The value of a `fieldRef`. The Pod's and the host's address are the loopback's: containers share the
/// machine's network.
///
/// # Errors
/// When there is no such field.
pub fn field(pod: &Pod, selector: &ObjectFieldSelector) -> Result<String> {
    let metadata = &pod.metadata;
    let spec = pod.spec.as_ref();
    let path = selector.field_path.as_str();
    if let Some((map, key)) = path.strip_suffix("']").and_then(|path| path.split_once("['")) {
        return match map {
            "metadata.labels" => Ok(entry(metadata.labels.as_ref(), key)),
            "metadata.annotations" => Ok(entry(metadata.annotations.as_ref(), key)),
            _ => bail!("no field {path} for a fieldRef"),
        };
    }
    Ok(match path {
        "metadata.name" => metadata.name.clone().unwrap_or_default(),
        "metadata.namespace" => namespace_of(metadata).to_owned(),
        "metadata.uid" => metadata.uid.clone().unwrap_or_default(),
        "metadata.labels" => all(metadata.labels.as_ref()),
        "metadata.annotations" => all(metadata.annotations.as_ref()),
        "spec.nodeName" => {
            fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned()
        }
        "spec.serviceAccountName" => {
            let account = spec.and_then(|spec| spec.service_account_name.as_deref());
            account.unwrap_or(DEFAULT_ACCOUNT).to_owned()
        }
        "status.podIP" | "status.podIPs" | "status.hostIP" | "status.hostIPs" => "127.0.0.1".into(),
        _ => bail!("no field {path} for a fieldRef"),
    })
}

fn entry(map: Option<&BTreeMap<String, String>>, key: &str) -> String {
    map.and_then(|map| map.get(key)).cloned().unwrap_or_default()
}

/// One `key="escaped value"` a line, as the kubelet writes it.
fn all(map: Option<&BTreeMap<String, String>>) -> String {
    let lines: Vec<String> =
        map.into_iter().flatten().map(|(key, value)| format!("{key}={value:?}")).collect();
    lines.join("\n")
}

/// The value of a `resourceFieldRef`: the resource over the divisor, rounded up. A limit that is not set is
/// what the machine has.
///
/// # Errors
/// When there is no such resource or container.
pub fn resource(pod: &Pod, own: &Container, selector: &ResourceFieldSelector) -> Result<String> {
    let name = selector.container_name.as_deref().unwrap_or(&own.name);
    let (container, _) = containers(pod)
        .find(|(container, _)| container.name == name)
        .with_context(|| format!("no container {name} for a resourceFieldRef"))?;
    let Some((kind, resource)) = selector.resource.split_once('.') else {
        bail!("no resource {} for a resourceFieldRef", selector.resource);
    };
    let resources = container.resources.clone().unwrap_or_default();
    let limit = resources.limits.and_then(|mut limits| limits.remove(resource));
    let value = match kind {
        "limits" => limit.map_or_else(|| of_the_machine(resource), |limit| Ok(limit.0))?,
        "requests" => {
            let request = resources.requests.and_then(|mut requests| requests.remove(resource));
            request.or(limit).map_or_else(|| "0".into(), |quantity| quantity.0)
        }
        _ => bail!("no resource {} for a resourceFieldRef", selector.resource),
    };
    let divisor = selector.divisor.as_ref().map_or("1", |divisor| divisor.0.as_str());
    let divisor = if divisor == "0" { "1" } else { divisor }; // what an unset divisor is stored as
    let quantity = |text: &str| thousandths(text).with_context(|| format!("{text:?} is no quantity"));
    let (value, divisor) = (quantity(&value)?, quantity(divisor)?);
    if divisor <= 0 {
        bail!("the divisor of {} is not positive", selector.resource);
    }
    Ok((value.div_euclid(divisor) + i128::from(value.rem_euclid(divisor) != 0)).to_string())
}

fn of_the_machine(resource: &str) -> Result<String> {
    match resource {
        "cpu" => Ok(available_parallelism()?.to_string()),
        "memory" => {
            let table = fs::read_to_string("/proc/meminfo")?;
            let total = table.lines().find_map(|line| line.strip_prefix("MemTotal:")?.strip_suffix("kB"));
            Ok(format!("{}Ki", total.context("/proc/meminfo names no total")?.trim()))
        }
        _ => bail!("limits.{resource} is not set, and this machine has no answer of its own"),
    }
}
