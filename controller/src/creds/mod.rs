//! The credentials of a run: which Secrets its ServiceAccount names, and what creds-init is told about them.
//!
//! A Secret's data is never looked at here: creds-init reads it inside the Pod.

mod flags;

use k8s_openapi::api::core::v1::{Secret, SecretVolumeSource, Volume, VolumeMount};

use crate::field_path::FieldPath;
use crate::model::{DEFAULT_ACCOUNT, ObjectKey, TaskRun, namespace_of};
use crate::names::Seed;
use crate::problem::{Found, Problems};
use crate::reconcile::Index;

/// Where creds-init finds the Secrets, each in a folder of its name.
const FOLDER: &str = "/var/build-secrets";

/// What creds-init needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Credentials {
    /// Its flags, such as `-basic-git=SECRET=URL`.
    pub flags: Vec<String>,
    /// A volume for each Secret that a flag names.
    pub volumes: Vec<Volume>,
    /// Where they are mounted.
    pub mounts: Vec<VolumeMount>,
}

/// The credentials that the ServiceAccount of `run` brings. Notes in `found` what is named and not there;
/// only the account `default`, which every namespace has, may be absent.
/// `owner` is the object whose `spec.serviceAccount` it is.
pub(crate) fn of(run: &TaskRun, owner: &ObjectKey, index: &Index<'_>, found: &mut Found) -> Credentials {
    let mut credentials = Credentials::default();
    let namespace = namespace_of(&run.metadata);
    let name = run.placement.account();
    let key = |kind: &str, name: &str| ObjectKey {
        kind: kind.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    let Some(account) = index.account(namespace, name) else {
        if name != DEFAULT_ACCOUNT {
            let message = format!(
                "ServiceAccount {name:?} not found in namespace {namespace:?}: is its file among the inputs, \
                 with the Secrets that it names?"
            );
            Problems::of(owner.clone(), found).missing(
                FieldPath::of(&["spec", "serviceAccount"]),
                key("ServiceAccount", name),
                message,
            );
        }
        return credentials;
    };
    let seed = Seed::of(&run.metadata);
    let mut problems = Problems::of(ObjectKey::namespaced("ServiceAccount", &account.metadata), found);
    for (number, reference) in account.secrets.iter().flatten().enumerate() {
        let name = reference.name.as_deref().unwrap_or_default();
        match index.secret(namespace, name) {
            Some(secret) => credentials.add(name, secret, &seed),
            None => problems.missing(
                FieldPath::of(&["secrets"]).index(number).key("name"),
                key("Secret", name),
                format!(
                    "Secret {name:?} not found in namespace {namespace:?}: is its file among the inputs?"
                ),
            ),
        }
    }
    credentials
}

impl Credentials {
    /// Adds what the Secret `name` is annotated for; nothing when that is nothing, or when an account names it twice.
    fn add(&mut self, name: &str, secret: &Secret, seed: &Seed) {
        let flags = flags::of(name, secret);
        if flags.is_empty() || self.flags.contains(&flags[0]) {
            return;
        }
        self.flags.extend(flags);
        // A Secret's name may have dots in it, a volume's may not. The suffix still tells a.b from a-b.
        let volume = seed.name(&format!("secret-volume-{name}")).replace('.', "-");
        self.mounts.push(VolumeMount {
            name: volume.clone(),
            mount_path: format!("{FOLDER}/{name}"),
            ..VolumeMount::default()
        });
        let secret =
            SecretVolumeSource { secret_name: Some(name.to_owned()), ..SecretVolumeSource::default() };
        self.volumes.push(Volume { name: volume, secret: Some(secret), ..Volume::default() });
    }
}
