//! A Pod of today's Tekton without containers: every step sees one folder as `/tekton`, in a mount namespace of its own.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tests::{Finished, Posted, Running, Step, Tools, binary, eventually, mount_namespace};

/// The Pod's folder, and what is put in front of a step so that it sees it.
pub struct Pod {
    folder: Tools,
    around: Vec<String>,
}

impl Pod {
    /// A Pod in which nothing has run; `None` where this machine allows no namespaces.
    pub fn new() -> Option<Self> {
        let folder = Tools::new();
        for name in ["root", "tekton", "tekton/results", "tekton/run", "tekton/steps", "tekton/scripts"] {
            fs::create_dir(folder.path(name)).unwrap();
        }
        // The machine as it is, with one folder more.
        let scene = format!(
            "cd '{}'; mount -t tmpfs none root
             for there in /*; do
               if [ -L \"$there\" ]; then cp -P \"$there\" root/
               elif [ -d \"$there\" ]; then mkdir \"root$there\"; mount --rbind \"$there\" \"root$there\"; fi
             done
             mkdir -p root/tekton; mount --rbind tekton root/tekton",
            folder.folder().display()
        );
        let mut around = mount_namespace(&scene)?;
        around.extend(["chroot".to_owned(), folder.path("root").display().to_string()]);
        Some(Self { folder, around })
    }

    /// Step `n` as the controller starts it.
    pub fn step(&self, n: usize) -> Step {
        let step = Step::new().under(&self.around);
        let step = if n == 0 { step } else { step.wait_file(format!("/tekton/run/{}/out", n - 1)) };
        fs::create_dir_all(self.path(format!("run/{n}"))).unwrap();
        step.post_file(format!("/tekton/run/{n}/out")).args([
            "-termination_path".to_owned(),
            format!("/tekton/run/{n}/termination"),
            "-step_metadata_dir".to_owned(),
            format!("/tekton/run/{n}/status"),
        ])
    }

    /// `step` with a command that runs for a minute, which is reached.
    pub fn started(&self, step: Step) -> Running {
        let step = step.runs_shell("touch /tekton/started; exec sleep 60").start();
        eventually("the step runs", || self.path("started").exists().then_some(()));
        step
    }

    /// `program` in this Pod.
    pub fn program(&self, program: &str) -> Step {
        Step::of(program).under(&self.around)
    }

    /// `entrypoint` with `args` alone, in this Pod.
    pub fn plain<A: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Step {
        Step::new().under(&self.around).args(args)
    }

    /// `entrypoint` under the name `name`, with `args`, in this Pod: the program that it is linked as in the image.
    pub fn named<A: AsRef<std::ffi::OsStr>>(&self, name: &str, args: impl IntoIterator<Item = A>) -> Step {
        let link = self.folder.path(name);
        let _ = symlink(binary("entrypoint"), &link);
        Step::of(link).under(&self.around).args(args)
    }

    /// The place of `/tekton/NAME` outside.
    pub fn path(&self, name: impl AsRef<str>) -> PathBuf {
        self.folder.path(format!("tekton/{}", name.as_ref()))
    }

    /// Writes `/tekton/NAME`, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// What `/tekton/NAME` holds; nothing if it is not there.
    pub fn read(&self, name: impl AsRef<str>) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// What step `n` has told the next one.
    pub fn posted(&self, n: usize) -> Posted {
        self.folder.posted(format!("tekton/run/{n}/out"))
    }

    /// The termination message of step `n` as key, value and type; empty without one.
    pub fn message(&self, n: usize) -> Vec<(String, String, u64)> {
        entries(&self.read(format!("run/{n}/termination")))
    }

    /// The same without the time at which it started, which has to be one.
    pub fn told(&self, n: usize) -> Vec<(String, String)> {
        let mut told = Vec::new();
        for (key, value, kind) in self.message(n) {
            assert_eq!(kind, 3, "{key}: between runner and controller");
            if key == "StartedAt" { judge_time(&value) } else { told.push((key, value)) }
        }
        told
    }

    /// A step's result as an earlier step `name` has left it.
    pub fn leave(&self, name: &str, result: &str, value: &str) {
        self.write(&format!("steps/step-{name}/results/{result}"), value);
    }
}

/// The entries of a termination message, in whichever form it is.
pub fn entries(message: &str) -> Vec<(String, String, u64)> {
    if message.is_empty() {
        return Vec::new();
    }
    let json = if message.starts_with("tknz:") { inflated(message) } else { message.to_owned() };
    let list: Vec<Value> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let text =
        |entry: &Value, name: &str| entry[name].as_str().unwrap_or_else(|| panic!("{entry}")).to_owned();
    list.iter()
        .map(|entry| (text(entry, "key"), text(entry, "value"), entry["type"].as_u64().unwrap()))
        .collect()
}

/// What the short form stands for, as gzip has it.
pub fn inflated(message: &str) -> String {
    let short = message.strip_prefix("tknz:").unwrap_or_else(|| panic!("not short: {message}"));
    assert!(!short.contains('='), "without padding");
    // A gzip file's head, and nothing behind the deflated part: gzip complains, and has written what there is.
    let script = "(printf '\\037\\213\\010\\0\\0\\0\\0\\0\\0\\377'; printf %s \"$1\" | base64 -d 2>/dev/null) | gzip -dc 2>/dev/null";
    let output = Command::new("sh").args(["-c", script, "sh", short]).stdin(Stdio::null()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// RFC 3339 with milliseconds, and a time that date(1) understands.
pub fn judge_time(text: &str) {
    let length = if text.ends_with('Z') { 24 } else { 29 };
    assert!(text.len() == length && text.as_bytes()[19] == b'.', "{text}");
    let date = Command::new("date").args(["-d", text, "+%s"]).output().unwrap();
    assert!(date.status.success(), "{text}");
}

/// The last lines of the log without their times, which have to be there.
pub fn log(end: &Finished) -> Vec<&str> {
    end.stderr
        .lines()
        .map(|line| {
            let time: Vec<_> =
                line.bytes().take(20).map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }).collect();
            assert_eq!(String::from_utf8_lossy(&time), "0000/00/00 00:00:00 ", "{}", end.stderr);
            &line[20..]
        })
        .collect()
}
