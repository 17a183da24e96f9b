//! What users write, one module for each API version: serde types that convert into the model.

pub(crate) mod v1alpha1;
