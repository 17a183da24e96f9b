//! Which proxy to go through: the flags, as the variables that libgit2 reads, and what they name where libgit2
//! needs help with it.

use std::env;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use git2::Repository;

use crate::args::Args;
use crate::connection::{self, Proxy};
use crate::failure::{Failure, Stage};
use crate::location::{Location, Scheme, Server};
use crate::percent::percent_decoded;
use crate::proxy_choice::ProxyChoice;
use crate::proxy_hook;

/// The port of a proxy whose URL names none: libgit2's for the https ones.
const PORT: u16 = 80;

/// Sets the variables that the flags stand for, in both spellings, since a program may look for either, but for that of
/// plain http.
#[allow(unsafe_code)]
pub fn into_environment(args: &Args) {
    ProxyChoice::by_flags(&args.http_proxy, &args.https_proxy);
    for (value, names) in [
        (&args.http_proxy, &["http_proxy"][..]),
        (&args.https_proxy, &["https_proxy", "HTTPS_PROXY"]),
        (&args.no_proxy, &["no_proxy", "NO_PROXY"]),
    ] {
        for name in names.iter().filter(|_| !value.is_empty()) {
            // SAFETY: the only other thread waits for signals, and asks for no variable but by the standard library.
            unsafe { env::set_var(name, value) };
        }
    }
    // SAFETY: as above.
    unsafe { env::remove_var("HTTP_PROXY") };
}

/// Has requests go through the proxy that git's configuration or the environment names, where libgit2 needs help
/// with it: for plain http, and where it asks for a password.
///
/// # Errors
/// A proxy that is spoken to by other means than http, or whose port is no number.
pub fn through(location: &Location, repository: &Repository) -> Result<(), Failure> {
    let Location::Network(server) = location else { return Ok(()) };
    if matches!(server.scheme, Scheme::Ssh | Scheme::Git) {
        return Ok(());
    }
    let choice = ProxyChoice::read(repository.config());
    let url = choice.for_redirects(&server.url);
    proxy_hook::choose_from(choice);
    let Some(url) = url else { return Ok(()) };
    if server.scheme == Scheme::Https && url.starts_with("https://") {
        return Ok(()); // libgit2 speaks TLS with the proxy itself
    }
    match read(&url)? {
        Some(proxy) if server.scheme == Scheme::Http => connection::for_plain(proxy),
        Some(proxy) if proxy.login.is_some() => connection::for_tunnels(proxy),
        _ => {}
    }
    Ok(())
}

/// Whether neither the flags nor the environment name a proxy for `server`.
pub fn leave_alone(server: &Server) -> bool {
    ProxyChoice::without_configuration().for_redirects(&server.url).is_none()
}

/// The proxy at a URL; `None` where that is empty, which is no proxy.
fn read(proxy: &str) -> Result<Option<Proxy>, Failure> {
    let refuse = |cause: &str| {
        // Not shown: there may be a password in it.
        Failure::local(Stage::Prepare, cause, "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT")
    };
    if proxy.is_empty() {
        return Ok(None);
    }
    let (scheme, rest) = proxy.split_once("://").unwrap_or(("http", proxy));
    if !scheme.eq_ignore_ascii_case("http") {
        let cause = format!("the proxy is spoken to by {scheme}, which is not possible here");
        return Err(refuse(&cause));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let (login, host) =
        authority.rsplit_once('@').map_or((None, authority), |(login, host)| (Some(login), host));
    let port = host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']'));
    let (host, port) = match port {
        Some((host, port)) => (host, port.parse().map_err(|_| refuse("the port of the proxy is no number"))?),
        None => (host, PORT),
    };
    if host.is_empty() {
        return Err(refuse("the URL of the proxy names no host"));
    }
    let login = login.map(|login| STANDARD.encode(percent_decoded(login)));
    Ok(Some(Proxy { host: host.to_owned(), port, login }))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn urls_of_proxies() {
        for (url, host, port, login) in [
            ("http://h:3128", "h", 3128, None),
            ("h:3128", "h", 3128, None),
            ("HTTP://u:p%40@h/", "h", 80, Some("dTpwQA==")),
            ("http://[::1]:8080/x", "[::1]", 8080, None),
            ("http://[::1]", "[::1]", 80, None),
        ] {
            let proxy = read(url).unwrap().unwrap();
            assert_eq!((&proxy.host[..], proxy.port, proxy.login.as_deref()), (host, port, login), "{url}");
        }
        assert_eq!(read("").unwrap(), None);
        for url in ["https://h:1", "socks5://h:1", "http://u:s3cret/@h:x", "http://", "h:99999"] {
            let failure = read(url).unwrap_err().to_string();
            assert!(!failure.contains("s3cret"), "{failure}");
        }
    }
}
