//! No backtraces and no unwinding, for a program that names this crate: where a panic ends the process, a stripped
//! binary has neither the names nor the tables for them. What would unwind and print is 260,000 bytes.
#![cfg(all(target_env = "musl", panic = "abort"))]

use std::ffi::c_int;
use std::process;

/// `_URC_END_OF_STACK` of the unwinder's interface (Itanium C++ ABI, Level I).
const END_OF_STACK: c_int = 5;

/// In the place of the unwinder's own: a stack without frames. It calls nothing, so that linking leaves out what would
/// be called for each frame: the reader of debugging information, with all that it needs.
// SAFETY: the symbol is that of the unwinder, whose library gives way to a program that has it. Arguments that a
// function does not look at may be left out of its signature.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Backtrace() -> c_int {
    END_OF_STACK
}

/// The rest of the unwinder, which only an unwinding would call. All of it, since its library comes whole or not at all.
macro_rules! never_called {
    ($($name:ident)*) => {$(
        // SAFETY: as above; it does not return.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn $name() -> ! {
            process::abort()
        }
    )*};
}

never_called! {
    _Unwind_FindEnclosingFunction
    _Unwind_GetCFA
    _Unwind_GetDataRelBase
    _Unwind_GetIP
    _Unwind_GetIPInfo
    _Unwind_GetLanguageSpecificData
    _Unwind_GetRegionStart
    _Unwind_GetTextRelBase
    _Unwind_Resume
    _Unwind_SetGR
    _Unwind_SetIP
}
