//! The way to a server, on which the answers come to a halt.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

/// How what the server says goes on behind the halt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Not at all.
    Nothing,
    /// By a byte now and then.
    Trickle,
}

/// A port of this machine that leads to another one.
pub struct Stalling {
    port: u16,
    taken: Arc<AtomicUsize>,
    said: Arc<AtomicUsize>,
    halt: Arc<AtomicUsize>,
}

impl Stalling {
    /// Leads to `port`, and halts once the server said `halt` bytes on all connections together.
    pub fn start(port: u16, halt: usize, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let (said, halt) = (Arc::<AtomicUsize>::default(), Arc::new(AtomicUsize::new(halt)));
        let taken = Arc::<AtomicUsize>::default();
        let counters = (Arc::clone(&taken), Arc::clone(&said), Arc::clone(&halt));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (taken, said, halt) = counters.clone();
                taken.fetch_add(1, Ordering::SeqCst);
                let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                let (mut asked, mut asks) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                thread::spawn(move || {
                    // Either side may go at any time.
                    let _ = std::io::copy(&mut asks, &mut asked);
                    let _ = asked.shutdown(Shutdown::Write);
                });
                thread::spawn(move || pass(server, client, &said, &halt, then));
            }
        });
        Self { port: own, taken, said, halt }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many bytes were passed on.
    pub fn said(&self) -> usize {
        self.said.load(Ordering::SeqCst)
    }

    /// Whether somebody is there for whom it halts.
    pub fn halts(&self) -> bool {
        self.taken.load(Ordering::SeqCst) > 0 && self.said() >= self.halt.load(Ordering::SeqCst)
    }

    /// Halts after `more` bytes from here on, for who comes next.
    pub fn halt_after(&self, more: usize) {
        self.taken.store(0, Ordering::SeqCst);
        self.halt.store(self.said() + more, Ordering::SeqCst);
    }

    /// Lets all through from here on.
    pub fn release(&self) {
        self.halt.store(usize::MAX, Ordering::SeqCst);
    }
}

fn pass(mut server: TcpStream, mut client: TcpStream, said: &AtomicUsize, halt: &AtomicUsize, then: Then) {
    let mut buffer = [0; 4096];
    loop {
        let room = halt.load(Ordering::SeqCst).saturating_sub(said.load(Ordering::SeqCst));
        let room = if room > 0 { room.min(buffer.len()) } else { usize::from(then == Then::Trickle) };
        if room <= 1 {
            sleep(Duration::from_millis(30));
        }
        if room == 0 {
            continue;
        }
        let Ok(length @ 1..) = server.read(&mut buffer[..room]) else { break };
        if client.write_all(&buffer[..length]).is_err() {
            break;
        }
        said.fetch_add(length, Ordering::SeqCst);
    }
    let _ = client.shutdown(Shutdown::Write);
}
