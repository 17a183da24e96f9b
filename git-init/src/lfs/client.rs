//! The http client: certificates, proxies, passwords and redirects.

use std::io::{self, Read};

use creds_init::git_url::GitUrl;
use git2::Repository;
use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};

use super::logins::Logins;
use super::redirect;
use super::trouble::{Trouble, no_answer};
use crate::failure::{Failure, Stage};
use crate::http::{Agent, Answer, Error, Request};
use crate::plan::Plan;
use crate::proxy_choice::ProxyChoice;
use crate::{certificates, late};

/// How many redirects are followed: as many as git-lfs follows.
const REDIRECTS: usize = 5;

/// How much of an answer that nobody wants is read, in bytes, so that its connection can be kept.
const UNWANTED: u64 = 16 * 1024;

/// A request.
pub struct Ask<'a> {
    /// Where to, without credentials.
    pub url: &'a str,
    /// What the server wants to see at this very URL.
    pub headers: &'a [(String, String)],
    /// What to post; with nothing to post it is a GET.
    pub body: Option<&'a str>,
    /// The first byte that is wanted.
    pub from: u64,
}

/// Talks to LFS servers and to the stores that they name.
pub struct Client {
    proxies: ProxyChoice,
    logins: Logins,
    agent: Agent,
}

impl Client {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// When the CA bundle cannot be read.
    pub fn new(repository: &Repository, logins: Logins, plan: &Plan<'_>) -> Result<Self, Failure> {
        Ok(Self { proxies: ProxyChoice::read(repository.config()), logins, agent: Agent::new(tls(plan)?) })
    }

    /// Sends a request, follows its redirects, and says who is asking where the server wants to know. What is
    /// meant for one server is not sent to another one.
    ///
    /// # Errors
    /// When no answer comes. One that is no success is no error here.
    pub fn send(&self, ask: &Ask<'_>) -> Result<Answer, Trouble> {
        let mut url = ask.url.to_owned();
        let mut headers = ask.headers.to_vec();
        let mut logged_in = false;
        for _ in 0..=REDIRECTS + 1 {
            let answer = self.once(&url, &headers, ask).map_err(|error| no_answer(&error).at(&url))?;
            match answer.status {
                301..=303 | 307 | 308 => {
                    let target = answer.header("location").and_then(|to| redirect::target(&url, to));
                    let Some(target) = target else {
                        let cause = "it redirects to what is no safe URL";
                        return Err(Trouble::from(Failure::local(Stage::Fetch, cause, "")).at(&url));
                    };
                    if !redirect::same_server(&url, &target) {
                        headers.clear();
                        logged_in = false;
                    }
                    url = target;
                    passed_over(answer);
                }
                401 if !logged_in => {
                    let Some(login) = self.logins.for_url(&url) else { return Ok(answer) };
                    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
                    headers.push(("Authorization".into(), login));
                    logged_in = true;
                    passed_over(answer);
                }
                _ => return Ok(answer),
            }
        }
        Err(Trouble::from(Failure::local(Stage::Fetch, "it redirects without end", "")).at(&url))
    }

    fn once(&self, url: &str, headers: &[(String, String)], ask: &Ask<'_>) -> Result<Answer, Error> {
        let mut headers = headers.to_vec();
        if ask.from > 0 {
            headers.push(("Range".into(), format!("bytes={}-", ask.from)));
        }
        let read = GitUrl::parse(url).map_err(|_| Error::Protocol("it is no URL of http"))?;
        let proxy = self.proxies.for_url(url, &read.host);
        let method = if ask.body.is_some() { "POST" } else { "GET" };
        self.agent.send(&Request { method, url, headers: &headers, body: ask.body, proxy: proxy.as_deref() })
    }
}

fn passed_over(answer: Answer) {
    // What cannot be read is not kept.
    let _ = io::copy(&mut answer.body.take(UNWANTED), &mut io::sink());
}

/// TLS as git has it: with the authorities of the bundle.
fn tls(plan: &Plan<'_>) -> Result<SslConnector, Failure> {
    let broken =
        |error: openssl::error::ErrorStack| Failure::local(Stage::Connect, error, "is the CA bundle PEM?");
    late::set_up()
        .map_err(|error| Failure::local(Stage::Connect, error.message(), "is the CA bundle PEM?"))?;
    let mut tls = SslConnector::builder(SslMethod::tls_client()).map_err(broken)?;
    if let Some(bundle) = certificates::bundle(plan.ca_file)? {
        tls.set_ca_file(bundle).map_err(broken)?;
    }
    if !plan.ssl_verify {
        tls.set_verify(SslVerifyMode::NONE);
    }
    Ok(tls.build())
}
