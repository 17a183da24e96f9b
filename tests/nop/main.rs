//! `nop`, from outside: the last container of a Pod, by the built binary.

use std::process::{Command, Stdio};

use tests::{Running, able, binary, strace};

#[test]
fn it_says_the_build_is_done() {
    let output = Command::new(binary("nop")).output().unwrap();
    assert_eq!(
        (output.status.code(), &output.stdout[..], &output.stderr[..]),
        (Some(0), &b"Build successful\n"[..], &b""[..])
    );
}

#[test]
fn arguments_change_nothing() {
    for args in [&["-x"][..], &["--", "a"], &["-h"], &["\u{fffd}"]] {
        let output = Command::new(binary("nop")).args(args).output().unwrap();
        assert_eq!(
            (output.status.code(), &output.stdout[..]),
            (Some(0), &b"Build successful\n"[..]),
            "{args:?}"
        );
    }
}

#[test]
fn an_output_that_takes_nothing_is_no_panic() {
    for outputs in [">&-", ">/dev/full", ">&- 2>&- <&-"] {
        let script = format!("exec \"$0\" {outputs}");
        let output = Command::new("sh")
            .args(["-c", &script])
            .arg(binary("nop"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.code().is_some_and(|code| code <= 1), "{outputs}: {}", output.status);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"), "{outputs}");
    }
}

#[test]
fn it_opens_no_file() {
    let Some(strace) = strace(&["-e", "trace=openat,open,creat"]) else { return };
    let output = Command::new(&strace[0]).args(&strace[1..]).arg(binary("nop")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("open"), "{said}");
}

#[test]
fn it_stays_until_it_is_told_to_end() {
    for signal in [libc::SIGTERM, libc::SIGINT] {
        let mut command = Command::new(binary("nop"));
        command.arg("tekton_run_indefinitely").stdin(Stdio::null());
        let mut nop = Running::start(command);
        nop.settle("it waits", || nop.stdout_so_far() == b"Waiting indefinitely...\n");
        assert!(nop.runs());
        nop.send(signal);
        let end = nop.finish();
        assert_eq!((end.code, end.signal, end.text().as_str()), (Some(0), None, "Waiting indefinitely..."));
    }
}

#[test]
fn it_stays_as_process_1() {
    let unshare = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"];
    if !able("process namespaces", &[&unshare[..], &["true"]].concat()) {
        return;
    }
    let mut command = Command::new(unshare[0]);
    command.args(&unshare[1..]).arg(binary("nop")).arg("tekton_run_indefinitely").stdin(Stdio::null());
    let nop = Running::start(command);
    nop.settle("it waits", || !nop.stdout_so_far().is_empty());
    tests::send(nop.step(), libc::SIGTERM);
    assert_eq!(nop.finish().code, Some(0));
}
