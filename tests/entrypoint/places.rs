//! The same handoff in awkward places: read-only mounts, steps of different users, file systems without locks
//! or events, an image with nothing in it.

use std::time::Instant;

use tests::{
    Finished, Posted, Running, Step, Tools, eventually, mount_namespace, root, strace, write_program,
};

/// A step that waits for `0` through a read-only mount of the tools folder, and posts in `mine`.
fn behind_read_only_mount(tools: &Tools) -> Option<Running> {
    std::fs::create_dir(tools.path("view")).unwrap();
    let scene =
        format!("cd '{}'; mount --bind . view; mount -o remount,bind,ro view", tools.folder().display());
    let step = Step::new().under(mount_namespace(&scene)?).wait_file(tools.path("view/0"));
    let step = step.post_file(tools.path("mine/1")).runs(["true"]).start();
    eventually("it waits", || tools.path("mine/1.lock").exists().then_some(()));
    Some(step)
}

#[test]
fn a_read_only_mount_of_the_predecessors_folder_hands_on() {
    let tools = Tools::new();
    let Some(waiter) = behind_read_only_mount(&tools) else { return };
    assert_eq!(tools.step(0).runs(["true"]).finish().code, Some(0));
    assert_eq!((waiter.finish().code, tools.posted("mine/1")), (Some(0), Posted::Done));
}

#[test]
fn a_kill_is_noticed_through_a_read_only_mount() {
    let tools = Tools::new();
    let Some(waiter) = behind_read_only_mount(&tools) else { return };
    let victim = tools.step(0).runs(["sleep", "60"]).start();
    victim.step();
    drop(victim);
    assert_eq!((waiter.finish().code, tools.posted("mine/1")), (Some(1), Posted::Failed));
}

/// A step as user `uid` with a private umask; the binary is copied to where everybody may execute it.
fn as_user(tools: &Tools, n: usize, uid: &str) -> Step {
    let copy = tools.path("entrypoint");
    if !copy.exists() {
        let from = tests::binary("entrypoint");
        let end = Step::new().args(["cp".as_ref(), from.as_os_str(), copy.as_os_str()]).finish();
        assert_eq!(end.code, Some(0), "{}", end.stderr);
    }
    let step = Step::of(copy).post_file(tools.path(n.to_string()));
    let step = if n == 0 { step } else { step.wait_file(tools.path((n - 1).to_string())) };
    step.under([
        "setpriv",
        "--reuid",
        uid,
        "--regid",
        uid,
        "--clear-groups",
        "sh",
        "-c",
        "umask 077; exec \"$@\"",
        "sh",
    ])
}

#[test]
fn steps_of_different_users_hand_on() {
    if !root() {
        return;
    }
    let tools = Tools::new();
    let steps = ["65532", "0", "1234", "1000"].iter().enumerate().rev();
    let running: Vec<_> = steps.map(|(n, uid)| as_user(&tools, n, uid).runs(["true"]).start()).collect();
    assert!(running.into_iter().all(|step| step.finish().code == Some(0)));
}

#[test]
fn a_kill_is_noticed_by_another_user() {
    if !root() {
        return;
    }
    let tools = Tools::new();
    let victim = as_user(&tools, 0, "1234").runs(["sleep", "60"]).start();
    victim.step();
    let waiter = as_user(&tools, 1, "65532").runs(["true"]).start();
    eventually("it waits", || tools.path("1.lock").exists().then_some(()));
    drop(victim);
    let end = waiter.finish();
    assert_eq!((end.code, tools.posted("1")), (Some(1), Posted::Failed), "{}", end.stderr);
}

/// A chain of three where system calls fail as `inject` tells strace; the ends of all, and how long it took.
fn chain_with(inject: &str) {
    let Some(strace) = strace(&["-o", "/dev/null", "-e", inject]) else { return };
    let tools = Tools::new();
    let start = Instant::now();
    let step = |n: usize, code: &str| tools.step(n).runs_shell(code).under(&strace).start();
    let chain = [step(2, "exit 5"), step(1, "exit 0"), step(0, "sleep 0.3")];
    let last = tools.step(3).runs(["true"]).under(&strace).start();
    let codes = chain.map(|step| step.finish().code);
    assert_eq!((codes, last.finish().code), ([Some(5), Some(0), Some(0)], Some(0)), "{inject}");
    assert_eq!(
        (tools.posted("1"), tools.posted("2"), tools.posted("3")),
        (Posted::Done, Posted::Failed, Posted::Failed)
    );
    println!("{inject}: {:?}", start.elapsed());
}

