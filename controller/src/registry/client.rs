//! A client of one registry, by the protocols that docker tries.

use std::net::IpAddr;

use oci_client::Client;
use oci_client::client::{ClientConfig, ClientProtocol};

use super::failure::Failure;

/// A way to talk to a registry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// TLS, with certificates that the machine trusts.
    Https,
    /// TLS, with any certificate.
    AnyHttps,
    /// In the clear.
    Http,
}

impl Protocol {
    /// The ways to talk to `registry`, one after the other: docker trusts what is on the same machine.
    pub fn of(registry: &str) -> &'static [Self] {
        let host = registry.rsplit_once(':').map_or(registry, |(host, _)| host);
        let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
        if host == "localhost" || address.is_ok_and(|address| address.is_loopback()) {
            &[Self::AnyHttps, Self::Http]
        } else {
            &[Self::Https]
        }
    }

    /// A client that talks this way.
    ///
    /// # Errors
    /// When this machine trusts no certificate at all.
    pub fn client(self) -> Result<Client, Failure> {
        // The crate's way to a client of any kind panics where the usual kind cannot be made, so that one is tried first.
        let usual = Client::try_from(ClientConfig::default()).map_err(|_| {
            Failure::Other(
                "no certificate authorities on this machine: name their file in SSL_CERT_FILE".to_owned(),
            )
        })?;
        if self == Self::Https {
            return Ok(usual);
        }
        let nobody = || Some("http://127.0.0.1:9".to_owned());
        let config = ClientConfig {
            protocol: if self == Self::Http { ClientProtocol::Http } else { ClientProtocol::Https },
            accept_invalid_certificates: true,
            // The environment's proxy is not for this machine itself. A proxy for no host replaces it.
            https_proxy: nobody(),
            http_proxy: nobody(),
            no_proxy: Some("*,0.0.0.0/0,::/0".to_owned()),
            ..ClientConfig::default()
        };
        Client::try_from(config).map_err(Failure::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_talked_to_in_the_clear() {
        for registry in ["localhost", "localhost:5000", "127.0.0.1:5000", "127.8.8.8", "[::1]:5000"] {
            assert!(Protocol::of(registry).contains(&Protocol::Http), "{registry}");
        }
        for registry in ["docker.io", "localhost.evil.test", "10.0.0.1:5000", "128.0.0.1"] {
            assert!(Protocol::of(registry) == [Protocol::Https], "{registry}");
        }
    }
}
