//! `working-tree-encoding` of `.gitattributes` as a filter of libgit2, which does not know the attribute.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::OnceLock;

use libgit2_sys::git_buf;

use crate::encoding::{Target, is_utf8};
use crate::log;

/// The attribute.
pub const ATTRIBUTE: &CStr = c"working-tree-encoding";

/// What git says, and ends with, where the attribute has no value, or is taken away with `-`.
pub const NO_NAME: &str = "true/false are no valid working-tree-encodings";

/// Between libgit2's own filters for line ends and `$Id$` (0 and 100) and those of a user (200): where git does it.
const PRIORITY: c_int = 150;

/// `GIT_FILTER_TO_WORKTREE`.
const TO_WORKTREE: c_uint = 0;

/// Whether the filter is there.
static REGISTERED: OnceLock<()> = OnceLock::new();

/// Says whether files are encoded when they are written.
pub fn is_registered() -> bool {
    REGISTERED.get().is_some()
}

/// Has files encoded when they are written from now on.
///
/// # Errors
/// When libgit2 refuses, which it does only without memory.
#[allow(unsafe_code)]
pub fn register() -> Result<(), git2::Error> {
    let mut result = 0;
    REGISTERED.get_or_init(|| {
        let filter = Box::leak(Box::new(Filter {
            version: 1,
            attributes: ATTRIBUTE.as_ptr(),
            initialize: None,
            shutdown: None,
            check: Some(check),
            apply: Some(apply),
            stream: None,
            cleanup: Some(cleanup),
        }));
        // SAFETY: the filter and its name live as long as the process.
        result = unsafe { git_filter_register(ATTRIBUTE.as_ptr(), filter, PRIORITY) };
    });
    if result < 0 { Err(git2::Error::last_error(result)) } else { Ok(()) }
}

/// `git_filter`.
#[repr(C)]
struct Filter {
    version: c_uint,
    attributes: *const c_char,
    initialize: Option<unsafe extern "C" fn(*mut Filter) -> c_int>,
    shutdown: Option<unsafe extern "C" fn(*mut Filter)>,
    check: Option<
        unsafe extern "C" fn(*mut Filter, *mut *mut c_void, *const Source, *mut *const c_char) -> c_int,
    >,
    apply: Option<
        unsafe extern "C" fn(
            *mut Filter,
            *mut *mut c_void,
            *mut git_buf,
            *const git_buf,
            *const Source,
        ) -> c_int,
    >,
    stream: Option<unsafe extern "C" fn() -> c_int>,
    cleanup: Option<unsafe extern "C" fn(*mut Filter, *mut c_void)>,
}

/// `git_filter_source`, which only libgit2 looks into.
#[repr(C)]
struct Source([u8; 0]);

#[allow(unsafe_code)]
// SAFETY: declared as git2/sys/filter.h and git2/attr.h have them.
unsafe extern "C" {
    fn git_filter_register(name: *const c_char, filter: *mut Filter, priority: c_int) -> c_int;
    fn git_filter_source_mode(source: *const Source) -> c_uint;
    fn git_filter_source_path(source: *const Source) -> *const c_char;
}

/// Whether a file is to be encoded; its payload is the name of the encoding.
#[allow(unsafe_code)]
unsafe extern "C" fn check(
    _: *mut Filter,
    payload: *mut *mut c_void,
    source: *const Source,
    values: *mut *const c_char,
) -> c_int {
    let pass = libgit2_sys::GIT_PASSTHROUGH;
    // SAFETY: libgit2 gives one value, null where the file has no such attribute, and an array only where any
    // attribute was found.
    let (value, to_disk) = unsafe {
        let value = if values.is_null() { ptr::null() } else { *values };
        (value, git_filter_source_mode(source) == TO_WORKTREE)
    };
    if !to_disk {
        return pass;
    }
    // SAFETY: a value of libgit2's.
    match unsafe { libgit2_sys::git_attr_value(value) } {
        libgit2_sys::GIT_ATTR_VALUE_STRING => {}
        libgit2_sys::GIT_ATTR_VALUE_UNSPECIFIED => return pass,
        _ => {
            let message = CString::new(NO_NAME).unwrap_or_default();
            // SAFETY: libgit2 copies the text.
            unsafe {
                libgit2_sys::git_error_set_str(libgit2_sys::GIT_ERROR_FILTER.cast_signed(), message.as_ptr());
            };
            return -1;
        }
    }
    // SAFETY: a value that is a string ends in NUL.
    let name = unsafe { CStr::from_ptr(value) };
    if name.is_empty() || name.to_str().is_ok_and(is_utf8) {
        return pass;
    }
    // SAFETY: `payload` is libgit2's to be filled; `cleanup` takes it back.
    unsafe { *payload = name.to_owned().into_raw().cast() };
    0
}

/// Encodes a file. As in git one that cannot be is left as it is, and said so.
#[allow(unsafe_code)]
unsafe extern "C" fn apply(
    _: *mut Filter,
    payload: *mut *mut c_void,
    to: *mut git_buf,
    from: *const git_buf,
    source: *const Source,
) -> c_int {
    // SAFETY: the payload is from `check`, path and buffer are libgit2's and valid during the call.
    let (name, path, content) = unsafe {
        let from = &*from;
        let content: &[u8] = if from.size == 0 {
            &[]
        } else {
            std::slice::from_raw_parts(from.ptr.cast_const().cast(), from.size)
        };
        (CStr::from_ptr((*payload).cast()), CStr::from_ptr(git_filter_source_path(source)), content)
    };
    if content.is_empty() {
        return libgit2_sys::GIT_PASSTHROUGH;
    }
    let name = name.to_string_lossy();
    let encoded = std::str::from_utf8(content)
        .map_err(|_| "is no UTF-8")
        .and_then(|text| {
            Ok((Target::named(&name).ok_or("cannot get an encoding that is not known here")?, text))
        })
        .and_then(|(target, text)| target.encode(text).ok_or("has signs that the encoding lacks"));
    match encoded {
        // SAFETY: `to` is libgit2's to be filled, and it copies.
        Ok(encoded) => unsafe { libgit2_sys::git_buf_set(to, encoded.as_ptr().cast(), encoded.len()) },
        Err(why) => {
            log::warn(&format!(
                "{} is left as it is in the repository, though its working-tree-encoding is {name}: it {why}",
                path.to_string_lossy()
            ));
            libgit2_sys::GIT_PASSTHROUGH
        }
    }
}

#[allow(unsafe_code)]
unsafe extern "C" fn cleanup(_: *mut Filter, payload: *mut c_void) {
    if !payload.is_null() {
        // SAFETY: the string that `check` let go of; libgit2 gives it back once.
        drop(unsafe { CString::from_raw(payload.cast()) });
    }
}
