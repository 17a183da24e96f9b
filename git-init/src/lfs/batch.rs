//! The batch API: where to get up to a hundred objects.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::{Value, json};

use super::client::{Ask, Client};
use super::pointer::Pointer;
use super::trouble::{Trouble, later, refusal};
use crate::failure::{Failure, Stage};

/// What the API speaks.
const MEDIA_TYPE: &str = "application/vnd.git-lfs+json";

/// The longest answer that is read, in bytes: a hundred objects take 100 kB with long signatures.
const LONGEST_ANSWER: u64 = 16 << 20;

/// How to get one object.
#[derive(Debug)]
pub struct Job<'a> {
    /// The object.
    pub pointer: &'a Pointer,
    /// Where it is.
    pub href: String,
    /// What its server wants to see.
    pub headers: Vec<(String, String)>,
    /// Whether the URL is good for some time only, so that a refusal may mean that this is over.
    pub expires: bool,
}

/// What a server says of each object that was asked for.
pub type Offers<'a> = Vec<(&'a Pointer, Result<Job<'a>, Trouble>)>;

/// Asks the server at `url` for the objects `wanted`, in the name of the branch or tag `reference`.
///
/// # Errors
/// When it does not answer, or not as an LFS server does.
pub fn ask<'a>(
    client: &Client,
    url: &str,
    headers: &[(String, String)],
    reference: Option<&str>,
    wanted: &[&'a Pointer],
) -> Result<Offers<'a>, Trouble> {
    let url = format!("{}/objects/batch", url.trim_end_matches('/'));
    let media_type = |name: &str| (name.to_owned(), MEDIA_TYPE.to_owned());
    let mut headers = headers.to_vec();
    headers.extend([media_type("Accept"), media_type("Content-Type")]);
    let objects: Vec<Value> =
        wanted.iter().map(|pointer| json!({ "oid": pointer.oid, "size": pointer.size })).collect();
    let mut question =
        json!({ "operation": "download", "transfers": ["basic"], "hash_algo": "sha256", "objects": objects });
    if let Some(name) = reference {
        question["ref"] = json!({ "name": name });
    }
    let answer =
        client.send(&Ask { url: &url, headers: &headers, body: Some(&question.to_string()), from: 0 })?;
    if answer.status != 200 {
        return Err(explained(refusal(answer)).at(&url));
    }
    let mut body = Vec::new();
    let read = answer.body.take(LONGEST_ANSWER).read_to_end(&mut body);
    read.map_err(|error| {
        later(Stage::Fetch, format!("the LFS server's answer broke off: {error}")).at(&url)
    })?;
    let no_server =
        || Failure::local(Stage::Fetch, "its answer is none of an LFS server", "is its URL right?");
    let answer: Value = serde_json::from_slice(&body).map_err(|_| Trouble::from(no_server()).at(&url))?;
    let basic = answer["transfer"].as_str().is_none_or(|transfer| transfer == "basic");
    let (true, Some(objects)) = (basic, answer["objects"].as_array()) else {
        return Err(Trouble::from(no_server()).at(&url));
    };
    let said: BTreeMap<&str, &Value> =
        objects.iter().filter_map(|object| Some((object["oid"].as_str()?, object))).collect();
    let offer = |pointer: &'a Pointer| (pointer, offered(pointer, said.get(&pointer.oid[..]).copied()));
    Ok(wanted.iter().map(|pointer| offer(pointer)).collect())
}

/// What the answer says of one object.
fn offered<'a>(pointer: &'a Pointer, object: Option<&Value>) -> Result<Job<'a>, Trouble> {
    let refused = |cause: &str| Trouble::from(Failure::local(Stage::Fetch, cause, ""));
    let object = object.ok_or_else(|| refused("the server says nothing of it"))?;
    if let Some(error) = object.get("error") {
        let code = error["code"].as_i64().unwrap_or(0);
        let cause = format!("{code}: {}", error["message"].as_str().unwrap_or("no reason given"));
        return Err(if code == 429 || code >= 500 { later(Stage::Fetch, cause) } else { refused(&cause) });
    }
    let download = &object["actions"]["download"];
    let href = download["href"].as_str().ok_or_else(|| refused("the server names no place for it"))?;
    Ok(Job {
        pointer,
        href: href.to_owned(),
        headers: headers(&download["header"]),
        expires: download["expires_in"].is_number() || download["expires_at"].is_string(),
    })
}

/// The members of a JSON object as headers.
pub fn headers(object: &Value) -> Vec<(String, String)> {
    let members = object.as_object().into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// A refusal of the whole batch, with what to do about it.
fn explained(trouble: Trouble) -> Trouble {
    let remedy = match trouble.failure.stage {
        Stage::Authenticate => {
            "the LFS server wants a user and a password or token: give the ServiceAccount a kubernetes.io/basic-auth \
             secret for it, or correct the one it has"
        }
        _ if trouble.failure.cause.starts_with("404") || trouble.failure.cause.ends_with("404") => {
            "is LFS switched on for this repository, and lfs.url right?"
        }
        _ => "",
    };
    Trouble { failure: Failure { remedy: remedy.into(), ..trouble.failure }, ..trouble }
}
