//! Sending requests, over connections that are kept.

use std::io::{self, BufReader, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use openssl::ssl::SslConnector;

use super::body::{Framed, Length};
use super::stream::{Proxy, Stream, open};
use super::target::Target;
use super::{Answer, Error, head};

/// What servers see of the client.
const USER_AGENT: &str = concat!("git-init/", env!("CARGO_PKG_VERSION"));

/// A request.
pub struct Request<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// Where to.
    pub url: &'a str,
    /// What else to say; the host and the length are said anyway.
    pub headers: &'a [(String, String)],
    /// What to send; `None` for nothing.
    pub body: Option<&'a str>,
    /// The URL of the proxy to go through.
    pub proxy: Option<&'a str>,
}

/// Where a connection leads: TLS or not, host, proxy.
type Way = (bool, String, Option<String>);

/// The connections that nobody uses at the time.
type Idle = Mutex<Vec<(Way, BufReader<Stream>)>>;

/// Sends requests. Threads may share it.
pub struct Agent {
    tls: SslConnector,
    idle: Arc<Idle>,
}

impl Agent {
    /// Trusts whom `tls` trusts.
    pub fn new(tls: SslConnector) -> Self {
        Self { tls, idle: Arc::default() }
    }

    /// Sends a request and reads the head of the answer.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let target = Target::parse(request.url)?;
        let way = (target.tls, target.host.clone(), request.proxy.map(str::to_owned));
        let proxy = request.proxy.map(Proxy::parse).transpose()?;
        let text = written(request, &target, proxy.as_ref())?;
        // A server may close a kept connection at any time, and the next one may do.
        while let Some(kept) = taken(&self.idle, &way) {
            if let Ok(answer) = self.exchange(kept, &text, way.clone()) {
                return Ok(answer);
            }
        }
        let stream = open(&self.tls, &target, proxy.as_ref())?;
        self.exchange(BufReader::new(stream), &text, way)
    }

    fn exchange(&self, mut stream: BufReader<Stream>, text: &str, way: Way) -> Result<Answer, Error> {
        stream.get_mut().write_all(text.as_bytes())?;
        stream.get_mut().flush()?;
        let (status, headers) = head::read(&mut stream)?;
        let framed = Framed::new(stream, Length::of(status, &headers)?);
        let keep = !head::find(&headers, "connection").is_some_and(|said| said.eq_ignore_ascii_case("close"));
        let mut body = Body { framed: Some(framed), home: keep.then(|| (Arc::clone(&self.idle), way)) };
        body.give_back_when_over();
        Ok(Answer { status, headers, body })
    }
}

/// A kept connection that leads there.
fn taken(idle: &Idle, way: &Way) -> Option<BufReader<Stream>> {
    let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
    let at = idle.iter().position(|(known, _)| known == way)?;
    Some(idle.swap_remove(at).1)
}

/// The request as it goes over the wire.
fn written(request: &Request<'_>, target: &Target, proxy: Option<&Proxy>) -> Result<String, Error> {
    // A proxy passes on what is for plain http by itself, and has to know where to.
    let by_proxy = proxy.filter(|_| !target.tls);
    let before = by_proxy.map_or(String::new(), |_| format!("http://{}", target.host));
    let Target { host, path, .. } = target;
    let mut text = format!("{} {before}{path} HTTP/1.1\r\nHost: {host}\r\n", request.method);
    let mut add = |name: &str, value: &str| text.extend([name, ": ", value, "\r\n"]);
    add("User-Agent", USER_AGENT);
    if let Some(authorization) = by_proxy.and_then(|proxy| proxy.authorization.as_ref()) {
        add("Proxy-Authorization", authorization);
    }
    for (name, value) in request.headers {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        // What a server wants to see comes from a server.
        if name.is_empty() || !name.bytes().all(token) || value.chars().any(char::is_control) {
            return Err(Error::Protocol("a header that it wants to see is none"));
        }
        add(name, value);
    }
    if let Some(body) = request.body {
        add("Content-Length", &body.len().to_string());
    }
    text.push_str("\r\n");
    text.push_str(request.body.unwrap_or_default());
    Ok(text)
}

/// The body of an answer. Its connection is kept when all of it was read.
pub struct Body {
    framed: Option<Framed<BufReader<Stream>>>,
    home: Option<(Arc<Idle>, Way)>,
}

impl Body {
    fn give_back_when_over(&mut self) {
        if !self.framed.as_ref().is_some_and(Framed::is_over) {
            return;
        }
        if let (Some(framed), Some((idle, way))) = (self.framed.take(), self.home.take()) {
            idle.lock().unwrap_or_else(PoisonError::into_inner).push((way, framed.into_inner()));
        }
    }
}

impl Read for Body {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Some(framed) = &mut self.framed else { return Ok(0) };
        let read = framed.read(to).map_err(|error| match Error::from(error) {
            Error::Network(_, error) => error,
            other => io::Error::other(other),
        })?;
        self.give_back_when_over();
        Ok(read)
    }
}
