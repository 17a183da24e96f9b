//! The page about a run, as a browser shows it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::{look, picture, there_is_one};
use crate::scene::Scene;
use crate::task::script;

/// A telephone and a desk.
const SIZES: [(u32, u32); 2] = [(360, 640), (1280, 800)];

/// What a terminal, a browser and a reader would rather not get.
const HOSTILE: &str = r#"printf '<script>document.title="owned"</script><img src=x onerror=alert(1)></pre></details>\n\033[31mred\033[0m \033]0;title\007\377\n'; seq -f 'x%.0f' -s '' 1 300; echo; exit 3"#;

fn task(name: &str, steps: &[(&str, &str)]) -> Value {
    let steps: Vec<Value> = steps.iter().map(|(name, text)| script(name, text)).collect();
    json!({"apiVersion": "tekton.dev/v1alpha1", "kind": "Task", "metadata": {"name": name}, "spec": {"steps": steps}})
}

/// A run of a pipeline that fails on its way.
fn failing() -> Vec<Value> {
    let tasks = json!([
        {"name": "first", "taskRef": {"name": "good"}},
        {"name": "beside-it-with-a-name-as-long-as-names-of-tasks-may-be-in-kube", "taskRef": {"name": "good"}, "runAfter": ["first"]},
        {"name": "second", "taskRef": {"name": "bad"}, "runAfter": ["beside-it-with-a-name-as-long-as-names-of-tasks-may-be-in-kube"]},
        {"name": "third", "taskRef": {"name": "good"}, "runAfter": ["second", "first"]},
    ]);
    let head = |kind: &str, name: &str, spec: Value| json!({"apiVersion": "tekton.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec});
    vec![
        task("good", &[("speak", "echo the words of $HOSTNAME; sleep 0.05"), ("end", "true")]),
        task("bad", &[("prepare", "sleep 0.05"), ("break", HOSTILE), ("never", "echo never said")]),
        head("Pipeline", "p", json!({"tasks": tasks})),
        head("PipelineRun", "r", json!({"pipelineRef": {"name": "p"}})),
    ]
}

/// Where a page goes, and the folder for it.
pub fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let page = folder.path().join("run.html");
    (folder, page)
}

/// The page about the run of `objects`, which has to end with `code`.
pub fn page_of(objects: &[Value], code: i32) -> String {
    let (folder, page) = place();
    let text = page_at(&page, objects, code);
    let files: Vec<_> =
        fs::read_dir(folder.path()).expect("the folder").flatten().map(|file| file.file_name()).collect();
    assert_eq!(files, ["run.html"], "nothing but the page");
    text
}

/// The same, written to `page`.
pub fn page_at(page: &Path, objects: &[Value], code: i32) -> String {
    let finished = Scene::new(objects).run(&["--report", page.to_str().expect("text")]);
    assert_eq!(finished.code, Some(code), "{}", finished.stderr);
    fs::read_to_string(page).expect("the page")
}

/// The page about the run that fails on its way.
fn failed() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| page_of(&failing(), 3))
}

/// What has to be on the page, and what must not.
const LOOK: &str = "(() => {
  const all = selector => [...page.querySelectorAll(selector)];
  const wide = () => page.documentElement.scrollWidth;
  const closed = wide();
  const steps = all('details.step');
  const states = (selector) => all(selector).map(it => it.getAttribute('class'));
  const log = name => all('details.step').filter(it => it.querySelector('.name').textContent.endsWith(name))
    .map(it => [...it.querySelectorAll('pre')].map(pre => pre.textContent).join(''));
  const open = all('details.step[open] .name').map(it => it.textContent);
  all('details').forEach(it => it.open = true);
  return {
    title: page.title, closed, opened: wide(), styled: frame.getComputedStyle(page.querySelector('.badge')).borderRadius,
    graph: states('.graph .node'), edges: all('.graph .edge').length,
    names: all('.graph .node title').map(it => it.textContent),
    pods: all('details.pod > summary .name').map(it => it.textContent),
    bars: all('summary .bar').map(it => it.querySelectorAll('rect').length > 0 && it.getBoundingClientRect().width > 50),
    states: states('summary .bar'), steps: steps.length, open,
    speak: log('speak'), broke: log('break'), never: log('never'),
    foreign: all('script, img, iframe, object, link, [src], [href]:not([href^=\"#\"]), [style], [onerror]').length,
    failures: all('.failures li').map(it => it.textContent.trim()),
    links: all('.failures a, .graph a').map(it => page.getElementById(it.getAttribute('href').slice(1)))
      .map(it => it.matches('details.pod') && it.querySelector('.name').textContent),
    red: all('pre .a1').map(it => it.textContent),
    marks: all('.axis text').length,
  };
})()";

