//! What the server answers.

use std::io::{self, Error, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::{LfsRules, Shared, locked};
use crate::servers::http::{HttpRequest, head, reply};

/// Where the objects are.
const OBJECTS: &str = "/info/lfs/storage/";

/// Notes a request and answers it.
pub(super) fn answer(
    connection: &TcpStream,
    server: &Shared,
    request: &HttpRequest,
    ends: &AtomicBool,
) -> io::Result<()> {
    locked(&server.requests).push(request.clone());
    if let Some(status) = locked(&server.rules).statuses.pop_front() {
        return reply(connection, status, &[("Retry-After", "1")], br#"{"message": "not now"}"#);
    }
    let rules = locked(&server.rules).clone();
    if request.path.ends_with("/objects/batch") {
        batch(connection, server, &rules, request)
    } else if let Some((_, oid)) = request.path.split_once(OBJECTS) {
        object(connection, server, &rules, request, oid, ends)
    } else {
        reply(connection, 404, &[], b"{}")
    }
}

fn batch(connection: &TcpStream, server: &Shared, rules: &LfsRules, request: &HttpRequest) -> io::Result<()> {
    if rules.authorization.as_deref().is_some_and(|wanted| request.header("authorization") != Some(wanted)) {
        let headers = [("WWW-Authenticate", "Basic realm=\"lfs\"")];
        return reply(connection, 401, &headers, br#"{"message": "who are you?"}"#);
    }
    let question: Value = serde_json::from_str(&request.body).map_err(Error::other)?;
    let host = request.header("host").unwrap_or_default();
    let scheme = request.header("x-forwarded-proto").unwrap_or("http");
    let base = rules.elsewhere.clone().unwrap_or_else(|| format!("{scheme}://{host}"));
    let known = locked(&server.objects);
    let objects = question["objects"].as_array().into_iter().flatten().map(|object| {
        let oid = object["oid"].as_str().unwrap_or_default();
        let error = rules.error.or((!known.contains_key(oid)).then_some(404));
        let mut offer = object.clone();
        if let Some(code) = error {
            offer["error"] = json!({ "code": code, "message": "Object does not exist" });
        } else {
            let mut download = json!({ "href": format!("{base}{OBJECTS}{oid}"), "expires_in": 3600 });
            if let Some(token) = &rules.token {
                download["header"] =
                    json!({ "Authorization": format!("RemoteAuth {token}"), "X-Token": token });
            }
            offer["actions"] = json!({ "download": download });
            offer["authenticated"] = json!(true);
        }
        offer
    });
    let body = json!({ "transfer": "basic", "objects": objects.collect::<Vec<_>>() }).to_string();
    let headers = [("Content-Type", "application/vnd.git-lfs+json")];
    reply(connection, 200, &headers, body.as_bytes())
}

fn object(
    connection: &TcpStream,
    server: &Shared,
    rules: &LfsRules,
    request: &HttpRequest,
    oid: &str,
    ends: &AtomicBool,
) -> io::Result<()> {
    if let Some(server) = &rules.redirect {
        return reply(connection, 302, &[("Location", &format!("{server}{OBJECTS}{oid}"))], b"");
    }
    if let Some(token) = &rules.token
        && request.header("authorization") != Some(&format!("RemoteAuth {token}"))
    {
        return reply(connection, 403, &[], br#"{"message": "no token"}"#);
    }
    let Some(content) = locked(&server.objects).get(oid).cloned() else {
        return reply(connection, 404, &[], b"");
    };
    let from = request
        .header("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let body = content.get(from.unwrap_or(0)..).unwrap_or_default();
    let range = format!("bytes {}-{}/{}", from.unwrap_or(0), content.len().saturating_sub(1), content.len());
    let (status, headers) =
        if from.is_some() { (206, vec![("Content-Range", &range[..])]) } else { (200, vec![]) };
    if rules.chunked {
        return chunks(connection, body);
    }
    head(connection, status, &headers, body.len())?;
    if rules.endless {
        return drip(connection, ends, body);
    }
    match locked(&server.rules).breaks.pop_front() {
        Some(length) => {
            connection.try_clone()?.write_all(&body[..length.min(body.len())])?;
            Err(Error::other("broken off on purpose"))
        }
        None => connection.try_clone()?.write_all(body),
    }
}

/// All of an object, ten bytes at a time.
fn chunks(mut connection: &TcpStream, body: &[u8]) -> io::Result<()> {
    let mut answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(10) {
        answer.extend(
            format!("{:x};a=b\r\n", chunk.len()).bytes().chain(chunk.iter().copied()).chain(*b"\r\n"),
        );
    }
    answer.extend(b"0\r\nTrailer: x\r\n\r\n");
    connection.write_all(&answer)
}

/// A byte now and then, until the client or the server has gone.
fn drip(mut connection: &TcpStream, ends: &AtomicBool, body: &[u8]) -> io::Result<()> {
    for byte in body {
        if ends.load(Ordering::SeqCst) {
            break;
        }
        connection.write_all(&[*byte])?;
        sleep(Duration::from_millis(50));
    }
    Err(Error::other("no more"))
}
