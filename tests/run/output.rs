//! Lines, prefixes, streams, JSON events.

use serde_json::Value;
use std::time::Duration;
use tests::{Running, Stopwatch};

use crate::scene::{run, stdout};
use crate::task::scripts;

/// The events of a run, each of which must be a JSON document.
fn events(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn bytes_come_through_as_they_are() {
    let finished = run(&[scripts(&[("a", r"printf '\377\376\n\nno end'; printf 'err' >&2")])], &[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let mut lines: Vec<&[u8]> = finished.stdout.split(|byte| *byte == b'\n').collect();
    assert_eq!(lines.pop(), Some(&b""[..]));
    assert!(lines.contains(&&b"[a]   \xff\xfe"[..]), "{lines:?}");
    assert!(lines.contains(&&b"[a]   "[..]), "{lines:?}");
    assert!(lines.contains(&&b"[a]   no end"[..]), "{lines:?}");
    assert!(lines.contains(&&b"[a]   err"[..]), "{lines:?}");
}

#[test]
fn a_long_line_stays_one_line() {
    let finished = run(&[scripts(&[("a", "head -c 1000000 /dev/zero | tr '\\0' x; echo")])], &[]);
    let lengths: Vec<usize> = stdout(&finished).lines().map(str::len).collect();
    assert_eq!(lengths, [6 + 1_000_000, "[nop] Build successful".len()]);
}

#[test]
fn many_lines_are_no_bottleneck() {
    let scene = crate::scene::Scene::new(&[scripts(&[("a", "seq 1 200000")])]);
    let command = scene.command(&[]); // builds what is not built yet, before time is measured
    let watch = Stopwatch::start();
    let finished = Running::start(command).finish();
    let took = watch.elapsed();
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let numbers: Vec<u32> =
        stdout(&finished).lines().filter_map(|line| line.strip_prefix("[a]   ")?.parse().ok()).collect();
    assert!(numbers.iter().copied().eq(1..=200_000), "{} lines", numbers.len());
    // 100,000 lines a second, and what it takes to start and end a Pod on a machine that others use too.
    assert!(took < Duration::from_secs(2 + 3), "{took:?}");
}

#[test]
fn a_line_is_seen_while_its_step_runs() {
    let scene = crate::scene::Scene::new(&[scripts(&[("a", "echo up; sleep 1000")])]);
    let mut command = scene.command(&[]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
    assert_eq!(line, "[a]   up\n");
    tests::send(child.id(), libc::SIGTERM);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    scene.assert_clean();
}

#[test]
fn colour_is_for_who_wants_it() {
    let task = scripts(&[("a", "echo hi")]);
    let coloured = |arguments: &[&str]| run(std::slice::from_ref(&task), arguments).stdout.contains(&0x1b);
    assert!(!coloured(&[]));
    assert!(coloured(&["--color", "always"]));
    assert!(!coloured(&["--color", "never"]));
    let by_environment = |name: &str, arguments: &[&str]| {
        let scene = crate::scene::Scene::new(std::slice::from_ref(&task));
        let mut command = scene.command(arguments);
        command.env(name, "1");
        tests::Running::start(command).finish().stdout.contains(&0x1b)
    };
    assert!(by_environment("CLICOLOR_FORCE", &[]));
    assert!(!by_environment("CLICOLOR_FORCE", &["--color", "never"]));
    assert!(by_environment("NO_COLOR", &["--color", "always"]), "what is asked for here and now wins");
}

#[test]
fn json_tells_everything() {
    let finished =
        run(&[scripts(&[("a", r"echo out; printf '\377' >&2; exit 3"), ("b", "true")])], &["-o", "json"]);
    assert_eq!(finished.code, Some(3), "{}", finished.stderr);
    let events = events(stdout(&finished));
    let kind = |kind: &str| events.iter().filter(|event| event["event"] == kind).collect::<Vec<_>>();

    assert_eq!(events[0]["event"], "pod-started");
    assert_eq!(events[0]["engine"], "process");
    assert_eq!(kind("container-started").len(), 5, "creds-init, place-tools, a, b, nop");
    let logs = kind("log");
    let of_a: Vec<_> = logs.iter().filter(|event| event["step"] == "a").collect();
    assert!(of_a.iter().any(|event| event["stream"] == "stdout" && event["line"] == "out"), "{of_a:?}");
    assert!(of_a.iter().any(|event| event["stream"] == "stderr" && event["base64"] == "/w=="), "{of_a:?}");
    let outcome = |step: &str| {
        let finished = kind("container-finished").into_iter().find(|event| event["step"] == step).unwrap();
        (finished["exitCode"].as_i64().unwrap(), finished["outcome"].as_str().unwrap().to_owned())
    };
    assert_eq!(outcome("a"), (3, "failed".into()));
    assert_eq!(outcome("b"), (0, "skipped".into()));
    assert_eq!(outcome("nop"), (0, "succeeded".into()));
    let last = events.last().unwrap();
    assert_eq!(
        (&last["event"], &last["phase"], &last["exitCode"]),
        (&"pod-finished".into(), &"Failed".into(), &3.into())
    );
    for event in &events {
        assert!(event["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{event}");
        assert_eq!(event["taskRun"], "it");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run() {
    let scene = crate::scene::Scene::new(&[scripts(&[("a", "while echo y; do :; done")])]);
    let mut command = scene.command(&[]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    std::io::Read::read_exact(&mut stdout, &mut [0; 10]).unwrap();
    drop(stdout);
    assert_eq!(child.wait().unwrap().code(), Some(141));
    scene.assert_clean();
}
