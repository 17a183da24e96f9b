//! The ports that a step names.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::Container;

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::form::{PORT, PORTS, one_of, within};

/// Checks the ports of the step at `path`.
pub(super) fn check(step: &Container, path: &FieldPath, problems: &mut Problems<'_>) {
    let mut names = HashSet::new();
    let mut of_host = HashSet::new();
    for (index, port) in step.ports.iter().flatten().enumerate() {
        let path = path.key("ports").index(index);
        within(Some(port.container_port), &PORTS, &path, "containerPort", problems);
        let host_port = port.host_port.filter(|port| *port != 0);
        within(host_port, &PORTS, &path, "hostPort", problems);
        one_of(port.protocol.as_ref(), &["TCP", "UDP", "SCTP"], &path, "protocol", problems);
        if let Some(name) = port.name.as_ref().filter(|name| !name.is_empty()) {
            PORT.check(name, &path, "name", problems);
            if !names.insert(name) {
                problems.wrong(path.key("name"), format!("another port of the step is called {name:?}"));
            }
        }
        let protocol = port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP");
        if let Some(number) = host_port
            && !of_host.insert((protocol, port.host_ip.as_deref().unwrap_or_default(), number))
        {
            problems
                .wrong(path.key("hostPort"), format!("another port of the step has {number} of the host"));
        }
    }
}
