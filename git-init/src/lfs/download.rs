//! Getting one object.

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::Job;
use super::client::{Ask, Client};
use super::store::{PIECE, Part, Store};
use super::trouble::{Trouble, later, refusal};
use crate::failure::{Again, Failure, Stage};
use crate::http::Answer;
use crate::{stop, unwritten};

/// Downloads an object into the store, from where an earlier attempt broke off, and counts its bytes.
///
/// # Errors
/// When the server does not give it, or something else; what has come is kept for another attempt.
pub fn download(client: &Client, store: &Store, job: &Job<'_>, bytes: &AtomicU64) -> Result<(), Trouble> {
    let mut part = store.part(job.pointer).map_err(|error| unwritable(&error))?;
    let before = part.length();
    if before < job.pointer.size {
        receive(client, job, &mut part, bytes).map_err(|trouble| trouble.at(&job.href))?;
    }
    let whole = part.length();
    if whole < job.pointer.size {
        let cause = format!("it broke off after {whole} of {} bytes", job.pointer.size);
        return Err(later(Stage::Fetch, cause).at(&job.href));
    }
    match store.keep(job.pointer, part).map_err(|error| unwritable(&error))? {
        true => Ok(()),
        // What was there before may have been wrong.
        false if before > 0 => Err(later(Stage::Fetch, "its hash is wrong").at(&job.href)),
        false => {
            Err(Failure::local(Stage::Fetch, "what the server gives has another hash or size", "").into())
        }
    }
}

fn receive(client: &Client, job: &Job<'_>, part: &mut Part, bytes: &AtomicU64) -> Result<(), Trouble> {
    let ask = Ask { url: &job.href, headers: &job.headers, body: None, from: part.length() };
    let answer = client.send(&ask)?;
    match answer.status {
        206 if goes_on(&answer, part.length()) => {}
        200 => part.restart().map_err(|error| unwritable(&error))?,
        206 | 416 => {
            part.restart().map_err(|error| unwritable(&error))?;
            return Err(later(Stage::Fetch, "the server does not go on with a part of it"));
        }
        status => {
            let trouble = refusal(answer);
            let over = job.expires && matches!(status, 401 | 403);
            let again = if over { Again::Later } else { trouble.failure.again };
            return Err(Trouble {
                failure: Failure { stage: Stage::Fetch, again, ..trouble.failure },
                ..trouble
            });
        }
    }
    // One byte more than belongs there tells what is too long.
    let mut body = answer.body.take(job.pointer.size - part.length() + 1);
    let mut piece = vec![0; PIECE];
    loop {
        if !stop::go_on() {
            return Err(Failure::local(Stage::Fetch, "stopped", "").into());
        }
        let read =
            body.read(&mut piece).map_err(|error| later(Stage::Fetch, format!("it broke off: {error}")))?;
        if read == 0 {
            return Ok(());
        }
        part.append(&piece[..read]).map_err(|error| unwritable(&error))?;
        bytes.fetch_add(read as u64, Ordering::Relaxed);
    }
}

/// Whether a partial answer begins at the byte `from`.
fn goes_on(answer: &Answer, from: u64) -> bool {
    let range = answer.header("content-range");
    range
        .and_then(|range| range.strip_prefix("bytes ")?.split_once('-'))
        .is_some_and(|(first, _)| first.parse() == Ok(from))
}

fn unwritable(error: &std::io::Error) -> Trouble {
    let cause = format!("cannot write below .git/lfs: {error}");
    Failure::local(Stage::CheckOut, cause, unwritten::VOLUME).into()
}
