//! The order to a Pod to end, which another thread gives.

use super::message::Message;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// How hard a container is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// It may finish what it does.
    Terminate,
    /// It is ended at once.
    Kill,
}

/// The order: how hard, and since when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub force: Force,
    pub at: Instant,
}

/// Ends a Pod from another thread.
#[derive(Debug, Clone)]
pub struct Reins {
    sender: SyncSender<Message>,
    order: Arc<Mutex<Option<Order>>>,
}

impl Reins {
    pub(super) fn new(sender: SyncSender<Message>) -> Reins {
        Reins { sender, order: Arc::default() }
    }

    /// Tells the Pod to end. It is asked once: a second order counts only when it is harder than the first.
    pub fn stop(&self, force: Force) {
        let mut order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        if order.is_none_or(|before| before.force < force) {
            *order = Some(Order { force, at: Instant::now() });
        }
        drop(order);
        // A full inbox wakes the Pod's thread as well, and who gives orders must not wait for it.
        self.sender.try_send(Message::Ordered).ok();
    }

    pub(super) fn order(&self) -> Option<Order> {
        *self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
