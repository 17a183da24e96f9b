//! Whole Pods on podman, from our images: what a cluster would run, as far as podman does what a kubelet does.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod credentials; // a private git host, and a step that clones from it
mod engine; // controller run on podman
mod failure; // a step that fails, and the steps behind it
mod hello; // the first Task anybody runs
mod order; // one step after the other, by the clock
mod rights; // other users, read-only root file systems, limits, images without a shell
mod signals; // steps that are killed or stopped
mod task; // from steps to a Pod
mod tekton; // Pods as today's Tekton builds them
mod volumes; // folders in the place of a kubelet's
