//! The programs as they are installed: side by side.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{binary, copy_program};

/// The folder with the controller and the binaries that Pods need beside it, as they are installed.
pub fn installed() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // Beside the built controller, not in /tmp: that one is covered inside the containers.
        let built = binary("controller");
        let folder = built.parent().expect("a folder").join("installed-for-tests");
        fs::create_dir_all(&folder).expect("a folder");
        for name in ["controller", "entrypoint", "nop", "creds-init"] {
            let new = folder.join(format!("{name}.{}", std::process::id()));
            copy_program(binary(name), &new);
            fs::rename(&new, folder.join(name)).expect("its place");
        }
        folder
    })
}
