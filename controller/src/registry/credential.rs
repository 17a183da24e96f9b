//! A user name and a password, or a token, and where they are from.

use oci_client::secrets::RegistryAuth;

/// What a registry may be told. It has no `Debug`: it must never be printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credential {
    pub auth: RegistryAuth,
    /// In the words of an error: `Secret default/pull`.
    pub from: String,
}
