//! Whether a server's key or certificate is taken.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use creds_init::git_url::host_and_port;
use git2::CertificateCheckStatus;
use git2::cert::Cert;

use crate::credentials::home;
use crate::location::Server;
use crate::log;

/// Leaves the decision to libgit2 (`known_hosts`, CA bundle), but takes any certificate without `ssl_verify`, and an ssh host key, and says so, where
/// nothing is there to compare it with and nothing was promised: a secret without `known_hosts` would otherwise
/// be of no use.
pub fn check(certificate: &Cert<'_>, server: &Server, ssl_verify: bool) -> CertificateCheckStatus {
    let Some(key) = certificate.as_hostkey() else {
        let (good, any) =
            (CertificateCheckStatus::CertificatePassthrough, CertificateCheckStatus::CertificateOk);
        return if ssl_verify { good } else { any };
    };
    let file = home().and_then(|home| fs::read_to_string(home.join(".ssh/known_hosts")).ok());
    if file.is_some_and(|file| !server.accept_new || may_list(&file, &server.host)) {
        return CertificateCheckStatus::CertificatePassthrough;
    }
    taken_unchecked(server, key.hash_sha256().map(<[u8; 32]>::as_slice));
    CertificateCheckStatus::CertificateOk
}

/// Warns of a host key that nothing was there to compare with; `hash` is its SHA-256.
pub fn taken_unchecked(server: &Server, hash: Option<&[u8]>) {
    let print = hash.map(|hash| STANDARD_NO_PAD.encode(hash)).unwrap_or_default();
    log::warn(&format!(
        "the host key of {} (SHA256:{print}) is taken unchecked, since ~/.ssh/known_hosts has none for it; put \
         known_hosts into the ssh secret",
        server.host
    ));
}

/// Whether a `known_hosts` file has a line for `host`, or one that may be for it: a pattern, or a name that is
/// hashed.
pub fn may_list(file: &str, host: &str) -> bool {
    !key_types(file, host).is_empty()
}

/// The types of the keys in the lines that are for `host`, and behind them those in lines that may be.
pub fn key_types<'a>(file: &'a str, host: &str) -> Vec<&'a str> {
    let (name, port) = host_and_port(host).unwrap_or((host, None));
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let listed = match port {
        None | Some(22) => name.to_owned(),
        Some(port) => format!("[{name}]:{port}"),
    };
    let lines = file.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let exact = |name: &str| name.eq_ignore_ascii_case(&listed);
    let perhaps = |name: &str| name.starts_with('|') || name.contains(['*', '?']);
    let key_type = |line: &'a str| {
        let mut words = line.split_whitespace().skip_while(|word| word.starts_with('@'));
        let names = words.next()?;
        let is_exact = names.split(',').any(exact);
        (is_exact || names.split(',').any(perhaps)).then(|| Some((!is_exact, words.next()?)))?
    };
    let mut types: Vec<_> = lines.filter_map(key_type).collect();
    types.sort_by_key(|(perhaps, _)| *perhaps);
    types.into_iter().map(|(_, key_type)| key_type).collect()
}

#[cfg(test)]
mod tests {
    use super::{key_types, may_list};

    #[test]
    fn lines_that_may_be_for_a_host() {
        for (file, host, listed) in [
            ("h ssh-ed25519 A", "h", true),
            ("h ssh-ed25519 A", "h:22", true),
            ("h ssh-ed25519 A", "h:23", false),
            ("g,[h]:23 ssh-ed25519 A", "h:23", true),
            ("@revoked H ssh-ed25519 A", "h", true),
            ("# h\ng ssh-ed25519 A\n", "h", false),
            ("|1|a|b ssh-ed25519 A", "h", true),
            ("*.x ssh-ed25519 A", "h", true),
            ("[::1]:23 ssh-ed25519 A", "[::1]:23", true),
            ("", "h", false),
        ] {
            assert_eq!(may_list(file, host), listed, "{file} {host}");
        }
    }

    #[test]
    fn types_of_a_hosts_own_lines_come_first() {
        let file = "|1|a|b ssh-rsa A\n@cert-authority *.x ssh-dss A\nh,g ssh-ed25519 A\nother ecdsa A\nh\n";
        assert_eq!(key_types(file, "h"), ["ssh-ed25519", "ssh-rsa", "ssh-dss"]);
    }
}
