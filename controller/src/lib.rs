//! Baton controller
