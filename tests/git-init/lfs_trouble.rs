//! Git LFS: what goes wrong, and what is tried again.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::{LfsRules, Stopwatch, eventually};

use crate::lfs_scene::{ONE, Scene, TWO, objects, parts};

/// As many bytes as a large file may have, none like the other.
fn large(bytes: usize) -> Vec<u8> {
    (0..bytes as u64 / 8).flat_map(|at| at.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes()).collect()
}

#[test]
fn objects_that_are_missing_are_listed_by_file() {
    let scene = Scene::new(LfsRules { error: Some(404), ..LfsRules::default() });
    let failure = scene.run(&scene.url(), &[]).failed();
    let said = failure["msg"].as_str().unwrap();
    assert!(said.contains("again.bin (") && said.contains("404: Object does not exist"), "{failure}");
    assert!(said.contains("deep/er/two.bin ("), "{failure}");
    assert_eq!(failure["stage"], "fetch");
    assert_eq!(failure["host"], *scene.web.host());
    assert!(failure["remedy"].as_str().unwrap().contains("git lfs push"), "{failure}");
    assert!(fs::read(scene.ours().join("one.bin")).unwrap().starts_with(b"version"), "still a pointer");
    for code in [410, 422] {
        scene.lfs.rules(|rules| rules.error = Some(code));
        let before = scene.lfs.requests().len();
        let failure = scene.run(&scene.url(), &[]).failed();
        assert!(failure["msg"].as_str().unwrap().contains(&format!("{code}: ")), "{failure}");
        assert_eq!(scene.lfs.requests().len(), before + 1, "that is not tried again");
    }
}

#[test]
fn one_that_is_missing_does_not_keep_the_others_away() {
    let scene = Scene::new(LfsRules::default());
    let missing: Vec<u8> = (1..=5_u8).collect();
    for number in &missing {
        let pointer =
            scene.lfs.put(&[*number]).replace("size 1\n", "size 2\n").replace("sha256:", "sha256:00");
        let (head, rest) = pointer.split_once("\nsize").unwrap();
        let pointer = format!("{}\nsize{rest}", &head[..head.len() - 2]);
        scene.repository.write(format!("missing{number}.bin"), pointer.as_bytes());
    }
    scene.add("last.bin", b"last\n");
    let failure = scene.run(&scene.url(), &[]).failed();
    let said = failure["msg"].as_str().unwrap();
    assert!(said.contains("missing3.bin") && said.contains("and 2 more"), "{failure}");
    assert!(!said.contains("missing4.bin"), "{failure}");
    assert!(objects(&scene.ours()).values().any(|(_, content)| content == ONE));
}

#[test]
fn content_with_another_hash_is_refused() {
    let scene = Scene::new(LfsRules::default());
    let wrong: Vec<u8> = TWO.iter().map(|byte| byte ^ 1).collect();
    for wrong in [&wrong[..], &[TWO, b"more"].concat()] {
        scene.lfs.spoil(TWO, wrong);
        let failure = scene.run(&scene.url(), &[]).failed();
        let said = failure["msg"].as_str().unwrap();
        assert!(said.contains("deep/er/two.bin") && said.contains("another hash or size"), "{failure}");
        assert!(objects(&scene.ours()).values().all(|(_, content)| content.is_empty() || content == ONE));
        assert!(parts(&scene.ours()).is_empty());
    }
    scene.lfs.put(TWO);
    scene.run(&scene.url(), &[]).succeeded();
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn a_busy_server_is_asked_again_after_the_pause_it_wants() {
    for status in [503, 429, 500] {
        // The first batch, the first object of the second attempt, and once more.
        let scene = Scene::new(LfsRules { statuses: [status].into(), ..LfsRules::default() });
        let start = Instant::now();
        let outcome = scene.run(&scene.url(), &[]);
        outcome.succeeded();
        assert!(start.elapsed() >= Duration::from_secs(1), "Retry-After: {:?}", start.elapsed());
        assert!(outcome.text.contains("attempt 2 of 3"), "{}", outcome.text);
        scene.assert_as_git_lfs(&scene.url());
    }
    let scene = Scene::new(LfsRules { statuses: [503; 9].into(), ..LfsRules::default() });
    let failure = scene.run(&scene.url(), &[]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("503: not now"), "{failure}");
    assert_eq!(scene.lfs.requests().len(), 3);
}

#[test]
fn a_body_that_breaks_off_is_gone_on_with() {
    let scene = Scene::new(LfsRules::default());
    let content = large(3_000_000);
    scene.add("large.bin", &content);
    scene.lfs.rules(|rules| rules.breaks = [2_000_000, 2_000_000, 2_000_000].into());
    scene.run(&scene.url(), &[]).succeeded();
    let ranges = scene.lfs.requests().iter().filter(|request| request.header("range").is_some()).count();
    assert!(ranges >= 1, "it goes on where it broke off");
    assert_eq!(fs::read(scene.ours().join("large.bin")).unwrap(), content);
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn a_signal_ends_it_within_a_second_and_leaves_no_half_file() {
    let scene = Scene::new(LfsRules { endless: true, ..LfsRules::default() });
    let mut command =
        scene.bench.command(&["-lfs", "-url", &scene.url(), "-path", scene.ours().to_str().unwrap()]);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    eventually("a part of an object is there", || {
        parts(&scene.ours())
            .iter()
            .any(|path| path.extension().is_some_and(|end| end == "part"))
            .then_some(())
    });
    let sent = Stopwatch::start();
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    let status = child.wait().unwrap();
    assert!(sent.elapsed() < Duration::from_secs(1), "{:?}", sent.elapsed());
    assert_eq!(status.code(), Some(143));
    assert!(objects(&scene.ours()).values().all(|(_, content)| content.is_empty()), "folders at most");
    assert!(fs::read(scene.ours().join("one.bin")).unwrap().starts_with(b"version"));
    // And it goes on.
    scene.lfs.rules(|rules| rules.endless = false);
    scene.run(&scene.url(), &[]).succeeded();
    scene.assert_as_git_lfs(&scene.url());
}

#[test]
fn the_time_limit_holds() {
    let scene = Scene::new(LfsRules { endless: true, ..LfsRules::default() });
    let failure = scene.run(&scene.url(), &["-timeout=1500ms"]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("not done within 1.5s"), "{failure}");
}

#[test]
fn a_large_file_takes_little_memory() {
    let scene = Scene::new(LfsRules::default());
    let content = large(96 << 20);
    scene.add("large.bin", &content);
    let ours = scene.ours();
    let args = ["-lfs", "-url", &scene.url(), "-path", ours.to_str().unwrap()];
    let mut child = scene.bench.command(&args).stderr(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let now = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(now.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success());
    assert!(fs::read(scene.ours().join("large.bin")).unwrap() == content);
    assert!(peak > 1_000 && peak < 40_000, "{peak} kB at the peak");
}
