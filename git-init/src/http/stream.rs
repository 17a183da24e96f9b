//! A connection to a server: plain or with TLS, straight or through a proxy.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use creds_init::percent;
use openssl::ssl::{HandshakeError, SslConnector, SslStream};
use openssl::x509::X509VerifyResult;

use super::target::Target;
use super::{Error, head};
use crate::dial::dial;

/// A connection.
pub enum Stream {
    /// As it is.
    Plain(TcpStream),
    /// With TLS, over a connection that may have TLS itself: the one to a proxy.
    Tls(Box<SslStream<Stream>>),
}

impl Read for Stream {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(to),
            Self::Tls(stream) => stream.read(to),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(from),
            Self::Tls(stream) => stream.write(from),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// A proxy.
pub struct Proxy {
    target: Target,
    /// The value of the header that says who asks.
    pub authorization: Option<String>,
}

impl Proxy {
    /// Reads `http://user:password@host:port`; http is what it speaks where nothing is said.
    ///
    /// # Errors
    /// When it is no URL of http or https.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let target = Target::parse(&url).map_err(|_| Error::Proxy("has no URL of http or https".into()))?;
        let user = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'));
        let decoded = user.map(|(user, _)| percent::decode(user).unwrap_or_else(|| user.to_owned()));
        let authorization = decoded.map(|user| format!("Basic {}", STANDARD.encode(user)));
        Ok(Self { target, authorization })
    }
}

/// Connects to the server of `target`, or to the proxy, which then takes requests for plain http.
///
/// # Errors
/// When it is not reached or not trusted, or the proxy refuses.
pub fn open(tls: &SslConnector, target: &Target, proxy: Option<&Proxy>) -> Result<Stream, Error> {
    let Some(proxy) = proxy else { return connect(tls, target) };
    let stream =
        connect(tls, &proxy.target).map_err(|error| Error::Proxy(format!("cannot be used: {error}")))?;
    if target.tls { with_tls(tls, target, through(stream, target, proxy)?) } else { Ok(stream) }
}

fn connect(tls: &SslConnector, target: &Target) -> Result<Stream, Error> {
    let (name, port) = target.name_and_port();
    let stream = dial(name, port).map_err(|(stage, error)| Error::Network(stage, error))?;
    let stream = Stream::Plain(stream);
    if target.tls { with_tls(tls, target, stream) } else { Ok(stream) }
}

/// Has a proxy pass on whatever is sent.
fn through(stream: Stream, target: &Target, proxy: &Proxy) -> Result<Stream, Error> {
    let (name, port) = target.name_and_port();
    let mut request = format!("CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n");
    if let Some(authorization) = &proxy.authorization {
        request.extend(["Proxy-Authorization: ", authorization, "\r\n"]);
    }
    request.push_str("\r\n");
    let mut reader = BufReader::new(stream);
    reader.get_mut().write_all(request.as_bytes())?;
    let (status, _) = head::read(&mut reader)?;
    if !(200..300).contains(&status) {
        return Err(Error::Proxy(format!("answers with the status {status}")));
    }
    // The server speaks only once it is spoken to: nothing of it can have been read yet.
    Ok(reader.into_inner())
}

fn with_tls(tls: &SslConnector, target: &Target, stream: Stream) -> Result<Stream, Error> {
    let name = target.name_and_port().0.trim_start_matches('[').trim_end_matches(']');
    match tls.connect(name, stream) {
        Ok(stream) => Ok(Stream::Tls(Box::new(stream))),
        Err(HandshakeError::Failure(failed)) => match failed.ssl().verify_result() {
            X509VerifyResult::OK => Err(io::Error::other(failed.into_error()).into()),
            refused => Err(Error::Certificate(refused.error_string().to_owned())),
        },
        Err(HandshakeError::WouldBlock(_)) => Err(io::Error::from(io::ErrorKind::WouldBlock).into()),
        Err(HandshakeError::SetupFailure(error)) => Err(io::Error::other(error).into()),
    }
}