#[test]
fn without_locks_the_two_files_are_enough() {
    // What NFS without a lock daemon, 9p and FUSE file systems answer.
    for error in ["ENOLCK", "ENOSYS", "EOPNOTSUPP", "EINVAL", "EIO"] {
        chain_with(&format!("inject=flock:error={error}"));
    }
}

#[test]
fn without_events_the_backstop_look_hands_on() {
    // The user's watches are used up, the instances, or the kernel has none (gVisor).
    for inject in
        ["inotify_init1:error=EMFILE", "inotify_init1:error=ENOSYS", "inotify_add_watch:error=ENOSPC"]
    {
        chain_with(&format!("inject={inject}"));
    }
}

#[test]
fn without_threads_a_waiter_still_hands_on() {
    // A Pod whose process limit is reached: whether the step can run then or not, nobody waits for ever.
    let Some(strace) = strace(&["-o", "/dev/null", "-e", "inject=clone:error=EAGAIN"]) else { return };
    let tools = Tools::new();
    let waiter = tools.step(1).runs(["true"]).under(&strace).start();
    eventually("it waits, or has given up", || {
        (tools.path("1.lock").exists() || tools.posted("1") != Posted::Nothing).then_some(())
    });
    tools.post("0");
    waiter.finish();
    assert_eq!(tools.posted("1"), Posted::Failed, "the step needs a process, and none can be had");
}

#[test]
fn without_a_subreaper_the_step_runs() {
    let Some(strace) = strace(&["-o", "/dev/null", "-e", "inject=prctl:error=EPERM"]) else { return };
    let tools = Tools::new();
    let end = tools.step(0).under(&strace).runs_shell("exit 6").finish();
    assert_eq!((end.code, tools.posted("0")), (Some(6), Posted::Failed), "{}", end.stderr);
}

#[test]
fn a_copy_of_mode_0111_runs_for_any_user_in_an_empty_read_only_image() {
    let of_tekton = |n: usize| {
        format!(
            "-termination_path /tools/{n}.message -step_metadata_dir /tools/{n}.status -results a -timeout 1h"
        )
    };
    for (flags, left) in [
        ([String::new(), String::new()], "1234 0\n1234 0.lock\n65532 1\n65532 1.lock"),
        (
            [of_tekton(0), of_tekton(1)],
            "1234 0\n1234 0.lock\n1234 0.message\n1234 0.status\n65532 1\n65532 1.lock\n65532 1.message\n65532 1.status",
        ),
    ] {
        let Some(end) = in_an_empty_image(&flags) else { return };
        let expected = format!("Build successful\nBuild successful\n{left}");
        assert_eq!((end.code, end.text()), (Some(0), expected), "{}", end.stderr);
    }
}

/// Two steps with these flags, as different users, where neither /proc nor /tmp nor a shell is there.
fn in_an_empty_image(flags: &[String; 2]) -> Option<Finished> {
    if !root() {
        return None;
    }
    let tools = Tools::new();
    let image = tools.path("image");
    for folder in ["tools", "dev"] {
        std::fs::create_dir_all(image.join(folder)).unwrap();
    }
    write_program(image.join("entrypoint"), "111", std::fs::read(tests::binary("entrypoint")).unwrap());
    write_program(image.join("nop"), "111", std::fs::read(tests::binary("nop")).unwrap());
    tools.post("image/dev/null");
    let scene = format!(
        "set -e; cd '{}'; mount --bind image image; mount --bind /dev/null image/dev/null
         mount -t tmpfs -o mode=1777 none image/tools; mount -o remount,bind,ro image
         u='--userspec=65532:65532 image'
         (sleep 0.2; chroot --userspec=1234:1234 image /entrypoint -post_file /tools/0 {} -entrypoint /nop --) &
         chroot $u /entrypoint -wait_file /tools/0 -post_file /tools/1 {} -entrypoint /nop --
         wait
         ls -n image/tools | awk 'NF > 8 {{ print $3, $9 }}'",
        tools.folder().display(),
        flags[0],
        flags[1]
    );
    let mut command = std::process::Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-c", &scene]);
    Some(Running::start(command).finish())
}
