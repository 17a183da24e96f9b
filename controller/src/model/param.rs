//! Parameters: what a Task declares and what a run gives.

/// A parameter that a Task declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamSpec {
    /// `${inputs.params.NAME}` stands for its value.
    pub name: String,
    /// The value when a run gives none. An empty default counts as none, as in the founding version.
    pub default: Option<String>,
}

/// A value that a run gives to a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name that the Task declares.
    pub name: String,
    /// The text to put in its place.
    pub value: String,
}
