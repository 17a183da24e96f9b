//! Packs as git makes them.

use std::fmt::Write as _;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A pack with its deltas by places, one by hashes, and one without deltas; of a history of files that change, of links,
/// programs and tags, and of one file that is longer than what is inflated at once.
pub fn packs() -> &'static [Vec<u8>] {
    static PACKS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let git = |arguments: &[&str], input: &[u8]| {
            let mut child = Command::new("git")
                .args(arguments)
                .current_dir(folder.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdin = child.stdin.take().unwrap();
            let input = input.to_owned();
            let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
            let output = child.wait_with_output().unwrap();
            feed.join().unwrap();
            assert!(output.status.success(), "git {arguments:?}");
            output.stdout
        };
        git(&["init", "--quiet", "--bare"], b"");
        git(&["fast-import", "--quiet"], history().as_bytes());
        [
            &["--delta-base-offset"][..],
            &[],
            &["--window=0"],
            &["--delta-base-offset", "--depth=200", "--compression=0"],
        ]
        .map(|more| {
            let all = ["pack-objects", "--all", "--stdout", "--quiet", "--no-reuse-delta"];
            git(&[&all[..], more].concat(), b"")
        })
        .into()
    })
}

/// What fast-import reads.
fn history() -> String {
    let mut text = String::new();
    for commit in 0..12_usize {
        let _ = write!(
            text,
            "commit refs/heads/main\ncommitter T <t@example.com> {} +0000\ndata 2\nc\n",
            1_580_608_922 + commit
        );
        for file in 0..4 {
            let line = |at: usize| format!("line {}\n", if at == commit { 999 } else { at });
            let content = (0..40 + file).map(line).collect::<Vec<_>>().concat();
            let _ = write!(text, "M 100755 inline a/{file}\ndata {}\n{content}\n", content.len());
        }
        let _ = write!(text, "M 120000 inline link\ndata 3\na/{}\n", commit % 4);
        if commit == 3 || commit == 7 {
            let large = format!("{commit} of a very long file\n").repeat(60_000);
            let _ = write!(text, "M 100644 inline large\ndata {}\n{large}\n", large.len());
        }
    }
    text + "tag v1\nfrom refs/heads/main\ntagger T <t@example.com> 1580608922 +0000\ndata 2\nt\n\n"
}
