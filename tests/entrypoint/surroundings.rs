//! What a step finds around it: as without entrypoint, but for its input and its group.

use std::fs::File;
use std::process::{Command, Stdio};

use tests::{Posted, Running, Step, Tools, process};

#[test]
fn standard_input_is_empty() {
    let tools = Tools::new();
    std::fs::write(tools.path("input"), "not for the step").unwrap();
    let input = File::open(tools.path("input")).unwrap();
    let step = Step::new().runs_shell("readlink /proc/$$/fd/0; cat").with(move |command| {
        command.stdin(input);
    });
    assert_eq!(step.finish().text(), "/dev/null");
}

#[test]
fn the_step_leads_its_own_group() {
    let step = Step::new().runs(["sleep", "60"]).start();
    let (own, pid) = (process(step.pid()).unwrap(), step.step());
    let group =
        tests::eventually("the group is set", || Some(process(pid)?.group).filter(|&group| group == pid));
    assert!(group != own.group && process(pid).unwrap().parent == step.pid());
    step.send(libc::SIGTERM);
    assert_eq!(step.finish().code, Some(143));
}

/// The lines of the step's `/proc/PID/status` about signals, started under `scene`.
fn signal_state(scene: &str) -> String {
    let step = Step::new().runs(["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]);
    step.under(["sh", "-c", &format!("{scene} exec \"$@\""), "sh"]).finish().text()
}

#[test]
fn no_signal_is_blocked_or_ignored() {
    let state = signal_state("");
    let clean =
        |line: &str| line.split_once('\t').is_some_and(|(_, mask)| u64::from_str_radix(mask, 16) == Ok(0));
    // Whoever runs the tests may ignore some itself: those are handed down, as without entrypoint.
    let plain = Command::new("grep").args(["^SigIgn", "/proc/self/status"]).output().unwrap();
    let ignored = String::from_utf8_lossy(&plain.stdout).trim().to_owned();
    assert!(state.lines().all(|line| clean(line) || line == ignored), "{state}");
}

#[test]
fn a_signal_ignored_outside_stays_ignored() {
    let state = signal_state("trap '' USR1;");
    let ignored = state.lines().find_map(|line| line.strip_prefix("SigIgn:\t")).unwrap();
    assert_ne!(u64::from_str_radix(ignored, 16).unwrap() & 1 << (libc::SIGUSR1 - 1), 0, "{state}");
}

#[test]
fn no_descriptor_leaks_into_the_step() {
    // The shell opens some itself, and whoever runs the tests may hand some down: the same without entrypoint.
    let script = "cd /proc/$$/fd && echo *";
    let plain = Running::start({
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::null());
        command
    });
    let tools = Tools::new();
    tools.post("0");
    assert_eq!(tools.step(1).runs_shell(script).finish().text(), plain.finish().text());
}

#[test]
fn environment_and_folder_are_handed_down() {
    let tools = Tools::new();
    let folder = tools.folder().canonicalize().unwrap();
    let step = Step::new().runs_shell("echo \"$GREETING\"; pwd");
    let inner = folder.clone();
    let step = step.with(move |command| {
        command.env("GREETING", "hello").current_dir(inner);
    });
    assert_eq!(step.finish().text(), format!("hello\n{}", folder.display()));
}

#[test]
fn output_is_the_steps_alone() {
    let end = Step::new().runs_shell("echo out; echo err >&2").finish();
    assert_eq!((end.text().as_str(), end.stderr.as_str()), ("out", "err\n"));
}

#[test]
fn closed_or_full_outputs_do_not_break_the_handoff() {
    for outputs in [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full", ">/dev/full 2>/dev/full"]
    {
        let scene = format!("exec \"$@\" {outputs}");
        let tools = Tools::new();
        let under = ["sh", "-c", &scene, "sh"];
        assert_eq!(tools.step(0).under(under).runs(["true"]).finish().code, Some(0), "{outputs}");
        assert_eq!(tools.posted("0"), Posted::Done);
        // Now with something to complain about.
        assert_eq!(tools.step(1).under(under).runs(["/no/such"]).finish().code, Some(127), "{outputs}");
        assert_eq!(tools.step(2).under(under).runs(["true"]).finish().code, Some(0), "{outputs}");
        assert_eq!((tools.posted("1"), tools.posted("2")), (Posted::Failed, Posted::Failed), "{outputs}");
        let post = tools.path("3");
        let usage = Step::new().under(under).post_file(&post).args(["-no_such_flag"]).finish();
        assert_eq!((usage.code, tools.posted("3")), (Some(2), Posted::Failed), "{outputs}");
    }
}

#[test]
fn an_output_nobody_reads_does_not_break_the_handoff() {
    let tools = Tools::new();
    let scene = "{ \"$@\"; } 2>&1 | :; sleep 0.1";
    tools.step(0).under(["sh", "-c", scene, "sh"]).runs_shell("sleep 0.05; exit 3").finish();
    let skipped = tools.step(1).under(["sh", "-c", scene, "sh"]).runs(["true"]);
    skipped
        .with(|command| {
            command.stdin(Stdio::null());
        })
        .finish();
    assert_eq!((tools.posted("0"), tools.posted("1")), (Posted::Failed, Posted::Failed));
}
