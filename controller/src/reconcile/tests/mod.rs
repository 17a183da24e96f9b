//! What must hold for every world, tried on a made-up cluster.

mod cluster; // a cluster in which anything may happen
mod properties; // made-up Pipelines, played to their end
mod story; // a made-up Pipeline and its world
mod time; // timeouts and cancellation
