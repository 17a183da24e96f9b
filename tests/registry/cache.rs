//! What was sent once is not asked for again, and nobody can slip in something else.

use std::fs;
use std::process::Stdio;

use serde_json::{Value, json};
use tests::Registry;

use crate::image::{IMAGE, push};
use crate::scene::{Scene, call, task_run};

const WORDS: [&str; 4] = ["/bin/true", "-e", "-c", "d"];

/// The contents of the cache.
fn files(scene: &Scene) -> Vec<std::path::PathBuf> {
    fs::read_dir(scene.cache()).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_digest_is_known_for_ever() {
    let Some(mut registry) = Registry::start(None) else { return };
    let pushed = push(&registry, "app", &[IMAGE], None);
    let pinned = format!("{}/app@{}", registry.host(), pushed.top);
    let scene = Scene::new();
    assert_eq!(scene.resolve(&pinned).words(), WORDS);
    registry.stop();
    assert_eq!(scene.resolve(&pinned).words(), WORDS);
    assert_eq!(scene.resolve(&format!("{}/app:v1@{}", registry.host(), pushed.top)).words(), WORDS);
    assert!(Scene::new().resolve(&pinned).refused().contains("cannot be reached"));
}

#[test]
fn a_tag_costs_one_look_at_what_it_stands_for() {
    let Some(registry) = Registry::start(None) else { return };
    push(&registry, "app", &[IMAGE], None);
    let image = format!("{}/app", registry.host());
    let scene = Scene::new();
    assert_eq!(scene.resolve(&image).words(), WORDS);
    let gets = || registry.requests().iter().filter(|request| request.contains("\"GET /v2/app/")).count();
    let before = gets();
    assert!(before >= 2, "{:?}", registry.requests());
    assert_eq!(scene.resolve(&image).words(), WORDS);
    assert_eq!(gets(), before, "{:?}", registry.requests());
    // And when it stands for something else, that counts.
    push(&registry, "app", &[crate::image::Image { cmd: &["new"], ..IMAGE }], None);
    assert_eq!(scene.resolve(&image).words(), ["/bin/true", "-e", "new"]);
}

#[test]
fn a_changed_file_is_fetched_anew() {
    let Some(registry) = Registry::start(None) else { return };
    let pushed = push(&registry, "app", &[IMAGE], None);
    let pinned = format!("{}/app@{}", registry.host(), pushed.top);
    let scene = Scene::new();
    assert_eq!(scene.resolve(&pinned).words(), WORDS);
    assert_eq!(files(&scene).len(), 2);
    for path in files(&scene) {
        let text = fs::read_to_string(&path).unwrap().replace("/bin/true", "/bin/evil");
        fs::write(&path, text).unwrap();
    }
    assert_eq!(scene.resolve(&pinned).words(), WORDS);
    let healed = files(&scene);
    assert_eq!(healed.len(), 2);
    assert!(healed.iter().all(|path| !fs::read_to_string(path).unwrap().contains("evil")));
}

#[test]
fn what_a_registry_sends_is_held_against_its_digest() {
    let Some(registry) = Registry::start(None) else { return };
    let pushed = push(&registry, "app", &[IMAGE], None);
    registry.spoil(&pushed.config);
    let scene = Scene::new();
    let said = scene.resolve(&format!("{}/app", registry.host()));
    assert!(said.refused().to_lowercase().contains("digest"), "{}", said.stderr);
    assert!(!said.stderr.contains("evil") && files(&scene).len() == 1, "{}", said.stderr);
}

#[test]
fn many_at_once_share_a_cache() {
    let Some(registry) = Registry::start(None) else { return };
    let names: Vec<String> = (0..12).map(|number| format!("app{number}")).collect();
    for name in &names {
        push(&registry, name, &[crate::image::Image { cmd: &[name], ..IMAGE }], None);
    }
    let runs: Vec<Value> = names
        .iter()
        .map(|name| {
            let mut run = task_run(&format!("{}/{name}", registry.host()), &json!({}));
            run["metadata"]["name"] = name.as_str().into();
            run
        })
        .collect();
    let scene = Scene::new();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let said = call(scene.command(&["emit", "-o", "json"]).stdin(Stdio::piped()), &runs);
                assert_eq!(said.code, 0, "{}", said.stderr);
                assert!(names.iter().all(|name| said.stdout.contains(&format!("\"{name}\""))));
            });
        }
    });
    assert_eq!(files(&scene).len(), 24);
}

#[test]
fn no_cache_is_no_error() {
    let Some(registry) = Registry::start(None) else { return };
    push(&registry, "app", &[IMAGE], None);
    let scene = Scene::new();
    fs::write(scene.path().join("cache"), "a file where the folder should be").unwrap();
    assert_eq!(scene.resolve(&format!("{}/app", registry.host())).words(), WORDS);
}
