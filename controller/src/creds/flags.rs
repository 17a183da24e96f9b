//! The flags of creds-init for one Secret, by its type and its annotations.

use k8s_openapi::api::core::v1::Secret;

/// Annotations with this prefix hold the URL of a registry.
const DOCKER: &str = "tekton.dev/docker-";
/// Annotations with this prefix hold the URL of a git host.
const GIT: &str = "tekton.dev/git-";

/// What creds-init is told about the Secret `name`: registries first, then git hosts.
pub(super) fn of(name: &str, secret: &Secret) -> Vec<String> {
    let annotated = |flag: &str, prefix: &str| {
        let mut urls: Vec<&str> = secret
            .metadata
            .annotations
            .iter()
            .flatten()
            .filter_map(|(key, url)| key.starts_with(prefix).then_some(url.as_str()))
            .collect();
        // By their values and not by their keys, as the founding version has it.
        urls.sort_unstable();
        urls.dedup();
        urls.into_iter().map(|url| format!("-{flag}={name}={url}")).collect::<Vec<_>>()
    };
    match secret.type_.as_deref().unwrap_or_default() {
        "kubernetes.io/basic-auth" => {
            [annotated("basic-docker", DOCKER), annotated("basic-git", GIT)].concat()
        }
        "kubernetes.io/ssh-auth" => annotated("ssh-git", GIT),
        // Their own data names the registries.
        "kubernetes.io/dockerconfigjson" => vec![format!("-docker-config={name}")],
        "kubernetes.io/dockercfg" => vec![format!("-docker-cfg={name}")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

    fn flags(kind: &str, annotations: &[(&str, &str)]) -> Vec<String> {
        let annotations =
            annotations.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
        let metadata = ObjectMeta { annotations: Some(annotations), ..ObjectMeta::default() };
        of("s", &Secret { metadata, type_: Some(kind.to_owned()), ..Secret::default() })
    }

    #[test]
    fn each_type_has_its_flags() {
        let all = [
            ("tekton.dev/git-0", "https://z.test"),
            ("tekton.dev/git-1", "https://a.test"),
            ("tekton.dev/docker-0", "https://r.test"),
            ("tekton.dev/other", "https://o.test"),
        ];
        assert_eq!(
            flags("kubernetes.io/basic-auth", &all),
            ["-basic-docker=s=https://r.test", "-basic-git=s=https://a.test", "-basic-git=s=https://z.test"]
        );
        assert_eq!(
            flags("kubernetes.io/ssh-auth", &all),
            ["-ssh-git=s=https://a.test", "-ssh-git=s=https://z.test"]
        );
        assert_eq!(flags("kubernetes.io/dockerconfigjson", &all), ["-docker-config=s"]);
        assert_eq!(flags("kubernetes.io/dockercfg", &[]), ["-docker-cfg=s"]);
        assert!(flags("Opaque", &all).is_empty() && flags("kubernetes.io/basic-auth", &[]).is_empty());
    }

    #[test]
    fn one_url_annotated_twice_is_told_once() {
        let twice = [("tekton.dev/git-0", "a.test"), ("tekton.dev/git-1", "a.test")];
        assert_eq!(flags("kubernetes.io/ssh-auth", &twice), ["-ssh-git=s=a.test"]);
    }
}
