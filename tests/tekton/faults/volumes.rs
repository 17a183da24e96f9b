//! Volumes that are full, from one moment on or from the start.

use tests::{Finished, Running, binary, mount_namespace};

/// What the three steps of a chain said at their ends, and what they have left, when the second one runs `script`; all of
/// `/tekton` is one volume of 64 files and a megabyte.
fn chain(script: &str) -> Option<Finished> {
    let scene = format!(
        "root=$(mktemp -d); trap 'umount -l \"$root\"; rmdir \"$root\"' EXIT
         mount -t tmpfs none \"$root\"
         for there in /*; do
           if [ -L \"$there\" ]; then cp -P \"$there\" \"$root\"/
           elif [ -d \"$there\" ]; then mkdir \"$root$there\"; mount --rbind \"$there\" \"$root$there\"; fi
         done
         mkdir -p \"$root/tekton\"; mount -t tmpfs -o size=1m,nr_inodes=64 none \"$root/tekton\"
         mkdir -p \"$root/tekton/run/0\" \"$root/tekton/run/1\" \"$root/tekton/run/2\" \"$root/tekton/results\"
         step() {{
           run=/tekton/run/$1; shift
           chroot \"$root\" '{}' \"$@\" -post_file $run/out -termination_path $run/termination -step_metadata_dir \
             $run/status -results a -entrypoint sh -- -c \"$script\" && echo \"$run 0\" || echo \"$run $?\"
         }}
         (script='echo 2 >> /tekton/journal'; step 2 -wait_file /tekton/run/1/out) &
         (script='{script}'; step 1 -wait_file /tekton/run/0/out) &
         until [ -e \"$root/tekton/run/1/out.lock\" ] && [ -e \"$root/tekton/run/2/out.lock\" ]; do sleep 0.01; done
         (script='echo 0 >> /tekton/journal'; step 0) &
         wait
         cat \"$root/tekton/journal\"; ls \"$root/tekton/run/1\" \"$root/tekton/run/2\"",
        binary("entrypoint").display()
    );
    let words = mount_namespace("")?;
    let mut command = std::process::Command::new(&words[0]);
    command.args(&words[1..]).args(["sh", "-c", &scene]);
    Some(Running::start(command).finish())
}

/// Files until there can be no more.
const NO_FILES: &str =
    "echo 1 >> /tekton/journal; n=0; while true > /tekton/results/$n; do n=$((n+1)); done 2>/dev/null";
/// Bytes until there can be no more.
const NO_BYTES: &str = "echo 1 >> /tekton/journal; cat /dev/zero > /tekton/results/big 2>/dev/null; exit 0";

#[test]
fn a_step_that_takes_all_the_bytes() {
    let Some(end) = chain(NO_BYTES) else { return };
    let text = end.text();
    for line in ["/tekton/run/0 0", "/tekton/run/1 1", "/tekton/run/2 1", "out.err"] {
        assert!(text.lines().any(|is| is == line), "{line}: {text}\n{}", end.stderr);
    }
    assert!(text.contains("\n0\n1\n") && !text.contains("\n2\n"), "{text}");
    assert!(end.stderr.contains("No space left on device"), "{}", end.stderr);
}

#[test]
fn a_step_that_takes_all_the_files() {
    // Not even an empty file can be made: that the lock is free is all that is left to tell the next one.
    let Some(end) = chain(NO_FILES) else { return };
    let text = end.text();
    for line in ["/tekton/run/0 0", "/tekton/run/1 1", "/tekton/run/2 1"] {
        assert!(text.lines().any(|is| is == line), "{line}: {text}\n{}", end.stderr);
    }
    assert!(text.contains("\n0\n1\n") && !text.contains("\n2\n") && !text.contains("out.err"), "{text}");
    assert!(end.stderr.contains("cannot create /tekton/run/1/out"), "{}", end.stderr);
    assert!(end.stderr.contains("the step before died without handing on"), "{}", end.stderr);
}
