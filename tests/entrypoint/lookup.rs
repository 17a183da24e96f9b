//! Finding the command: as a shell would, with 127 for not found and 126 for found but not executable.

use std::path::Path;

use tests::{Finished, Posted, Tools, write_program};

/// Runs `command` with `PATH=path` (unset when nothing), in `tools`' folder, posting `P` there.
fn run(tools: &Tools, command: &str, path: Option<&str>) -> Finished {
    let (folder, path) = (tools.folder().to_owned(), path.map(str::to_owned));
    let step = tests::Step::new().post_file(tools.path("P")).runs([command]);
    let adjust = move |command: &mut std::process::Command| {
        command.current_dir(folder);
        match path {
            Some(path) => command.env("PATH", path),
            None => command.env_remove("PATH"),
        };
    };
    step.with(adjust).finish()
}

fn fails(end: &Finished, tools: &Tools, code: i32, named: &str) {
    assert_eq!((end.code, tools.posted("P")), (Some(code), Posted::Failed), "{}", end.stderr);
    assert!(end.complaint().contains(named), "{named} is not named: {}", end.stderr);
}

#[test]
fn what_is_not_there_is_127() {
    for command in ["no-such-command", "./no-such-command", "/no/such/command", "no/such"] {
        let tools = Tools::new();
        fails(&run(&tools, command, Some("/usr/bin:/bin")), &tools, 127, command);
    }
}

#[test]
fn an_empty_command_among_arguments_is_127() {
    let tools = Tools::new();
    let end = tools.step(0).args(["--", "", "x"]).finish();
    assert_eq!((end.code, tools.posted("0")), (Some(127), Posted::Failed), "{}", end.stderr);
}

#[test]
fn folders_and_plain_files_are_126() {
    let tools = Tools::new();
    std::fs::create_dir(tools.path("folder")).unwrap();
    write_program(tools.path("plain"), "644", "#!/bin/sh\n");
    for command in ["./folder", "./plain", tools.path("plain").to_str().unwrap()] {
        fails(&run(&tools, command, Some("/usr/bin:/bin")), &tools, 126, command);
        std::fs::remove_file(tools.path("P.err")).unwrap();
    }
    // In PATH as well, when nothing better comes behind it.
    fails(&run(&tools, "plain", Some(tools.folder().to_str().unwrap())), &tools, 126, "plain");
}

#[test]
fn path_is_searched_in_order_past_what_cannot_be_executed() {
    let tools = Tools::new();
    for (folder, mode) in [("one", "644"), ("two", "755"), ("three", "755")] {
        std::fs::create_dir(tools.path(folder)).unwrap();
        write_program(tools.path(folder).join("tool"), mode, format!("#!/bin/sh\necho {folder}\n"));
    }
    let folder = |name: &str| tools.path(name).to_str().unwrap().to_owned();
    let path = format!("/no/such:{}:{}:{}", folder("one"), folder("two"), folder("three"));
    assert_eq!(run(&tools, "tool", Some(&path)).text(), "two");
}

#[test]
fn without_path_the_systems_own_places_are_searched() {
    let tools = Tools::new();
    let end = run(&tools, "true", None);
    assert_eq!((end.code, tools.posted("P")), (Some(0), Posted::Done), "{}", end.stderr);
}

#[test]
fn a_bare_name_in_the_working_folder_is_not_found_by_accident() {
    let tools = Tools::new();
    write_program(tools.path("here"), "755", "#!/bin/sh\n");
    fails(&run(&tools, "here", Some("/usr/bin:/bin")), &tools, 127, "here");
}

#[test]
fn a_missing_interpreter_is_named() {
    let tools = Tools::new();
    for (file, first) in [
        ("script", "#!/no/such/interpreter"),
        ("args", "#! /no/such/interpreter -x -y"),
        ("crlf", "#!/bin/sh\r"),
    ] {
        let program = tools.path(file);
        write_program(&program, "755", format!("{first}\necho ran\n"));
        let end = tools.step(0).runs([&program]).finish();
        assert_eq!((end.code, tools.posted("0")), (Some(127), Posted::Failed), "{}", end.stderr);
        let interpreter = if file == "crlf" { "/bin/sh" } else { "/no/such/interpreter" };
        assert!(end.complaint().contains(interpreter), "{}", end.stderr);
        assert!(
            Path::new(&program).exists() && end.stderr.contains(file),
            "the script as well: {}",
            end.stderr
        );
    }
}

#[test]
fn a_file_that_is_no_program_is_126() {
    let tools = Tools::new();
    write_program(tools.path("noise"), "755", b"\x00\x01\x02 not a program");
    let end = tools.step(0).runs([tools.path("noise")]).finish();
    assert_eq!((end.code, tools.posted("0")), (Some(126), Posted::Failed), "{}", end.stderr);
}
