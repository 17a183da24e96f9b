//! Inflating.

use flate2::{Decompress, FlushDecompress, Status};

use crate::Unusual;

const WRONG: Unusual = Unusual("bytes that do not inflate to the size that they should have");

/// One inflater for all objects: setting one up takes as long as a small object.
pub struct Inflater(Decompress);

/// How far an object is that is read as it comes.
pub struct Step {
    /// The bytes that were read, and those that were made of them.
    pub read: usize,
    pub made: usize,
    /// Whether that was all.
    pub done: bool,
}

impl Inflater {
    /// Before the first object.
    pub fn new() -> Self {
        Self(Decompress::new(true))
    }

    /// Inflates what `bytes` begin with, which is to be of `size` bytes; gives how many it took, too, or nothing when they
    /// are too few.
    pub fn whole(&mut self, bytes: &[u8], size: usize) -> Result<Option<(Vec<u8>, usize)>, Unusual> {
        let mut data = vec![0; size];
        self.begin();
        // Asked to finish, it needs no window of its own: what it looks back at is in `data`.
        let step = self.run(bytes, &mut data, FlushDecompress::Finish)?;
        match step {
            Step { read, made, done: true } if made == size => Ok(Some((data, read))),
            Step { read, done: false, .. } if read == bytes.len() => Ok(None),
            _ => Err(WRONG),
        }
    }

    /// Begins with an object.
    pub fn begin(&mut self) {
        self.0.reset(true);
    }

    /// Goes on with it: makes of `bytes` what there is room for.
    pub fn step(&mut self, bytes: &[u8], room: &mut [u8]) -> Result<Step, Unusual> {
        self.run(bytes, room, FlushDecompress::None)
    }

    fn run(&mut self, bytes: &[u8], room: &mut [u8], how: FlushDecompress) -> Result<Step, Unusual> {
        let (read, made) = (self.0.total_in(), self.0.total_out());
        let status = self.0.decompress(bytes, room, how).map_err(|_| WRONG)?;
        let since = |now: u64, before: u64| usize::try_from(now - before).map_err(|_| WRONG);
        Ok(Step {
            read: since(self.0.total_in(), read)?,
            made: since(self.0.total_out(), made)?,
            done: status == Status::StreamEnd,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn an_object_is_there_once_all_of_its_bytes_are() {
        let mut inflater = Inflater::new();
        for data in [&b""[..], b"a", &b"some text ".repeat(5_000)] {
            let bytes = deflated(data);
            for end in 0..bytes.len() {
                assert_eq!(inflater.whole(&bytes[..end], data.len()).unwrap(), None, "{end}");
            }
            let more = [&bytes[..], b"the next one"].concat();
            let (made, read) = inflater.whole(&more, data.len()).unwrap().unwrap();
            assert_eq!((&made[..], read), (data, bytes.len()));
        }
    }

    #[test]
    fn another_size_or_sum_is_wrong() {
        let data = b"some text ".repeat(50);
        let mut bytes = deflated(&data);
        let mut inflater = Inflater::new();
        for size in [0, 1, data.len() - 1, data.len() + 1, data.len() * 2] {
            assert!(inflater.whole(&bytes, size).is_err(), "{size}");
        }
        *bytes.last_mut().unwrap() ^= 1;
        assert!(inflater.whole(&bytes, data.len()).is_err());
        assert!(inflater.whole(b"no zlib at all", 10).is_err());
    }
}
