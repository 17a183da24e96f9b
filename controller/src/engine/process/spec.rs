//! What a container's process is told before it exists: everything that the two stages need, as JSON.
//!
//! It travels over a socket and never over argv or the disk, since it carries the values of secrets.

use crate::engine::file::File;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One container, ready to be built and executed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Spec {
    /// An empty folder that the stage may mount over, in its own mount namespace only.
    pub stage: PathBuf,
    /// The program and its arguments, never empty.
    pub argv: Vec<String>,
    /// The whole environment.
    pub env: Vec<(String, String)>,
    /// Working directory, made when it is not there.
    pub dir: PathBuf,
    /// User id inside the container.
    pub uid: u32,
    /// Group id inside the container.
    pub gid: u32,
    /// Supplementary groups, set only where the kernel lets us (a full id map).
    pub groups: Vec<u32>,
    /// What is put over the machine's own tree, outermost path first.
    pub mounts: Vec<Mount>,
    /// `readOnlyRootFilesystem`: new top-level entries cannot be made either.
    pub read_only_root: bool,
    /// `allowPrivilegeEscalation: false`.
    pub no_new_privileges: bool,
}

/// One mount of a container.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mount {
    /// Absolute path inside the container.
    pub at: PathBuf,
    /// What is seen there.
    pub source: Source,
    /// Whether writing is refused.
    pub read_only: bool,
}

/// Where the content of a mount comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Source {
    /// A folder or file of the machine, by its path outside.
    Machine {
        /// The path.
        path: PathBuf,
        /// `subPath`: the file or folder below it that is mounted, made when it is not there.
        sub_path: Option<PathBuf>,
    },
    /// Files that exist in the container's memory only, below a folder of their own.
    Memory {
        /// The files.
        files: Vec<File>,
        /// `subPath`: the one file or folder of them that is mounted.
        sub_path: Option<PathBuf>,
    },
}
