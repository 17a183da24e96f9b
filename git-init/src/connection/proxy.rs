//! Reaching servers through a proxy where libgit2 alone does not get through.
//!
//! It writes requests for plain http as a proxy wants them, with the whole URL in the first line, but sends them to
//! the server all the same. And it shows a proxy its password only when asked, on a connection that proxies close
//! then. So a request with a whole URL goes to the proxy, and what goes to one carries the password.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::stream;

/// The proxies for plain http, and for tunnels.
static PLAIN: OnceLock<Proxy> = OnceLock::new();
static TUNNELS: OnceLock<Proxy> = OnceLock::new();

/// How a request to a proxy for plain http begins, and what asks one for a tunnel; libgit2 knows no others.
const TO_PROXY: [&[u8]; 2] = [b"GET http://", b"POST http://"];
const TUNNEL: &[u8] = b"CONNECT ";

/// How a header of a request that libgit2 itself shows a password with begins.
const SHOWN: &[u8] = b"\r\nProxy-Authorization:";

/// What ends the head of a request.
const END: &[u8] = b"\r\n\r\n";

/// A proxy.
#[derive(Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Its host name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `user:password` in base64, where it asks for one.
    pub login: Option<String>,
}

/// Has requests for plain http go to this proxy. Once set it stays.
pub fn for_plain(proxy: Proxy) {
    PLAIN.get_or_init(|| proxy);
    stream::register();
}

/// Has the password shown to this proxy, where libgit2 itself goes to it for a tunnel. Once set it stays.
pub fn for_tunnels(proxy: Proxy) {
    TUNNELS.get_or_init(|| proxy);
    stream::register();
}

/// Whether what libgit2 writes is a request to a proxy for plain http.
pub fn is_for_one(data: &[u8]) -> bool {
    TO_PROXY.iter().any(|beginning| data.starts_with(beginning))
}

/// Where the proxy for plain http is.
pub fn plain() -> Option<(&'static String, u16)> {
    PLAIN.get().map(|proxy| (&proxy.host, proxy.port))
}

/// What libgit2 writes, with the password for the proxy where it is a request to one that has none.
pub fn with_login(data: &[u8], to_proxy: bool) -> Cow<'_, [u8]> {
    let proxy = if to_proxy { &PLAIN } else { &TUNNELS };
    let login = proxy.get().and_then(|proxy| proxy.login.as_ref());
    match (login, data.strip_suffix(END)) {
        (Some(login), Some(head))
            if (to_proxy || data.starts_with(TUNNEL))
                && !head.windows(SHOWN.len()).any(|part| part.eq_ignore_ascii_case(SHOWN)) =>
        {
            let header = format!("\r\nProxy-Authorization: Basic {login}");
            [head, header.as_bytes(), END].concat().into()
        }
        _ => data.into(),
    }
}
