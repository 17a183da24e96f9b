//! How a pack comes: in pieces of any size, in packets or without, with more behind it, and not to its end.

use std::fs;
use std::time::{Duration, Instant};

use super::original::Original;
use super::pack_server::Answer;
use super::trial::{End, Trial};

#[test]
fn in_pieces_with_packets_and_without() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for pack in [&original.by_offset, &original.by_hash] {
        for piece in [1, 2, 3, 7, 20, 255, 4096] {
            for side_band in [true, false] {
                let answer = Answer { piece, side_band, ..trial.answer(pack) };
                trial.tried(answer.clone(), &[End::Cloned], &format!("{piece} bytes at a time"));
                // And one that is not right comes to the same end.
                let mut changed = answer;
                *changed.pack.last_mut().unwrap() ^= 1;
                trial.tried(changed, &[End::Refused], &format!("{piece} bytes at a time, wrong"));
            }
        }
    }
}

/// git reads as far as the pack goes, and leaves the rest.
#[test]
fn with_more_behind_it() {
    let original = Original::make();
    let trial = Trial::of(&original);
    for more in [1, 19, 20, 21, 5000] {
        for side_band in [true, false] {
            for piece in [7, 4096] {
                let pack = [&original.by_offset[..], &vec![b'x'; more]].concat();
                let answer = Answer { piece, side_band, ..trial.answer(&pack) };
                trial.tried(answer, &[End::Cloned, End::Refused], &format!("{more} bytes behind it"));
            }
        }
    }
}

#[test]
fn not_to_its_end_and_then_silence() {
    let original = Original::make();
    let trial = Trial::of(&original);
    let pack = &original.by_offset;
    let stall = Duration::from_millis(300);
    for cut in [0, 4, 11, 12, 13, pack.len() / 2, pack.len() - 21, pack.len() - 20, pack.len() - 1] {
        for side_band in [true, false] {
            let begun = Instant::now();
            let answer = Answer { side_band, stall, ..trial.answer(&pack[..cut]) };
            trial.tried(answer, &[End::Refused], &format!("{cut} bytes and then nothing"));
            assert!(begun.elapsed() < Duration::from_secs(20), "{cut}: {:?}", begun.elapsed());
        }
    }
    // All that belongs to it has come: the end of the connection is as good as the end of the packets.
    let answer = Answer { side_band: false, stall, ..trial.answer(pack) };
    trial.tried(answer, &[End::Cloned], "all, and then nothing");
}

/// What a delta is made of may be what the client has: here it has not, and then it has.
#[test]
fn a_base_that_only_some_have() {
    let original = Original::make();
    let trial = Trial::of(&original);
    assert_eq!(trial.hold(&original.thin, "a pack without a base"), End::Refused);
    let path = trial.bench.path("ours");
    trial.server.sends(trial.answer(&original.by_offset));
    assert_eq!(trial.run_under(&[], &path).code, Some(0));
    // The refs are gone, the objects are there.
    fs::remove_dir_all(path.join(".git/refs/remotes")).unwrap();
    fs::remove_dir_all(path.join(".git/refs/heads")).unwrap();
    fs::create_dir(path.join(".git/refs/heads")).unwrap();
    trial.server.sends(trial.answer(&original.thin));
    let run = trial.run_under(&[], &path);
    assert_eq!(run.code, Some(0), "{run:?}");
}
