//! Secrets in what a step prints become `***`, whatever they are printed by.

mod finder;
mod forms;
mod pattern;
mod secrets;
mod stream;

pub use pattern::Mask;
pub use secrets::{Secrets, secrets};
pub use stream::Stream;
