//! Root, an ordinary user, other users inside.

use serde_json::json;

use crate::scene::{Scene, lines_of, stdout};
use crate::task::{script, task_run, with};
use tests::Running;

/// The way to run as an ordinary user.
const SETPRIV: [&str; 6] = ["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups"];

#[test]
fn an_ordinary_user_needs_nothing() {
    if !tests::root() {
        return; // every other test here is this one then
    }
    let text = "id -u; touch /usr/x 2>/dev/null && echo wrote; echo $HOME; touch $HOME/f /workspace/f /tmp/f && echo y; mkdir /workspace/r && touch /workspace/r/x && chmod 555 /workspace/r";
    let scene = Scene::new(&[crate::task::scripts(&[("a", text), ("b", "ls /workspace/r")])]);
    let finished = Running::start(scene.under(&SETPRIV, &[])).finish();
    let expected = "[a]   0\n[a]   /builder/home\n[a]   y\n[b]   x\n[nop] Build successful\n";
    assert_eq!((finished.code, stdout(&finished)), (Some(0), expected), "{}", finished.stderr);
    scene.assert_clean();
}

#[test]
fn the_pod_says_who_runs() {
    let step = with(
        script(
            "it",
            "id -u; id -g; echo x >/workspace/f && cat /workspace/f; cat /proc/self/status | grep ^CapEff",
        ),
        "securityContext",
        json!({"runAsUser": 1234, "runAsGroup": 567, "allowPrivilegeEscalation": false}),
    );
    let task = task_run("it", &[step], &json!([]));
    let expected = ["1234", "567", "x", "CapEff:\t0000000000000000"];
    assert_eq!(lines_of(std::slice::from_ref(&task)), expected);
    if tests::root() {
        let scene = Scene::new(&[task]);
        let finished = Running::start(scene.under(&SETPRIV, &[])).finish();
        assert_eq!(finished.code, Some(0), "{finished:?}");
        let lines: Vec<_> =
            stdout(&finished).lines().filter_map(|line| line.strip_prefix("[it]  ")).collect();
        assert_eq!(lines, expected, "as an ordinary user");
    }
}

#[test]
fn users_of_one_pod_may_differ() {
    if !tests::root() {
        return;
    }
    let user = |step, id: u32| with(step, "securityContext", json!({"runAsUser": id}));
    let steps = [
        user(script("a", "echo secret >/workspace/f; chmod 600 /workspace/f"), 1001),
        user(script("it", "cat /workspace/f 2>/dev/null || echo refused; stat -c %u /workspace/f"), 1002),
    ];
    assert_eq!(lines_of(&[task_run("it", &steps, &json!([]))]), ["refused", "1001"]);
}
