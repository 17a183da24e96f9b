//! Waits for its turn, runs the step, hands the turn on. The protocol is docs/handoff.md's, and docs/tekton.md's when
//! the flags are those of today's Tekton.

use std::env;
use std::process::ExitCode;

use dlmalloc::GlobalDlmalloc;
use untraced as _;

/// musl's own asks the kernel for memory twenty times before the step starts, a page or two each time. This one
/// asks once, which is a fifth of the start.
#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

fn main() -> ExitCode {
    ExitCode::from(entrypoint::run(env::args_os()))
}
