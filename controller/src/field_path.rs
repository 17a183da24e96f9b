//! Which field of an object: `spec.steps[1].name`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A way from the top of an object down to one of its fields.
///
/// Ways are built all the time and looked at when something is wrong, so that a step is one piece of memory, and the way
/// to it is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldPath(Option<Arc<(Self, Segment)>>);

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Into a mapping.
    Key(Cow<'static, str>),
    /// Into a sequence, from 0.
    Index(usize),
}

impl FieldPath {
    /// The path through `keys`: `FieldPath::of(&["spec", "steps"])`.
    pub fn of(keys: &[&'static str]) -> Self {
        keys.iter().fold(Self::default(), |path, key| path.key(key))
    }

    /// One mapping further down.
    #[must_use]
    pub fn key(&self, key: &'static str) -> Self {
        self.with(Segment::Key(Cow::Borrowed(key)))
    }

    /// One mapping further down, by a key that users choose, such as that of a label.
    #[must_use]
    pub fn entry(&self, key: &str) -> Self {
        self.with(Segment::Key(Cow::Owned(key.to_owned())))
    }

    /// One sequence further down.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// The path that goes on with `below`.
    #[must_use]
    pub fn join(&self, below: &Self) -> Self {
        below.segments().into_iter().fold(self.clone(), |path, segment| path.with(segment.clone()))
    }

    /// The segments from the top.
    pub fn segments(&self) -> Vec<&Segment> {
        let mut segments = Vec::new();
        let mut path = self;
        while let Some(last) = &path.0 {
            segments.push(&last.1);
            path = &last.0;
        }
        segments.reverse();
        segments
    }

    fn with(&self, segment: Segment) -> Self {
        Self(Some(Arc::new((self.clone(), segment))))
    }
}

impl From<Vec<Segment>> for FieldPath {
    fn from(segments: Vec<Segment>) -> Self {
        segments.into_iter().fold(Self::default(), |path, segment| path.with(segment))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.segments().into_iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) if key.contains(['.', '[']) => write!(f, "[{key:?}]")?,
                Segment::Key(key) if at == 0 => write!(f, "{key}")?,
                Segment::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_people_write_it() {
        let path = FieldPath::of(&["metadata", "labels"]).key("example.com/team");
        assert_eq!(path.to_string(), r#"metadata.labels["example.com/team"]"#);
        assert_eq!(FieldPath::of(&["spec", "steps"]).index(1).key("name").to_string(), "spec.steps[1].name");
    }
}
