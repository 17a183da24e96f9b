//! One step after the other, by the clock that all containers of a machine share.

use tests::Podman;

use crate::task;

/// Prints hundredths of a second since the machine started: it never steps, and busybox's `date` has whole
/// seconds only.
const NOW: &str = "cut -d' ' -f1 /proc/uptime | tr -d .";

#[test]
fn a_step_starts_after_the_one_before_has_ended() {
    let Some(podman) = Podman::get() else { return };
    // Each takes three tenths of a second: steps that overlapped would show it.
    let script = format!("{NOW}; sleep 0.3; {NOW}");
    let names = ["first", "second", "third"];
    let pod = podman.play(&task::pod("order", &names.map(|name| task::script(name, &script))));

    let mut ended = 0;
    for name in names {
        let container = format!("build-step-{name}");
        assert_eq!(pod.exit_code(&container), 0, "{name}: {:?}", pod.logs(&container));
        let times: Vec<u64> =
            pod.logs(&container).0.lines().map(|line| line.parse().expect("a time")).collect();
        let [start, end] = times[..] else { panic!("{name} printed {times:?}") };
        assert!(start >= ended, "{name} started at {start}, before the end of its predecessor at {ended}");
        assert!(end >= start + 30, "{name} took from {start} to {end}");
        ended = end;
    }
}
