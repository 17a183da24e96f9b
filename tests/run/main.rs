//! `controller run`, for real: emitted Pods on this machine, with our own binaries.

mod browser; // what a browser makes of a page
mod pipeline; // from shell scripts to a Pipeline and its run
mod scene; // the inputs of a run, and what it leaves behind
mod screen; // what stands on a terminal in the end
mod task; // from shell scripts to a Task and its run

mod containers; // pipelines in podman's containers
mod credentials; // what a ServiceAccount's Secrets become in the steps' home
mod dag; // tasks at once, after one another, and not at all
mod events; // what programs read of a Pipeline's run
mod founding; // the pipeline of the founding document, from its start to its end
mod handed_on; // files from one task to the next
mod hello; // the first run of anybody
mod hidden; // secrets that steps print
mod machine; // what a step sees of this machine, and what it cannot do to it
mod order; // one step after the other, and what a failing one changes
mod output; // lines, prefixes, streams, JSON events
mod patience; // timeouts, and what is tried again
mod podman; // the same Pods in podman's containers
mod refusals; // what is missing or forbidden, and what the error says
mod report; // the page about a run
mod report_ends; // how the run ended, and what its steps said
mod report_place; // where it goes
mod stop; // Ctrl-C, TERM, KILL, and what is left then: nothing
mod together; // several Pods that are stopped at once
mod tree; // the live tree on a terminal
mod users; // root, an ordinary user, other users inside
mod variables; // env, and $(NAME)
mod volumes; // emptyDirs, ConfigMaps, Secrets, and what of them is an error
