//! The exit code is the step's: every code there is, and 128 + n for death by signal n.

use tests::{Posted, Tools};

#[test]
fn every_exit_code_is_passed_on() {
    let tools = Tools::new();
    for code in 0..=255 {
        let name = code.to_string();
        let step = tests::Step::new().post_file(tools.path(&name)).runs_shell(&format!("exit {code}"));
        let end = step.finish();
        let posted = if code == 0 { Posted::Done } else { Posted::Failed };
        assert_eq!((end.code, tools.posted(&name)), (Some(code), posted));
        assert_eq!(end.stderr, "", "an exit code speaks for itself");
    }
}

#[test]
fn death_by_any_signal_is_128_and_its_number() {
    // What does not kill: CHLD, CONT, URG, WINCH are ignored, STOP, TSTP, TTIN, TTOU stop. 32 and 33 belong to
    // the C library's threads.
    let harmless = [libc::SIGCHLD, libc::SIGCONT, libc::SIGURG, libc::SIGWINCH, 32, 33];
    let stopping = [libc::SIGSTOP, libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU];
    let tools = Tools::new();
    for signal in (1..=64).filter(|signal| !harmless.contains(signal) && !stopping.contains(signal)) {
        let name = signal.to_string();
        let script = format!("ulimit -c 0; kill -{signal} $$; exit 99");
        let end = tests::Step::new().post_file(tools.path(&name)).runs_shell(&script).finish();
        assert_eq!((end.code, end.signal), (Some(128 + signal), None), "signal {signal}");
        assert_eq!(tools.posted(&name), Posted::Failed);
    }
}

#[test]
fn a_step_that_stops_and_goes_on_has_not_ended() {
    let tools = Tools::new();
    let step = tools.step(0).runs_shell("kill -STOP $$; exit 3").start();
    let pid = step.step();
    tests::eventually("it stops", || (tests::process(pid)?.state == 'T').then_some(()));
    assert_eq!(tools.posted("0"), Posted::Nothing);
    tests::send(pid, libc::SIGCONT);
    assert_eq!((step.finish().code, tools.posted("0")), (Some(3), Posted::Failed));
}
