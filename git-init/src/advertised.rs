//! The refs that a server or a local repository shows.

use std::ffi::CStr;

use git2::{Oid, RemoteHead};

/// One ref as the remote shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advertised {
    /// The full name; one that ends in `^{}` stands for what the tag before it points to.
    pub name: String,
    /// What it points to.
    pub oid: Oid,
    /// The ref that a symbolic ref (`HEAD`) points to, where the remote tells.
    pub symref: Option<String>,
}

/// The refs in the order the remote gives them, without those whose names are no UTF-8: a revision, which is
/// UTF-8 in a Pod, cannot ask for these.
#[allow(unsafe_code)]
pub fn read(heads: &[RemoteHead<'_>]) -> Vec<Advertised> {
    let text = |text: *const std::ffi::c_char| {
        // SAFETY: libgit2 gives null or a string that ends in NUL and lives as long as the head.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().ok()).flatten().map(str::to_owned)
    };
    let mut refs = Vec::with_capacity(heads.len());
    for head in heads {
        // git2's own `name` panics at a name that is no UTF-8, so the C struct is read in its place.
        // SAFETY: a RemoteHead is one pointer to a git_remote_head, and git2 makes the slice from libgit2's
        // array by the same cast; the pointer is valid while the slice is borrowed.
        let raw = unsafe { &**std::ptr::from_ref(head).cast::<*const libgit2_sys::git_remote_head>() };
        if let Some(name) = text(raw.name) {
            refs.push(Advertised { name, oid: head.oid(), symref: text(raw.symref_target) });
        }
    }
    refs
}
