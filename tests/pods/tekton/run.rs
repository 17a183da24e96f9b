//! A TaskRun of today's Tekton as a Pod, as its controller builds it: our image in every role.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Podman, STEP_IMAGE};

use crate::volumes;

const ENTRYPOINT: &str = concat!("localhost/baton/entrypoint:v", env!("CARGO_PKG_VERSION"));

/// What of a step is up to the Task.
#[derive(Clone)]
pub struct Step {
    name: &'static str,
    image: String,
    /// The text of its script, in the place of a command.
    script: Option<&'static str>,
    command: Vec<&'static str>,
    /// Flags that follow from its fields: `-on_error`, `-timeout` and the like.
    flags: Vec<&'static str>,
    environment: Vec<(&'static str, &'static str)>,
}

impl Step {
    /// The step `name`, which runs `script` in the step image.
    pub fn script(name: &'static str, script: &'static str) -> Self {
        let image = STEP_IMAGE.to_owned();
        Self {
            name,
            image,
            script: Some(script),
            command: Vec::new(),
            flags: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// The step `name`, which runs the program `command` of `image`.
    pub fn of(name: &'static str, image: String, command: &[&'static str]) -> Self {
        Self { image, script: None, command: command.to_vec(), ..Self::script(name, "") }
    }

    /// With these flags.
    pub fn flags(self, flags: &[&'static str]) -> Self {
        Self { flags: flags.to_vec(), ..self }
    }

    /// With these arguments behind the script.
    pub fn arguments(self, arguments: &[&'static str]) -> Self {
        Self { command: arguments.to_vec(), ..self }
    }

    /// With these variables.
    pub fn environment(self, environment: &[(&'static str, &'static str)]) -> Self {
        Self { environment: environment.to_vec(), ..self }
    }
}

/// A TaskRun, and the folder that its volumes are in.
pub struct TaskRun {
    pub pod: Value,
    folder: TempDir,
    /// How often the downward volume was swapped.
    swaps: usize,
}

impl TaskRun {
    /// The TaskRun `name` with `steps`. The first one waits until [`TaskRun::tell`] says that it is ready.
    pub fn new(name: &str, steps: &[Step]) -> Self {
        let mut run = Self { pod: pod(name, steps), folder: tempfile::tempdir().unwrap(), swaps: 0 };
        volumes::open(&mut run.pod, run.folder.path());
        run.tell("", "");
        for file in ["ready", "cancel"] {
            symlink(format!("..data/{file}"), run.path("downward").join(file)).unwrap();
        }
        run
    }

    /// Where the volume `name` is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the file `name` of a volume holds; nothing if it is not there.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Makes the downward volume hold these, as the kubelet does: a new folder, and a swap of the link to it.
    pub fn tell(&mut self, ready: &str, cancel: &str) {
        self.swaps += 1;
        let (volume, version) = (self.path("downward"), format!("..{}", self.swaps));
        fs::create_dir(volume.join(&version)).unwrap();
        fs::write(volume.join(&version).join("ready"), ready).unwrap();
        fs::write(volume.join(&version).join("cancel"), cancel).unwrap();
        symlink(&version, volume.join("..data_tmp")).unwrap();
        fs::rename(volume.join("..data_tmp"), volume.join("..data")).unwrap();
    }

    /// Changes every container of it.
    pub fn each_container(&mut self, change: impl Fn(&mut Value)) {
        for list in ["initContainers", "containers"] {
            self.pod["spec"][list].as_array_mut().unwrap().iter_mut().for_each(&change);
        }
    }

    /// Runs it, ready from the start.
    pub fn play<'p>(&mut self, podman: &'p Podman) -> tests::Pod<'p> {
        self.tell("READY", "");
        podman.play(&self.pod)
    }
}

fn pod(name: &str, steps: &[Step]) -> Value {
    let shared = ["bin", "steps", "scripts", "results", "artifacts", "home", "workspace", "downward"];
    let mut volumes: Vec<_> = shared.iter().map(|name| json!({"name": name, "emptyDir": {}})).collect();
    for number in 0..steps.len() {
        volumes.push(json!({"name": format!("run-{number}"), "emptyDir": {}}));
        volumes.push(json!({"name": format!("creds-{number}"), "emptyDir": {"medium": "Memory"}}));
    }
    let containers: Vec<_> = (0..steps.len()).map(|number| container(steps, number)).collect();
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {
            "restartPolicy": "Never",
            "volumes": volumes,
            "initContainers": [prepare(steps), place_scripts(steps), working_dirs()],
            "containers": containers,
        },
    })
}

