//! A server that speaks git's own protocol and sends whatever pack a test has chosen.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::Duration;

/// What the server shows and sends.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The commit of `main`, a root.
    pub tip: String,
    /// The tag of that commit.
    pub tag: String,
    pub pack: Vec<u8>,
    /// How many bytes of it go into one packet.
    pub piece: usize,
    /// Whether they go into packets at all.
    pub side_band: bool,
    /// How long nothing comes before the end of the connection.
    pub stall: Duration,
}

/// A running server. Its thread waits for a next client until the tests end.
pub struct PackServer {
    port: u16,
    answer: Arc<Mutex<Option<Answer>>>,
}

impl PackServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = Arc::new(Mutex::new(None));
        let chosen: Arc<Mutex<Option<Answer>>> = Arc::clone(&answer);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let Some(answer) = chosen.lock().unwrap().clone() else { continue };
                // A client that has had enough closes the connection.
                let _ = serve(connection, &answer);
            }
        });
        Self { port, answer }
    }

    pub fn url(&self) -> String {
        format!("git://127.0.0.1:{}/r", self.port)
    }

    /// Sends this from now on.
    pub fn sends(&self, answer: Answer) {
        *self.answer.lock().unwrap() = Some(answer);
    }
}

fn serve(mut connection: TcpStream, answer: &Answer) -> io::Result<()> {
    connection.set_nodelay(true)?;
    line(&mut connection)?;
    connection.write_all(&advertisement(answer))?;
    let (mut asked, mut deepened) = (false, false);
    loop {
        match line(&mut connection)? {
            // Behind what is wanted: where history ends, which a root does by itself.
            None if !asked => {
                asked = true;
                if deepened {
                    connection.write_all(b"0000")?;
                }
            }
            None => connection.write_all(b"0008NAK\n")?,
            Some(text) if text.starts_with(b"done") => break,
            Some(text) => deepened |= text.starts_with(b"deepen"),
        }
    }
    connection.write_all(b"0008NAK\n")?;
    for piece in answer.pack.chunks(answer.piece) {
        if answer.side_band {
            connection.write_all(&packet(&[b"\x01", piece].concat()))?;
        } else {
            connection.write_all(piece)?;
        }
    }
    sleep(answer.stall);
    if answer.side_band && answer.stall.is_zero() {
        connection.write_all(b"0000")?;
    }
    Ok(())
}

fn advertisement(answer: &Answer) -> Vec<u8> {
    let Answer { tip, tag, side_band, .. } = answer;
    let side_band = if *side_band { " side-band-64k" } else { "" };
    let head = format!("{tip} HEAD\0ofs-delta shallow{side_band} symref=HEAD:refs/heads/main\n");
    let main = format!("{tip} refs/heads/main\n");
    let (tag, peeled) = (format!("{tag} refs/tags/v1\n"), format!("{tip} refs/tags/v1^{{}}\n"));
    [head, main, tag, peeled].iter().flat_map(|line| packet(line.as_bytes())).chain(*b"0000").collect()
}

fn packet(content: &[u8]) -> Vec<u8> {
    [format!("{:04x}", content.len() + 4).as_bytes(), content].concat()
}

/// The next packet; nothing for a flush.
fn line(connection: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    connection.read_exact(&mut length)?;
    let length = usize::from_str_radix(std::str::from_utf8(&length).unwrap(), 16).unwrap();
    let Some(length) = length.checked_sub(4) else { return Ok(None) };
    let mut content = vec![0; length];
    connection.read_exact(&mut content)?;
    Ok(Some(content))
}
