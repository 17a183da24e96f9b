# Each recipe is one line, and the line works without just.

# what there is
default:
    @just --list

# the default members: all but git-init
build:
    cargo build

# everything, git-init included
build-all:
    cargo build --workspace

# install what the tests need
setup:
    tests/setup

# all suites: black-box, shell, golden, Pods on podman
test *ARGS:
    cargo test {{ARGS}}

# hello-world with the process engine
hello: build
    target/debug/controller run -f examples/hello-world.yaml

fmt:
    cargo fmt --all

# a hunt for inputs that make a program panic, hang or swell: "just fuzz objects -- 600"
fuzz *ARGS:
    tests/fuzz/run {{ARGS}}

# formatting, shell scripts, clippy, rustdoc
lint:
    .ci/run lint clippy docs

# the licenses and sources of the dependencies
deny:
    .ci/run deny

# known vulnerabilities of the dependencies; fetches their database
advisories:
    cargo deny check advisories

# time from step to step and what waiting costs; --peer PATH compares with another entrypoint
bench *ARGS:
    cargo bench --bench handoff {{ARGS}}

# what a clone costs beside git: "just bench-clone --only tiny --rounds 5"
bench-clone *ARGS:
    cargo bench --bench clone -- {{ARGS}}

# Pods a second, memory and growth of the controller; --peer PATH compares with another one
bench-controller *ARGS:
    cargo bench --bench reconcile {{ARGS}}

# one image a binary, with buildah, podman or docker
images *ARGS:
    images/build {{ARGS}}

# the gate
ci:
    .ci/run
