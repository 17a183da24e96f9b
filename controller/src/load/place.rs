//! Where a field may stand one level too deep, and is a warning there.

/// The field that holds a spec which the founding version does not look into.
const INLINE_SPEC: &str = "taskSpec";

/// Whether fields of the level above may stand here by mistake.
///
/// The founding version does not look into a TaskRun's own `taskSpec`: `steps` that stand indented below `inputs` are
/// dropped, and the run goes ahead with the steps of its resources. Published examples do so. Nowhere else is it let pass.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// They may not.
    Anywhere,
    /// They may, in the structures right below.
    InlineSpec,
    /// These may.
    Below(&'static [&'static str]),
}

impl Place {
    /// The place that the value of `key` is, in a structure of `fields` that stands here.
    pub fn of_field(self, key: &str, fields: &'static [&'static str]) -> Self {
        match self {
            Self::InlineSpec => Self::Below(fields),
            _ if key == INLINE_SPEC => Self::InlineSpec,
            _ => Self::Anywhere,
        }
    }

    /// Whether `key` belongs one level up, and is passed over here.
    pub fn lets_pass(self, key: &str) -> bool {
        matches!(self, Self::Below(above) if above.contains(&key))
    }
}
