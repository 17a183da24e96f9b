//! Secrets that steps print: nothing that is shown of a run has them.

use serde_json::{Value, json};

use crate::scene::{run, stdout};
use crate::task::{script, task_run, with};

/// Prints a password as it is, within a line, in base64 and as part of a URL, and leaves it as its message.
const TELL: &str = "cat /s/password; printf '\\n<%s>\\n' \"$P\"; base64 </s/password; echo -n \"me:$P\" | base64; \
                    echo https://me:correct%20horse@host.test; echo \"$P\" >&2; echo \"$P\" >/dev/termination-log; exit 3";

fn objects() -> [Value; 2] {
    let mut step = with(script("it", TELL), "volumeMounts", json!([{"name": "v", "mountPath": "/s"}]));
    step["env"] = json!([{"name": "P", "valueFrom": {"secretKeyRef": {"name": "s", "key": "password"}}}]);
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"password": "correct horse"}});
    [task_run("it", &[step], &json!([{"name": "v", "secret": {"secretName": "s"}}])), secret]
}

#[test]
fn a_secret_is_stars_on_the_terminal_and_in_events() {
    let text = run(&objects(), &[]);
    assert_eq!(text.code, Some(3), "{}", text.stderr);
    // Two pipes: what comes on standard error stands anywhere between.
    for line in ["[it]  ***\n", "[it]  <***>\n", "[it]  https://me:***@host.test\n"] {
        assert!(stdout(&text).contains(line), "{line}{}", stdout(&text));
    }
    let events = run(&objects(), &["-o", "json"]);
    assert!(stdout(&events).contains("\"message\":\"***"), "{}", stdout(&events));
    for shown in [&text, &events] {
        // The last two are of the password in base64, alone and behind a user's name.
        for form in ["correct horse", "correct%20horse", "Y29ycmVjdCBob3JzZ", "Y29ycmVjdCBob3JzZQ"] {
            assert!(!stdout(shown).contains(form) && !shown.stderr.contains(form), "{form}: {shown:?}");
        }
    }
}
