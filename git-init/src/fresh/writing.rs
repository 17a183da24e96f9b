//! Writing what is listed.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use git2::{Error, ObjectType, Odb, Repository};
use nix::fcntl::{OFlag, open};
use nix::sys::stat::{FileStat, Mode, fstat, lstat};

use super::listing::{File, Listing};
use crate::progress::Progress;
use crate::stop;

/// What the file system says of a file that was written.
pub type Stat = FileStat;

/// Files that a thread takes at a time: neighbours, which are often made from the same object in the pack.
const AT_A_TIME: usize = 32;

/// Files for which another thread is worth its start.
pub const FOR_A_THREAD: usize = 256;

/// More threads than this only wait for each other: they share the pack's cache, and the file system.
const MOST_THREADS: usize = 4;

/// To write what is not there yet. Nothing is ever started that an open file could be handed on to, and musl would
/// spend a system call more on preventing it.
const NEW: OFlag = OFlag::O_WRONLY.union(OFlag::O_CREAT).union(OFlag::O_EXCL);

/// Why not all is written.
pub enum Unwritten {
    /// There is something by that name, or no way to have it.
    InTheWay,
    Failed(Error),
}

/// Makes all folders, files and links below `workdir`; gives what the file system says of the files and, behind
/// these, the links, in their order.
pub fn write(
    repository: &Repository,
    workdir: &Path,
    listing: &Listing,
    progress: &mut Progress,
) -> Result<Vec<Stat>, Unwritten> {
    for folder in &listing.folders {
        fs::create_dir(workdir.join(folder)).map_err(|error| unwritten(&error, folder))?;
    }
    let mut stats = write_files(repository, workdir, &listing.files, progress)?;
    // Links come last: no file is ever written through one.
    let odb = repository.odb().map_err(Unwritten::Failed)?;
    for link in &listing.links {
        let name = path(&link.path);
        let object = odb.read(link.id).map_err(Unwritten::Failed)?;
        if object.data().is_empty() || object.data().contains(&0) {
            return Err(Unwritten::InTheWay);
        }
        let place = workdir.join(name);
        let made = symlink(path(object.data()), &place).and_then(|()| Ok(lstat(&place)?));
        stats.push(made.map_err(|error| unwritten(&error, name))?);
    }
    Ok(stats)
}

/// Writes the files, with as many threads as help.
fn write_files(
    repository: &Repository,
    workdir: &Path,
    files: &[File],
    progress: &mut Progress,
) -> Result<Vec<Stat>, Unwritten> {
    let threads = match (files.len() / FOR_A_THREAD + 1).min(MOST_THREADS) {
        // How many processors there are stands in files of the kernel's, which take longer to read than few files to write.
        1 => 1,
        most => thread::available_parallelism().map_or(1, usize::from).min(most),
    };
    let shared = Shared { workdir, files, next: AtomicUsize::new(0), written: Mutex::default() };
    let objects = repository.commondir().join("objects");
    let objects = objects.to_str().ok_or(Unwritten::InTheWay)?;
    let format = repository.object_format();
    let outcomes: Vec<Result<(), Unwritten>> = thread::scope(|scope| {
        let helper = || {
            // A handle of its own for each: libgit2's are not to be shared.
            let odb = Odb::new_ext(format).map_err(Unwritten::Failed)?;
            odb.add_disk_alternate(objects).map_err(Unwritten::Failed)?;
            shared.work(&odb, |_| {})
        };
        // A Pod may have no room for more threads: then there are fewer.
        let start = |_| thread::Builder::new().spawn_scoped(scope, helper).ok();
        let helpers: Vec<_> = (1..threads).filter_map(start).collect();
        let odb = repository.odb().map_err(Unwritten::Failed);
        let own = odb.and_then(|odb| shared.work(&odb, |done| progress.written(done, files.len())));
        let others = helpers.into_iter().map(|helper| helper.join().unwrap_or(Err(Unwritten::InTheWay)));
        others.chain([own]).collect()
    });
    outcomes.into_iter().collect::<Result<(), _>>()?;
    let mut written = shared.written.into_inner().unwrap_or_default();
    written.sort_unstable_by_key(|(first, _)| *first);
    Ok(written.into_iter().flat_map(|(_, stats)| stats).collect())
}

/// What the threads have in common.
struct Shared<'a> {
    workdir: &'a Path,
    files: &'a [File],
    /// The first file that nobody has taken; beyond the last one when all shall stop.
    next: AtomicUsize,
    /// The number of the first file of each take, and what the file system says of them.
    written: Mutex<Vec<(usize, Vec<Stat>)>>,
}

impl Shared<'_> {
    /// Takes files until there are none left; tells `taken` how far all are.
    fn work(&self, odb: &Odb<'_>, mut taken: impl FnMut(usize)) -> Result<(), Unwritten> {
        loop {
            let first = self.next.fetch_add(AT_A_TIME, Ordering::Relaxed);
            let Some(rest) = self.files.get(first..).filter(|rest| !rest.is_empty()) else { return Ok(()) };
            taken(first);
            let files = &rest[..rest.len().min(AT_A_TIME)];
            let stats: Result<Vec<_>, _> = files.iter().map(|file| self.write(odb, file)).collect();
            let stats = stats.inspect_err(|_| self.next.store(self.files.len(), Ordering::Relaxed))?;
            self.written.lock().map_err(|_| Unwritten::InTheWay)?.push((first, stats));
        }
    }

    /// Writes one file.
    fn write(&self, odb: &Odb<'_>, file: &File) -> Result<Stat, Unwritten> {
        if !stop::go_on() {
            return Err(Unwritten::Failed(Error::from_str("stopped")));
        }
        let object = odb.read(file.id).map_err(Unwritten::Failed)?;
        if object.kind() != ObjectType::Blob {
            return Err(Unwritten::InTheWay);
        }
        write_file(self.workdir, file, object.data()).map_err(|error| unwritten(&error, path(&file.path)))
    }
}

/// Writes a new file below `root`, with the permissions that git gives it: all that the umask allows.
pub fn write_file(root: &Path, file: &File, content: &[u8]) -> io::Result<Stat> {
    let mode = Mode::from_bits_truncate(if file.is_program() { 0o777 } else { 0o666 });
    let mut opened = fs::File::from(open(&root.join(path(&file.path)), NEW, mode)?);
    opened.write_all(content)?;
    Ok(fstat(&opened)?)
}

fn unwritten(error: &io::Error, name: &Path) -> Unwritten {
    if error.kind() == ErrorKind::AlreadyExists {
        return Unwritten::InTheWay;
    }
    Unwritten::Failed(Error::from_str(&format!("cannot write {}: {error}", name.display())))
}

/// The bytes of a tree or a link as a path.
pub fn path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}
