//! Reading a pack as it arrives.

use std::fs::File;
use std::io;

use sha1::{Digest, Sha1};

use crate::crc::Crc;
use crate::entry::{self, Head, LONGEST, Made};
use crate::large::Large;
use crate::objects::{Objects, Span};
use crate::{Counts, Id, Index, LARGE, Object, Unusual, beginning};

/// The bytes of the hash at the end.
const TRAILER: usize = 20;

/// How much more has to come before an object is tried again of which not all was there.
const ENOUGH: usize = 64 << 10;

/// Reads one pack, and writes it to a file as it comes.
pub struct Reader {
    objects: Objects,
    /// What has come and was not read yet, and where in the pack it begins.
    pending: Vec<u8>,
    place: u64,
    /// How much has to be pending for another try.
    enough: usize,
    /// Of the whole pack. It keeps nobody from changing one, since whoever does changes it too: the quickest way to
    /// compute it is good enough.
    sum: Sha1,
    /// The object that is read as it comes.
    large: Option<(Large, u64, Crc)>,
}

impl Reader {
    /// Reads a pack that is kept in `file`, which is empty, and can be written and read.
    pub fn new(file: File) -> Self {
        // With the first hash it is found out what the processor can, which takes as long as a small pack under
        // virtualisation. So that is done here: whoever makes a reader still waits for its pack.
        Sha1::digest(b"");
        Self {
            objects: Objects::new(file),
            pending: Vec::new(),
            place: 0,
            enough: 0,
            sum: Sha1::new(),
            large: None,
        }
    }

    /// How far it is.
    pub fn counts(&self) -> Counts {
        self.objects.counts.unwrap_or_default()
    }

    /// How many bytes stand in the file for sure.
    pub fn length(&self) -> u64 {
        self.objects.stored.length
    }

    /// Takes what comes next.
    ///
    /// # Errors
    /// When the file takes no more. Then nothing of it was taken, and it may be tried again.
    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.objects.stored.append(bytes)?;
        self.pending.extend_from_slice(bytes);
        Ok(())
    }

    /// Reads what was taken, and shows `each` object that is whole, but for those that are too large and no commits.
    ///
    /// # Errors
    /// When there is anything unusual; the reader is of no more use then.
    pub fn read(&mut self, each: &mut dyn FnMut(Object)) -> Result<(), Unusual> {
        if self.pending.len() < self.enough { Ok(()) } else { self.read_all(each) }
    }

    /// Ends the pack, of which all has come.
    ///
    /// # Errors
    /// As above, and when there is something missing, or too much.
    pub fn finish(mut self, each: &mut dyn FnMut(Object)) -> Result<(Counts, Index), Unusual> {
        self.read_all(each)?;
        let counts = self.objects.counts.ok_or(Unusual("a pack without a head"))?;
        if counts.read < counts.objects {
            return Err(Unusual("a pack that ends too early"));
        }
        let sum: [u8; TRAILER] = self.sum.finalize().into();
        if self.pending != sum {
            return Err(Unusual("a pack with another hash at its end"));
        }
        Ok((counts, self.objects.into_index(Id(sum))?))
    }

    /// Reads all that is whole.
    fn read_all(&mut self, each: &mut dyn FnMut(Object)) -> Result<(), Unusual> {
        let pending = std::mem::take(&mut self.pending);
        let mut taken = 0;
        while let Some(length) = self.next(&pending[taken..], each)? {
            self.sum.update(&pending[taken..taken + length]);
            taken += length;
            self.place += length as u64;
        }
        self.pending = pending;
        self.pending.drain(..taken);
        self.enough = if self.pending.is_empty() { 0 } else { self.pending.len() + ENOUGH };
        Ok(())
    }

    /// Reads the next piece of the pack; gives how long it is, or nothing when more has to come.
    fn next(&mut self, bytes: &[u8], each: &mut dyn FnMut(Object)) -> Result<Option<usize>, Unusual> {
        let Some(counts) = self.objects.counts else {
            let Some((counts, length)) = beginning::read(bytes)? else { return Ok(None) };
            self.objects.counts = Some(counts);
            return Ok(Some(length));
        };
        if counts.read == counts.objects {
            return if bytes.len() > TRAILER { Err(Unusual("a pack that goes on")) } else { Ok(None) };
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if let Some((large, begun, crc)) = self.large.take() {
            return self.go_on(large, begun, crc, bytes, each).map(Some);
        }
        let Some(head) = entry::read(bytes, self.place)? else {
            return if bytes.len() < LONGEST { Ok(None) } else { Err(Unusual("a head without an end")) };
        };
        if head.size > LARGE {
            let large =
                Large::begin(head.made, head.size, &mut self.objects.hash, &mut self.objects.inflater)?;
            let mut crc = Crc::default();
            crc.update(&bytes[..head.length]);
            self.large = Some((large, self.place, crc));
            return Ok(Some(head.length));
        }
        self.whole(head, bytes, each)
    }

    /// Reads an object that is inflated at once.
    fn whole(
        &mut self,
        head: Head,
        bytes: &[u8],
        each: &mut dyn FnMut(Object),
    ) -> Result<Option<usize>, Unusual> {
        let size = usize::try_from(head.size).map_err(|_| Unusual("a size beyond all"))?;
        let Some((data, length)) = self.objects.inflater.whole(&bytes[head.length..], size)? else {
            // Bytes without end can make nothing: what makes a mebibyte takes not much more.
            let much = bytes.len() > 2 * usize::try_from(LARGE).unwrap_or(usize::MAX);
            return if much { Err(Unusual("an object that takes too much")) } else { Ok(None) };
        };
        let length = head.length + length;
        let mut crc = Crc::default();
        crc.update(&bytes[..length]);
        let span = Span { begun: self.place, end: self.place + length as u64, crc: crc.sum() };
        self.objects.complete(head.made, data, &span, each)?;
        Ok(Some(length))
    }

    /// Goes on with an object that is read as it comes.
    fn go_on(
        &mut self,
        mut large: Large,
        begun: u64,
        mut crc: Crc,
        bytes: &[u8],
        each: &mut dyn FnMut(Object),
    ) -> Result<usize, Unusual> {
        let (length, done) = large.go_on(bytes, &mut self.objects.hash, &mut self.objects.inflater)?;
        crc.update(&bytes[..length]);
        if !done {
            self.large = Some((large, begun, crc));
            return Ok(length);
        }
        let span = Span { begun, end: self.place + length as u64, crc: crc.sum() };
        if let Made::Whole(_) = large.made {
            self.objects.add_hashed(&span)?;
        } else {
            self.objects.complete(large.made, large.delta, &span, each)?;
        }
        Ok(length)
    }
}
