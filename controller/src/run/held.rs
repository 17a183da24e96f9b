//! Lines that are not shown yet, and perhaps never.

/// How much is held back for one container; what is beyond is shown at once.
const MOST: usize = 1 << 20;

/// The formatted lines of one container.
#[derive(Debug, Default)]
pub struct Held {
    bytes: Vec<u8>,
}

impl Held {
    /// Whether there is room for more.
    pub fn has_room(&self) -> bool {
        self.bytes.len() < MOST
    }

    /// Where the next line is put.
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Lets go of all lines.
    pub fn release(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}
