//! What may go wrong with a registry, in words for people.

use std::error::Error;

use oci_client::errors::{OciDistributionError, OciErrorCode};

const NO_SUCH_IMAGE: &str = "the registry has no such image";

/// Why a registry did not answer as it should. None of it holds a credential.
pub(super) enum Failure {
    /// It wants another credential, or any.
    NotAllowed,
    /// Nobody listens there, or speaks the protocol.
    Unreachable(String),
    /// Anything else, in words.
    Other(String),
}

impl From<OciDistributionError> for Failure {
    fn from(error: OciDistributionError) -> Self {
        match error {
            OciDistributionError::UnauthorizedError { .. }
            | OciDistributionError::AuthenticationFailure(_)
            | OciDistributionError::ServerError { code: 401 | 403, .. } => Self::NotAllowed,
            OciDistributionError::ServerError { code: 404, .. }
            | OciDistributionError::ImageManifestNotFoundError(_) => Self::Other(NO_SUCH_IMAGE.to_owned()),
            OciDistributionError::ServerError { code, .. } => {
                Self::Other(format!("the registry answers {code}"))
            }
            OciDistributionError::RegistryError { envelope, .. } => {
                let codes: Vec<&OciErrorCode> = envelope.errors.iter().map(|error| &error.code).collect();
                match codes[..] {
                    [
                        OciErrorCode::ManifestUnknown | OciErrorCode::NameUnknown | OciErrorCode::NotFound,
                        ..,
                    ] => Self::Other(NO_SUCH_IMAGE.to_owned()),
                    [OciErrorCode::Unauthorized | OciErrorCode::Denied, ..] => Self::NotAllowed,
                    _ => Self::Other(format!("the registry answers {codes:?}")),
                }
            }
            OciDistributionError::RequestError(error) if error.is_connect() || error.is_request() => {
                Self::Unreachable(format!("the registry cannot be reached: {}", root(&error)))
            }
            other => Self::Other(root(&other)),
        }
    }
}

/// The words of the first cause: the others only say that there was one.
fn root(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
