//! git over http: lighttpd with `git http-backend`, and a user name and password for every path.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::repositories;
use crate::server::{Server, free_port, there};

/// What the server lets in: the host that it is asked for (any when empty), the path, the user.
type Rule<'a> = (&'a str, &'a str, &'a str);

/// Starts a server below `folder` for `repositories`, whose `users` have these names and passwords. `None`
/// where there is no lighttpd.
pub fn serve(folder: &Path, repositories: &[&str], users: &[(&str, &str)], rules: &[Rule]) -> Option<Server> {
    if !there("lighttpd", "lighttpd") || !there("git", "git") {
        return None;
    }
    let root = folder.join("web");
    for name in repositories {
        repositories::make(&root, name);
    }
    let users: Vec<String> = users.iter().map(|(name, password)| format!("{name}:{password}\n")).collect();
    fs::write(folder.join("users"), users.concat()).unwrap();
    let port = free_port();
    fs::write(folder.join("lighttpd.conf"), configuration(folder, port, rules)).unwrap();
    let mut lighttpd = Command::new("lighttpd");
    lighttpd.arg("-D").arg("-f").arg(folder.join("lighttpd.conf")).env("HOME", folder);
    Some(Server::start(&mut lighttpd, port, &folder.join("lighttpd.log")))
}

fn configuration(folder: &Path, port: u16, rules: &[Rule]) -> String {
    let backend = Command::new("git").arg("--exec-path").output().unwrap().stdout;
    let backend = format!("{}/git-http-backend", String::from_utf8(backend).unwrap().trim());
    let folder = folder.display();
    let text = format!(
        r#"server.document-root = "{folder}/web"
           server.port = {port}
           server.modules = ("mod_auth", "mod_authn_file", "mod_alias", "mod_cgi", "mod_setenv")
           server.errorlog = "{folder}/lighttpd.log"
           auth.backend = "plain"
           auth.backend.plain.userfile = "{folder}/users"
           alias.url = ("/" => "{backend}/")
           cgi.assign = ("" => "")
           setenv.add-environment = ("GIT_PROJECT_ROOT" => "{folder}/web", "GIT_HTTP_EXPORT_ALL" => "1")
        "#
    );
    let mut hosts: Vec<&str> = rules.iter().map(|(host, ..)| *host).collect();
    hosts.dedup();
    let of_host = |host: &str| {
        let required: Vec<String> = rules
            .iter()
            .filter(|(of, ..)| of == &host)
            .map(|(_, path, user)| {
                format!(r#""{path}" => ("method" => "basic", "realm" => "git", "require" => "user={user}")"#)
            })
            .collect();
        let required = required.join(", ");
        format!("$HTTP[\"host\"] =~ \"^{host}\" {{ auth.require = ({required}) }}\n")
    };
    text + &hosts.into_iter().map(of_host).collect::<Vec<_>>().concat()
}
