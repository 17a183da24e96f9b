//! Secrets in what is shown become `***`, whatever they are printed by.

mod finder;
mod forms;
mod pattern;
mod stream;

pub use forms::SHORTEST;
pub use pattern::Mask;
pub use stream::Stream;