fn prepare(steps: &[Step]) -> Value {
    let program = ["/ko-app/entrypoint", "init", "/ko-app/entrypoint", "/tekton/bin/entrypoint"];
    let names = steps.iter().map(|step| format!("step-{}", step.name));
    let command: Vec<_> = program.iter().map(|&word| word.to_owned()).chain(names).collect();
    json!({"name": "prepare", "image": ENTRYPOINT, "workingDir": "/", "command": command,
           "volumeMounts": [mount("bin", "/tekton/bin", false), mount("steps", "/tekton/steps", false)]})
}

fn place_scripts(steps: &[Step]) -> Value {
    let place = |(number, step): (usize, &Step)| {
        let script = STANDARD.encode(step.script?);
        Some(format!(
            "scriptfile=\"/tekton/scripts/script-{number}-abcde\"\n\
             touch ${{scriptfile}} && chmod +x ${{scriptfile}}\n\
             cat > ${{scriptfile}} << '_EOF_'\n{script}\n_EOF_\n\
             /tekton/bin/entrypoint decode-script \"${{scriptfile}}\"\n"
        ))
    };
    let program = steps.iter().enumerate().filter_map(place).collect::<Vec<_>>().concat();
    json!({"name": "place-scripts", "image": ENTRYPOINT, "command": ["sh"], "args": ["-c", program],
           "volumeMounts": [mount("scripts", "/tekton/scripts", false), mount("bin", "/tekton/bin", false)]})
}

fn working_dirs() -> Value {
    json!({"name": "working-dir-initializer", "image": ENTRYPOINT, "workingDir": "/workspace",
           "command": ["/ko-app/workingdirinit"], "args": ["/workspace/src"],
           "volumeMounts": [mount("workspace", "/workspace", false)]})
}

fn container(steps: &[Step], number: usize) -> Value {
    let step = &steps[number];
    let run = format!("/tekton/run/{number}");
    let mut args = match number {
        0 => vec!["-wait_file".to_owned(), "/tekton/downward/ready".into(), "-wait_file_content".into()],
        _ => vec!["-wait_file".to_owned(), format!("/tekton/run/{}/out", number - 1)],
    };
    for (flag, file) in
        [("-post_file", "out"), ("-termination_path", "termination"), ("-step_metadata_dir", "status")]
    {
        args.extend([flag.to_owned(), format!("{run}/{file}")]);
    }
    args.extend(step.flags.iter().map(|&flag| flag.to_owned()));
    let (command, arguments) = match step.script {
        Some(_) => (format!("/tekton/scripts/script-{number}-abcde"), &step.command[..]),
        None => (step.command[0].to_owned(), &step.command[1..]),
    };
    args.extend(["-entrypoint".to_owned(), command, "--".to_owned()]);
    args.extend(arguments.iter().map(|&word| word.to_owned()));

    let mut mounts: Vec<_> = (0..steps.len())
        .map(|other| mount(&format!("run-{other}"), format!("/tekton/run/{other}"), other != number))
        .collect();
    for (name, read_only) in [
        ("bin", true),
        ("steps", true),
        ("scripts", true),
        ("downward", true),
        ("results", false),
        ("artifacts", false),
        ("home", false),
    ] {
        mounts.push(mount(name, format!("/tekton/{name}"), read_only));
    }
    mounts.push(mount("workspace", "/workspace", false));
    mounts.push(mount(&format!("creds-{number}"), "/tekton/creds", false));
    let mut environment = vec![json!({"name": "HOME", "value": "/tekton/home"})];
    environment.extend(step.environment.iter().map(|(name, value)| json!({"name": name, "value": value})));
    json!({"name": format!("step-{}", step.name), "image": step.image, "command": ["/tekton/bin/entrypoint"],
           "args": args, "workingDir": "/workspace/src", "env": environment, "volumeMounts": mounts})
}

fn mount(name: &str, path: impl AsRef<Path>, read_only: bool) -> Value {
    json!({"name": name, "mountPath": path.as_ref(), "readOnly": read_only})
}
