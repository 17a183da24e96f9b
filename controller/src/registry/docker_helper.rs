//! Programs that know a password: `docker-credential-NAME get`, called as docker calls them.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use oci_client::secrets::RegistryAuth;
use serde::Deserialize;
use shared_child::SharedChild;

/// How a helper says that it has nothing, whatever its exit code.
const NOTHING: &str = "credentials not found in native keychain";

/// The user name with which a helper says that the password is a token to be exchanged.
const TOKEN: &str = "<token>";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// Asks helper `name` about `server`. It is ended when nobody waits for its answer any more.
///
/// # Errors
/// When it cannot be run or fails. What it wrote is not shown: it may be the password.
pub(super) async fn ask(name: &str, server: &str) -> Result<Option<RegistryAuth>, String> {
    let program = format!("docker-credential-{name}");
    let failed = |what: String| format!("{program}, which docker's config.json names for {server}, {what}");
    let mut command = Command::new(&program);
    command.arg("get").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child =
        SharedChild::spawn(&mut command).map_err(|error| failed(format!("cannot be run: {error}")))?;
    let child = Ended(Arc::new(child));
    let (running, question) = (Arc::clone(&child.0), server.to_owned());
    let answer = tokio::task::spawn_blocking(move || {
        if let Some(mut stdin) = running.take_stdin() {
            // One that answers without reading is fine.
            let _ = stdin.write_all(question.as_bytes());
        }
        let mut answer = Vec::new();
        if let Some(mut stdout) = running.take_stdout() {
            stdout.read_to_end(&mut answer)?;
        }
        Ok((running.wait()?, answer))
    });
    let (status, answer) = match answer.await {
        Ok(std::io::Result::Ok(ended)) => ended,
        Ok(Err(error)) => return Err(failed(format!("cannot be heard: {error}"))),
        Err(_) => return Err(failed("cannot be heard".to_owned())),
    };
    if !status.success() {
        let nothing = String::from_utf8_lossy(&answer).trim() == NOTHING;
        return if nothing { Ok(None) } else { Err(failed(format!("failed: {status}"))) };
    }
    let answer: Answer = serde_json::from_slice(&answer)
        .map_err(|_| failed("gave an answer that is not docker's".to_owned()))?;
    if answer.username == TOKEN {
        return Err(failed("gave an identity token: only user names and passwords are supported".to_owned()));
    }
    Ok(Some(RegistryAuth::Basic(answer.username, answer.secret)))
}

/// A child that is killed when it is dropped.
struct Ended(Arc<SharedChild>);

impl Drop for Ended {
    fn drop(&mut self) {
        // It has mostly ended by itself.
        let _ = self.0.kill();
    }
}
