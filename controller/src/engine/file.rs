//! A file whose content comes from the Pod's objects.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::path::PathBuf;

/// A file of a volume, to be written for a container.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct File {
    /// Relative path, without `..`.
    pub path: PathBuf,
    /// Permission bits.
    pub mode: u32,
    /// The bytes.
    #[serde(serialize_with = "encode", deserialize_with = "decode")]
    pub content: Vec<u8>,
}

fn encode<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}
