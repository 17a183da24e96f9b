//! What `/proc` says about a process: the only witness that is neither the tested nor the tester.

use std::fs;

/// One line of `/proc/PID/stat`, the fields that tests look at.
#[derive(Debug, Clone)]
pub struct Process {
    /// Process id.
    pub pid: u32,
    /// One letter, as in proc(5): `R`unning, `S`leeping, `Z`ombie, s`T`opped.
    pub state: char,
    /// Parent's process id.
    pub parent: u32,
    /// Process group id.
    pub group: u32,
}

/// The process `pid`, if there is one (a zombie is one).
pub fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything, brackets too: the fields begin behind the last one.
    let mut fields = stat.get(stat.rfind(')')? + 1..)?.split_ascii_whitespace();
    let state = fields.next()?.chars().next()?;
    Some(Process { pid, state, parent: fields.next()?.parse().ok()?, group: fields.next()?.parse().ok()? })
}

/// The processes whose parent is `pid`, zombies included.
pub fn children(pid: u32) -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(process).filter(|process| process.parent == pid).collect()
}