#[test]
fn a_page_has_graph_timeline_and_logs_on_every_screen() {
    let page = failed();
    if !there_is_one() {
        return;
    }
    for (width, height) in SIZES {
        let seen = look(page, (width, height), LOOK);
        for when in ["closed", "opened"] {
            assert_eq!(seen[when], width, "no wider than the screen while its rows are {when}: {seen}");
        }
        assert_eq!(seen["title"], "✗ PipelineRun r");
        assert_eq!(seen["styled"], "32px", "the page's own rules are allowed");
        assert_eq!(seen["graph"], json!(["node succeeded", "node succeeded", "node failed", "node skipped"]));
        assert_eq!(seen["edges"], 4);
        assert!(seen["names"][2].as_str().unwrap().starts_with("second: failed ("), "{seen}");
        let long = "beside-it-with-a-name-as-long-as-names-of-tasks-may-be-in-kube";
        assert_eq!(seen["pods"], json!(["✓ first", format!("✓ {long}"), "✗ second"]));
        assert_eq!(seen["failures"], json!(["✗ second: break, exit code 3"]));
        let [first, beside, second] = [0, 1, 2].map(|pod| &seen["pods"][pod]);
        assert_eq!(seen["links"], json!([second, first, beside, second]), "what never ran is no link");
        // Two init containers each, and their steps.
        assert_eq!((&seen["steps"], &seen["open"]), (&json!(4 + 4 + 5), &json!(["✗ break"])));
        let bars = seen["bars"].as_array().unwrap();
        assert!(bars.len() == 3 + 13 && bars.iter().all(|bar| bar == true), "{seen}");
        let of_second: Vec<&str> =
            seen["states"].as_array().unwrap()[10..].iter().map(|it| it.as_str().unwrap()).collect();
        let states = ["failed", "succeeded", "succeeded", "succeeded", "failed", "skipped"];
        assert_eq!(of_second, states.map(|state| format!("bar row {state}")));
        assert!(seen["speak"][0].as_str().unwrap().starts_with("the words of r-first-"), "{seen}");
        assert!(seen["marks"].as_u64().unwrap() >= 2, "{seen}");

        let broke = seen["broke"][0].as_str().unwrap();
        assert!(broke.starts_with(
            "<script>document.title=\"owned\"</script><img src=x onerror=alert(1)></pre></details>\n"
        ));
        assert!(broke.contains("red \u{fffd}\nx1x2x3"), "{broke}");
        assert_eq!((&seen["red"], &seen["foreign"]), (&json!(["red"]), &json!(0)), "{seen}");
        let never = seen["never"][0].as_str().unwrap();
        assert!(never.starts_with("entrypoint: skipped") && !never.contains("never said"), "{never}");
    }
}

#[test]
fn a_page_is_to_be_seen() {
    if !there_is_one() {
        return;
    }
    let (folder, page) = place();
    fs::write(&page, failed()).unwrap();
    let ground = |light: bool| if light { [255, 255, 255] } else { [13, 17, 23] };
    for (size, light) in SIZES.into_iter().zip([false, true]) {
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(light));
        let picture = picture(&page, size, &[&scheme]);
        assert_eq!(picture.size, size);
        let count = |colour: [u8; 3]| picture.points.iter().filter(|point| **point == colour).count();
        let all = picture.points.len();
        let of_ground = count(ground(light));
        assert!(of_ground > all / 4 && of_ground < all * 99 / 100, "{of_ground} of {all}");
        // Borders or bars of what succeeded and of what failed.
        let [good, bad] =
            if light { [[26, 127, 55], [207, 34, 46]] } else { [[63, 185, 80], [255, 123, 114]] };
        assert!(count(good) > 50 && count(bad) > 20, "{size:?}: {} {}", count(good), count(bad));
    }
    drop(folder);
}

#[test]
fn a_page_refers_to_nothing() {
    let page = failed();
    // In what the steps said, all signs of HTML are escaped.
    let tags = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap());
    for tag in tags.filter(|tag| !tag.starts_with("!DOCTYPE") && !tag.starts_with("meta")) {
        let tag = tag.replace("href=\"#", ""); // within the page
        for word in ["src=", "href", "style=", "script", "http", " on"] {
            assert!(!tag.contains(word), "{tag}");
        }
    }
    for word in ["url(", "@import", "@font-face"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"), "the browser is told so");
}
