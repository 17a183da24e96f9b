//! A certificate authority of the test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of an authority and of a server certificate for 127.0.0.1 and localhost.
pub struct Certificates {
    /// The authority's certificate: what a client has to trust.
    pub authority: PathBuf,
    /// The server's certificate and key in one file.
    pub server: PathBuf,
}

impl Certificates {
    /// Makes both in `folder`.
    pub fn make(folder: &Path) -> Self {
        let path = |name: &str| folder.join(name).display().to_string();
        let (ca, ca_key) = (path("ca.pem"), path("ca.key"));
        let (key, request, certificate) = (path("server.key"), path("server.csr"), path("server.crt"));
        let extensions = path("extensions");
        fs::write(&extensions, "subjectAltName=IP:127.0.0.1,DNS:localhost\n").expect("a folder to write in");
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        openssl(
            &[
                &["req", "-x509", "-days", "2", "-subj", "/CN=test authority"],
                &curve[..],
                &["-keyout", &ca_key, "-out", &ca],
            ]
            .concat(),
        );
        openssl(
            &[&["req", "-subj", "/CN=localhost"], &curve[..], &["-keyout", &key, "-out", &request]].concat(),
        );
        openssl(&[
            "x509",
            "-req",
            "-days",
            "2",
            "-in",
            &request,
            "-CA",
            &ca,
            "-CAkey",
            &ca_key,
            "-CAcreateserial",
            "-extfile",
            &extensions,
            "-out",
            &certificate,
        ]);
        let both = fs::read_to_string(&key).expect("a key")
            + &fs::read_to_string(&certificate).expect("a certificate");
        let server = folder.join("server.pem");
        fs::write(&server, both).expect("a folder to write in");
        Self { authority: ca.into(), server }
    }
}

fn openssl(args: &[&str]) {
    let output = Command::new("openssl").args(args).output().expect("openssl is installed");
    assert!(output.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}
