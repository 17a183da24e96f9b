//! What must hold for every world, tried on a made-up cluster.

mod properties; // made-up Pipelines, played to their end
mod story; // a made-up Pipeline and its world
mod time; // timeouts and cancellation
