//! What the init containers of a Pod call.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::pod::{Pod, log};

#[test]
fn init_copies_and_links() {
    let Some(pod) = Pod::new() else { return };
    let binary = tests::binary("entrypoint");
    let words = ["init", binary.to_str().unwrap(), "/tekton/bin/entrypoint", "step-build", "step-unnamed-1"];
    for _ in 0..2 {
        let end = pod.plain(words).finish();
        assert_eq!((end.code, log(&end)), (Some(0), vec!["Entrypoint initialization"]), "{}", end.stderr);
    }
    assert_eq!(fs::read(pod.path("bin/entrypoint")).unwrap(), fs::read(&binary).unwrap());
    let links = [("step-build", 0), ("0", 0), ("step-unnamed-1", 1), ("1", 1)];
    for (name, n) in links {
        let leads = fs::read_link(pod.path(format!("steps/{name}"))).unwrap();
        assert_eq!(leads.to_str(), Some(&format!("/tekton/run/{n}/status")[..]));
    }
    assert_eq!(fs::read_dir(pod.path("steps")).unwrap().count(), links.len());
}

#[test]
fn init_says_what_failed() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.plain(["init", "/no/such", "/tekton/bin/entrypoint"]).finish();
    assert_eq!(end.code, Some(1));
    assert!(log(&end)[0].starts_with("init error: cannot read /no/such"), "{}", end.stderr);
    pod.write("steps/step-a", "no link");
    fs::remove_dir_all(pod.path("steps")).unwrap();
    pod.write("steps", "no folder");
    let end = pod.plain(["step-init", "step-a"]).finish();
    assert_eq!(end.code, Some(1));
    assert!(log(&end)[0].starts_with("step-init error: "), "{}", end.stderr);
}

#[test]
fn step_init_links_alone() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.plain(["step-init", "step-a", "step-b"]).finish();
    assert_eq!((end.code, log(&end)), (Some(0), vec!["Setup /step directories"]), "{}", end.stderr);
    assert_eq!(fs::read_dir(pod.path("steps")).unwrap().count(), 4);
}

#[test]
fn decode_script_rewrites_in_place() {
    let script = "#!/bin/sh\necho 'a b' \"$1\" \u{fc}\n";
    for wrapped in ["-w0", "-w20"] {
        let Some(pod) = Pod::new() else { return };
        let encode = format!(
            "cat > /tekton/plain; base64 {wrapped} < /tekton/plain > /tekton/scripts/s; chmod 751 /tekton/scripts/s"
        );
        pod.write("input", script);
        let encode = encode.replace("cat >", "cat /tekton/input >");
        assert_eq!(pod.plain(["-entrypoint", "sh", "--", "-c", &encode]).finish().code, Some(0));
        let end = pod.plain(["decode-script", "/tekton/scripts/s"]).finish();
        assert_eq!((end.code, log(&end)), (Some(0), vec!["Decoded script /tekton/scripts/s"]));
        assert_eq!(pod.read("scripts/s"), script);
        assert_eq!(fs::metadata(pod.path("scripts/s")).unwrap().permissions().mode() & 0o7777, 0o751);
        assert_eq!(fs::read_dir(pod.path("scripts")).unwrap().count(), 1, "no temporary file stays");
    }
}

#[test]
fn what_is_no_base64_stays_as_it_is() {
    for (text, place) in [("a*bc", 1), ("abc", 3), ("ab\ncd\ne!==", 7), ("YWJj=", 4)] {
        let Some(pod) = Pod::new() else { return };
        pod.write("scripts/s", text);
        let end = pod.plain(["decode-script", "/tekton/scripts/s"]).finish();
        assert_eq!(end.code, Some(1), "{text}");
        let said = format!(
            "decode-script error: error decoding script file \"/tekton/scripts/s\": error decoding script file \
             \"/tekton/scripts/s\": illegal base64 data at input byte {place}"
        );
        assert_eq!(log(&end), [said], "{text}");
        assert_eq!(pod.read("scripts/s"), text);
    }
}
