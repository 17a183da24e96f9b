//! Starting the step from whichever thread hears first that its turn has come: to wake another one first takes a tenth
//! of what a short step takes.

use std::sync::{Arc, Mutex, PoisonError};

use nix::errno::Errno;
use nix::unistd::Pid;

use crate::signals::Signals;
use crate::spawn::Start;

/// A start that is made once, whoever makes it. Clones are of the same one.
#[derive(Clone)]
pub struct Starter {
    state: Arc<Mutex<State>>,
    signals: Signals,
    vetoed: fn() -> bool,
}

enum State {
    Ready(Box<Start>),
    Started(Result<Pid, Errno>),
    Withdrawn,
}

impl Starter {
    /// For `start`, which does not happen early where `vetoed` says so.
    pub fn new(start: Start, signals: &Signals, vetoed: fn() -> bool) -> Self {
        Self { state: Arc::new(Mutex::new(State::Ready(Box::new(start)))), signals: *signals, vetoed }
    }

    /// Starts the step unless it has been; gives the kernel's answer to executing it.
    pub fn start(&self) -> Result<Pid, Errno> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Ready(start) = &*state {
            let started = start.start();
            let _ = self.signals.block_again();
            // What only the step needed is closed here.
            *state = State::Started(started);
        }
        match *state {
            State::Started(started) => started,
            _ => Err(Errno::ECANCELED),
        }
    }

    /// The same from a thread that has heard that the turn has come.
    pub fn start_early(&self) {
        if !(self.vetoed)() {
            // Who waits gets the answer.
            let _ = self.start();
        }
    }

    /// Takes the start back, so that nobody makes it any more; whether it was not too late for that.
    pub fn withdraw(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Started(_)) {
            return false;
        }
        *state = State::Withdrawn;
        true
    }
}
