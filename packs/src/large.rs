//! What is too large to be inflated at once.

use crate::entry::Made;
use crate::hash::Hash;
use crate::inflater::Inflater;
use crate::{Kind, Unusual, stored::MOST};

/// How much is made at a time: a few times what a packet of git's brings.
const AT_A_TIME: usize = 64 << 10;

/// An object that is hashed while it comes, or a delta that is gathered.
pub struct Large {
    pub made: Made,
    /// The bytes that are still to be made.
    left: u64,
    /// The delta so far.
    pub delta: Vec<u8>,
    room: Vec<u8>,
}

impl Large {
    /// Begins with one of `size` bytes.
    pub fn begin(made: Made, size: u64, hash: &mut Hash, inflater: &mut Inflater) -> Result<Self, Unusual> {
        if let Made::Whole(kind) = made {
            // Every commit is shown: it says what came before it.
            if kind == Kind::Commit {
                return Err(Unusual("a commit that is too large to be held"));
            }
            hash.begin(kind, size);
        } else if size > MOST {
            return Err(Unusual("a delta that is too large to be held"));
        }
        inflater.begin();
        Ok(Self { made, left: size, delta: Vec::new(), room: vec![0; AT_A_TIME] })
    }

    /// Goes on with `bytes`; gives how many it took, and whether that was all.
    pub fn go_on(
        &mut self,
        bytes: &[u8],
        hash: &mut Hash,
        inflater: &mut Inflater,
    ) -> Result<(usize, bool), Unusual> {
        const WRONG: Unusual = Unusual("bytes that do not inflate to the size that they should have");
        let mut read = 0;
        loop {
            let step = inflater.step(&bytes[read..], &mut self.room)?;
            read += step.read;
            self.left = self.left.checked_sub(step.made as u64).ok_or(WRONG)?;
            let made = &self.room[..step.made];
            match self.made {
                Made::Whole(_) => hash.update(made),
                _ => self.delta.extend_from_slice(made),
            }
            if step.done {
                return if self.left == 0 { Ok((read, true)) } else { Err(WRONG) };
            }
            if step.made < self.room.len() && read == bytes.len() {
                return Ok((read, false));
            }
            if step.read == 0 && step.made == 0 {
                return Err(WRONG);
            }
        }
    }
}
