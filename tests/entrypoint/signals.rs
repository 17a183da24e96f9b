//! Every signal reaches the step's whole group, real-time ones too; those about the runner itself stay with it.

use libc::{
    SIGABRT, SIGBUS, SIGCHLD, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGURG,
};
use tests::{Running, Tools, eventually};

/// The program that writes down which signals it gets.
const SIGNAL_LOG: &str = env!("CARGO_BIN_EXE_signal-log");

/// Raised by the kernel for a fault of the process itself: passed on, they would blame the step.
const FAULTS: [i32; 7] = [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS];

/// A step that logs its signals to the file `log`, ready for them.
fn logging(tools: &Tools) -> Running {
    let step = tools.step(0).runs([SIGNAL_LOG.as_ref(), tools.path("log").as_os_str()]).start();
    eventually("the step listens", || tools.path("log").exists().then_some(()));
    step
}

/// Kills the step, and expects entrypoint to report that.
fn end(step: Running) {
    tests::send(step.step(), SIGKILL);
    assert_eq!(step.finish().code, Some(137));
}

#[test]
fn every_signal_is_forwarded() {
    let tools = Tools::new();
    let step = logging(&tools);
    // 32 and 33 belong to the C library's threads: kill(1) does not send them either.
    let kept = [&FAULTS[..], &[SIGKILL, SIGSTOP, SIGCHLD, SIGURG, 32, 33]].concat();
    let mut expected = String::new();
    for signal in (1..=64).filter(|signal| !kept.contains(signal)) {
        step.send(signal);
        expected = format!("{expected}{signal}\n");
        eventually(&format!("signal {signal} arrives, once"), || {
            (tools.read("log") == expected).then_some(())
        });
    }
    end(step);
}

#[test]
fn signals_about_the_runner_are_not_forwarded() {
    let tools = Tools::new();
    let step = logging(&tools);
    for (signal, log) in [(SIGCHLD, "15\n"), (SIGURG, "15\n15\n")] {
        step.send(signal);
        step.send(SIGTERM);
        eventually("TERM arrives, alone", || (tools.read("log") == log).then_some(()));
    }
    end(step);
}

#[test]
fn faults_end_the_runner_and_not_the_step() {
    for signal in FAULTS {
        let tools = Tools::new();
        let step = logging(&tools);
        let pid = step.step();
        step.send(signal);
        let end = step.finish();
        let alive = tests::process(pid).is_some_and(|process| process.state != 'Z');
        tests::send(pid, SIGKILL);
        assert_eq!(end.signal, Some(signal), "its own fault, its own death: {end:?}");
        assert!(alive && tools.read("log").is_empty(), "the step got {:?}", tools.read("log"));
    }
}

#[test]
fn real_time_signals_queue() {
    let tools = Tools::new();
    let step = logging(&tools);
    (0..10).for_each(|_| step.send(40));
    eventually("all ten arrive", || (tools.read("log") == "40\n".repeat(10)).then_some(()));
    end(step);
}

#[test]
fn the_whole_group_gets_them() {
    let tools = Tools::new();
    let script = r#""$0" "$1/a" & "$0" "$1/b" & wait"#;
    let argv =
        ["sh".as_ref(), "-c".as_ref(), script.as_ref(), SIGNAL_LOG.as_ref(), tools.folder().as_os_str()];
    let step = tools.step(0).runs(argv).start();
    eventually("both listen", || (tools.path("a").exists() && tools.path("b").exists()).then_some(()));
    let loggers = tests::children(step.step());
    step.send(SIGTERM);
    eventually("both get it", || (tools.read("a") == "15\n" && tools.read("b") == "15\n").then_some(()));
    for logger in loggers {
        tests::send(logger.pid, SIGKILL);
    }
    assert_eq!(step.finish().code, Some(143), "the shell between them died of it");
}

#[test]
fn a_step_that_handles_term_decides_its_own_code() {
    let tools = Tools::new();
    let script =
        format!("trap 'exit 42' TERM; touch {}; while :; do sleep 0.02; done", tools.path("ready").display());
    let step = tools.step(0).runs_shell(&script).start();
    eventually("the trap is set", || tools.path("ready").exists().then_some(()));
    step.send(SIGTERM);
    assert_eq!(step.finish().code, Some(42));
}

#[test]
fn signals_at_the_moment_of_the_start_are_not_lost() {
    let mut dice = tests::Dice::new();
    for _ in 0..100 {
        let tools = Tools::new();
        let step = tools.step(0).runs(["sleep", "60"]).start();
        eventually("a sign of life", || tools.path("0.lock").exists().then_some(()));
        std::thread::sleep(dice.shorter(std::time::Duration::from_millis(3)));
        step.send(SIGTERM);
        assert_eq!((step.finish().code, tools.posted("0")), (Some(143), tests::Posted::Failed));
    }
}

/// A step may be started by the thread that hears of the turn while another one reads the signal that ends the wait.
#[test]
fn signals_at_the_moment_of_the_turn_end_the_wait_or_the_step() {
    let mut dice = tests::Dice::new();
    for _ in 0..60 {
        let tools = Tools::new();
        let before = tools.step(0).runs(["sleep", "0.02"]).start();
        let script = format!("echo $$ > {}; exec sleep 60", tools.path("pid").display());
        let step = tools.step(1).runs_shell(&script).start();
        std::thread::sleep(
            std::time::Duration::from_millis(18) + dice.shorter(std::time::Duration::from_millis(10)),
        );
        step.send(SIGTERM);
        assert_eq!((step.finish().code, tools.posted("1")), (Some(143), tests::Posted::Failed));
        assert_eq!(before.finish().code, Some(0));
        if let Ok(pid) = tools.read("pid").trim().parse::<u32>() {
            assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "the step runs on");
        }
    }
}
