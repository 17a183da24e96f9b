//! Whether processes of this container were killed for want of memory, which their exit codes do not tell.

use std::fs;
use std::process;

/// The kernel's counts of a container's own group, in version 2 and in version 1 of cgroups.
const COUNTS: [&str; 2] = ["/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"];
/// The process whose group is mounted there: elsewhere it is another one's.
const INIT: u32 = 1;

/// What there is to say of it; nothing where none was killed, or nobody knows.
pub fn note() -> Option<String> {
    if process::id() != INIT {
        return None;
    }
    let killed = COUNTS.iter().find_map(|file| killed(&fs::read_to_string(file).ok()?))?;
    (killed > 0).then(|| {
        format!(
            "processes of this container killed for want of memory: {killed}; give it a higher memory limit"
        )
    })
}

fn killed(counts: &str) -> Option<u64> {
    counts.lines().find_map(|line| line.strip_prefix("oom_kill ")).and_then(|count| count.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::killed;

    #[test]
    fn both_versions_of_cgroups() {
        assert_eq!(killed("low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n"), Some(2));
        assert_eq!(killed("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"), Some(1));
        assert_eq!(killed("oom_kill_disable 0\nunder_oom 0\n"), None);
    }
}
