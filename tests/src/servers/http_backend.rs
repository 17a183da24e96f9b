//! `git http-backend` behind lighttpd: smart http as git itself serves it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::process::{ServerProcess, free_port, git_exec_path};

/// A running web server.
pub struct HttpBackend {
    port: u16,
    scheme: &'static str,
    log: PathBuf,
    _folder: TempDir,
    _server: ServerProcess,
}

impl HttpBackend {
    /// Serves every repository in the folder `root`. What lies in `root/private/` is for the user `user` with
    /// the password `password` only. With a `certificate` (PEM, with its key) it speaks https.
    pub fn start(root: &Path, (user, password): (&str, &str), certificate: Option<&Path>) -> Self {
        Self::start_before(root, (user, password), certificate, None)
    }

    /// The same, with the LFS server at the port `lfs` for what is below `/info/lfs/` of a repository.
    pub fn start_before(
        root: &Path,
        (user, password): (&str, &str),
        certificate: Option<&Path>,
        lfs: Option<u16>,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = folder.path().join("access.log");
        fs::write(folder.path().join("users"), format!("{user}:{password}\n")).expect("a folder to write in");
        let port = free_port();
        let configuration =
            configuration(root, folder.path(), port, certificate) + &lfs.map_or(String::new(), lfs_behind);
        let server = lighttpd(folder.path(), &configuration, port);
        let scheme = if certificate.is_some() { "https" } else { "http" };
        Self { port, scheme, log, _folder: folder, _server: server }
    }

    /// Starts a server that sends every request on to the same path below `base`, a URL that ends in a slash.
    pub fn redirecting(base: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let configuration = format!(
            "server.modules = (\"mod_redirect\")\nserver.bind = \"127.0.0.1\"\nserver.port = {port}\n\
             server.document-root = \"{}\"\nurl.redirect = (\"^/(.*)$\" => \"{base}$1\")\n",
            folder.path().display()
        );
        let server = lighttpd(folder.path(), &configuration, port);
        let log = folder.path().join("access.log");
        Self { port, scheme: "http", log, _folder: folder, _server: server }
    }

    /// The URL of the repository `name` in the root.
    pub fn url(&self, name: &str) -> String {
        format!("{}://127.0.0.1:{}/{name}", self.scheme, self.port)
    }

    /// The same URL with credentials, `user:password`, in it.
    pub fn url_as(&self, credentials: &str, name: &str) -> String {
        format!("{}://{credentials}@127.0.0.1:{}/{name}", self.scheme, self.port)
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The requests so far, one a line: method, path and status.
    pub fn requests(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

fn lighttpd(folder: &Path, configuration: &str, port: u16) -> ServerProcess {
    let file = folder.join("lighttpd.conf");
    fs::write(&file, configuration).expect("a folder to write in");
    let mut command = Command::new("lighttpd");
    command.arg("-D").arg("-f").arg(&file).stdin(Stdio::null()).stderr(Stdio::null());
    ServerProcess::start(&mut command, port)
}

/// Sends what is for LFS on to the server at `port`.
fn lfs_behind(port: u16) -> String {
    format!(
        "server.modules += (\"mod_proxy\")\n\
         $HTTP[\"url\"] =~ \"/info/lfs/\" {{\n  cgi.assign = ()\n  alias.url = ()\n  \
         proxy.server = (\"\" => ((\"host\" => \"127.0.0.1\", \"port\" => {port})))\n}}\n"
    )
}

fn configuration(root: &Path, folder: &Path, port: u16, certificate: Option<&Path>) -> String {
    let backend = git_exec_path().join("git-http-backend");
    let tls = certificate.map_or(String::new(), |pem| {
        format!(
            "server.modules += (\"mod_openssl\")\nssl.engine = \"enable\"\nssl.pemfile = \"{}\"\n",
            pem.display()
        )
    });
    format!(
        r#"
server.modules = ("mod_auth", "mod_authn_file", "mod_alias", "mod_setenv", "mod_accesslog", "mod_cgi", "mod_redirect")
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{folder}"
server.errorlog = "{folder}/error.log"
accesslog.filename = "{folder}/access.log"
accesslog.format = "%r %s"
auth.backend = "plain"
auth.backend.plain.userfile = "{folder}/users"
auth.require = ("/private/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
url.redirect = ("^/moved/(.*)$" => "/$1")
setenv.add-environment = ("GIT_PROJECT_ROOT" => "{root}", "GIT_HTTP_EXPORT_ALL" => "1")
alias.url = ("/" => "{backend}/")
cgi.assign = ("" => "")
{tls}"#,
        folder = folder.display(),
        root = root.display(),
        backend = backend.display(),
    )
}
