//! Where git, ssh and docker find credentials that the home of the step does not take: by variables of their own.

use std::ffi::OsString;

/// Of each thing that belongs into a home the variables that do in its place; [`super::paths::CREDENTIALS`] is its folder.
const INSTEAD: [(&str, &[(&str, &str)]); 4] = [
    (".docker", &[("DOCKER_CONFIG", "/tekton/creds/.docker")]),
    (".gitconfig", &[("GIT_CONFIG_GLOBAL", "/tekton/creds/.gitconfig")]),
    (
        ".git-credentials",
        &[
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "credential.helper"),
            ("GIT_CONFIG_VALUE_0", "store --file=/tekton/creds/.git-credentials"),
        ],
    ),
    (".ssh", &[("GIT_SSH_COMMAND", "ssh -F /tekton/creds/.ssh/config")]),
];

/// Tells of `items`, which the home has not taken, by `environment`. What is set there is somebody's will and stays, and
/// then the others of the same thing are left out.
pub fn tell(items: &[&str], environment: &mut Vec<(OsString, OsString)>) {
    for (_, variables) in INSTEAD.iter().filter(|(item, _)| items.contains(item)) {
        if variables.iter().all(|(name, _)| environment.iter().all(|(there, _)| there != name)) {
            environment.extend(variables.iter().map(|(name, value)| (name.into(), value.into())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tekton::paths::CREDENTIALS;

    #[test]
    fn what_is_set_stays() {
        let mut environment = vec![("GIT_CONFIG_COUNT".into(), "0".into())];
        tell(&[".git-credentials", ".ssh"], &mut environment);
        assert_eq!(environment.len(), 2);
        assert_eq!(environment[1].0, "GIT_SSH_COMMAND");
    }

    #[test]
    fn every_item_has_its_place() {
        for (item, variables) in INSTEAD {
            let place = format!("{CREDENTIALS}/{item}");
            assert!(variables.iter().any(|(_, value)| value.contains(&place)), "{item}");
        }
    }
}
