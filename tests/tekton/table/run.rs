//! A case, from start to end.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tests::{Finished, Running, write_program};

use super::Case;
use crate::pod::{Pod, entries, judge_time};

/// When the files that appear later do: behind the first look of one that looks every second.
const LATER: Duration = Duration::from_millis(300);
/// How long a case may take: upstream looks once a second, for two files one after the other in the longest.
const PATIENCE: Duration = Duration::from_secs(15);

/// Runs `case` in `pod`, and gives what is not as it has to be.
pub fn run(case: &Case, pod: &Pod) -> Vec<String> {
    for (file, content) in case.scene {
        if file.starts_with("scripts/") {
            write_program(pod.path(*file), "755", content);
        } else {
            pod.write(file, content);
        }
    }
    let step = if case.is_step { pod.step(0) } else { pod.plain([""; 0]) };
    let step = step.args(case.flags);
    let step = if case.command.is_empty() { step } else { step.runs(case.command) };
    // Whatever a case does to its home, it is not the one of who runs the tests.
    fs::create_dir_all(pod.path("home")).unwrap();
    let environment = case.environment;
    let running = step.with(move |command| {
        command.env("HOME", "/tekton/home").envs(environment.iter().copied());
    });
    let running = running.start();
    if !case.later.is_empty() {
        sleep(LATER);
    }
    for (file, content) in case.later {
        pod.write(file, content);
    }
    match end(running) {
        Some(end) => differences(case, pod, &end),
        None => vec![format!("it still runs after {PATIENCE:?}")],
    }
}

fn end(mut running: Running) -> Option<Finished> {
    let start = Instant::now();
    while running.runs() {
        if start.elapsed() > PATIENCE {
            return None;
        }
        sleep(Duration::from_millis(2));
    }
    Some(running.finish())
}

fn differences(case: &Case, pod: &Pod, end: &Finished) -> Vec<String> {
    let mut list = Vec::new();
    let mut compare = |what: &str, is: String, has_to_be: String| {
        if is != has_to_be {
            list.push(format!("{what}: {is}, not {has_to_be}"));
        }
    };
    let code = |code: Option<i32>| code.map_or_else(|| "none".to_owned(), |code| code.to_string());
    compare("exit code", code(end.code), code(Some(case.exit)));
    compare("posted", format!("{:?}", pod.posted(0)), format!("{:?}", case.posted));
    compare("post file", pod.read("run/0/out") + &pod.read("run/0/out.err"), String::new());
    let exit_code = pod.path("run/0/status/exitCode").exists().then(|| pod.read("run/0/status/exitCode"));
    compare("exitCode", format!("{exit_code:?}"), format!("{:?}", case.exit_code.map(str::to_owned)));
    compare("told", format!("{:?}", told(pod)), format!("{:?}", case.told));
    compare("stdout", format!("{:?}", end.text()), format!("{:?}", case.stdout));
    let lines: Vec<_> = end.stderr.lines().map(without_time).collect();
    if let Some(missing) = missing(&lines, case.log) {
        list.push(format!("log: {lines:?} is without {missing:?}"));
    }
    for (file, content) in case.left {
        let is = pod.read(file);
        if is != *content {
            list.push(format!("{file}: {is:?}, not {content:?}"));
        }
    }
    list
}

/// What the message tells besides the start, which is a time.
fn told(pod: &Pod) -> Vec<String> {
    let message = entries(&pod.read("run/0/termination"));
    let (start, told): (Vec<_>, Vec<_>) = message.into_iter().partition(|entry| entry.0 == "StartedAt");
    for (_, time, _) in &start {
        judge_time(time);
    }
    told.into_iter().map(|(key, value, kind)| format!("{key}={value} ({kind})")).collect()
}

/// A line of the log as it is behind its time, if it has one.
fn without_time(line: &str) -> &str {
    let time = line.bytes().take(20).map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    if time.eq(*b"0000/00/00 00:00:00 ") { &line[20..] } else { line }
}

/// The first of `wanted` that is not there in its turn.
fn missing(lines: &[&str], wanted: &[&'static str]) -> Option<&'static str> {
    if wanted.is_empty() && !lines.is_empty() {
        return Some("nothing else but nothing");
    }
    let mut lines = lines.iter();
    let fits = |line: &str, wanted: &str| match wanted.strip_suffix('…') {
        Some(beginning) => line.starts_with(beginning),
        None => line == wanted,
    };
    wanted.iter().copied().find(|&wanted| !lines.any(|line| fits(line, wanted)))
}
