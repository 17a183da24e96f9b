//! Fields of a volume, and of its mounts, that the API server refuses, and those near them that it takes.

use super::{expect, run, taken, task};

/// A run with the volume `v` of this source, mounted with these further fields.
fn mounted(source: &str, mount: &str) -> String {
    run(&format!(
        "{{taskSpec: {{volumes: [{{name: v, {source}}}], steps: [{{image: i, command: [c], \
         volumeMounts: [{{name: v, mountPath: /v, {mount}}}]}}]}}}}"
    ))
}

fn volume(source: &str) -> String {
    mounted(source, "")
}

#[test]
fn a_volume_has_one_source() {
    expect(
        &volume("emptyDir: {}, hostPath: {path: /x}").replace("[{name: v, emptyDir", "[§{name: v, emptyDir"),
        &["volumes[0]: a volume has one source, and here are emptyDir and hostPath"],
    );
    taken(&volume(""));
}

#[test]
fn sources_say_what_they_are() {
    expect(&volume("emptyDir: {sizeLimit: §-1}"), &["emptyDir.sizeLimit: invalid value \"-1\""]);
    expect(
        &volume("hostPath: {path: §''}"),
        &["hostPath.path: invalid value \"\": expected a path without .."],
    );
    expect(&volume("hostPath: {path: §/a/../b}"), &["hostPath.path: invalid value"]);
    expect(&volume("hostPath: {path: /x, type: §Folder}"), &["expected DirectoryOrCreate, Directory"]);
    expect(
        &volume("§secret: {}"),
        &["secret.secretName: invalid value \"\": expected the name of an object"],
    );
    expect(&volume("configMap: {name: §''}"), &["configMap.name: invalid value"]);
    expect(&volume("persistentVolumeClaim: {claimName: §a_b}"), &["claimName: invalid value \"a_b\""]);
    expect(
        &volume("nfs: {server: §'', path: §p}"),
        &["nfs.server: invalid value", "expected an absolute path"],
    );
    expect(&volume("§csi: {}"), &["csi.driver: invalid value"]);
    for source in [
        "emptyDir: {medium: Memory, sizeLimit: 1Gi}",
        "hostPath: {path: /x, type: DirectoryOrCreate}",
        "secret: {secretName: a.b, defaultMode: 0400}",
        "nfs: {server: s, path: /p}",
        "csi: {driver: d.example.com}",
    ] {
        taken(&volume(source));
    }
}

#[test]
fn files_stay_in_their_volume() {
    let with = |item: &str| volume(&format!("secret: {{secretName: s, items: [{item}]}}"));
    for path in ["/p", "../p", "''", "..p", "a/../b"] {
        expect(&with(&format!("{{key: k, path: §{path}}}")), &["secret.items[0].path: invalid value"]);
    }
    expect(&with("{key: §'', path: p}"), &["secret.items[0].key: invalid value"]);
    expect(
        &with("{key: k, path: p, mode: §01000}"),
        &["mode: invalid value 01000: expected permission bits"],
    );
    expect(
        &volume("configMap: {name: c, defaultMode: §512}"),
        &["configMap.defaultMode: invalid value 01000"],
    );
    expect(
        &volume("downwardAPI: {items: [§{path: l}]}"),
        &["downwardAPI.items[0]: expected a fieldRef or a resourceFieldRef"],
    );
    expect(
        &volume("downwardAPI: {items: [{path: l, fieldRef: {fieldPath: §status.podIP}}]}"),
        &["fieldPath: invalid value \"status.podIP\": expected metadata.annotations"],
    );
    expect(
        &volume("downwardAPI: {items: [{path: l, §resourceFieldRef: {resource: limits.cpu}}]}"),
        &["containerName: invalid value"],
    );
    taken(&with("{key: k, path: a/..b/c, mode: 0777}"));
    taken(&volume("downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}"));
}

#[test]
fn projected_sources_are_apart() {
    let with = |sources: &str| volume(&format!("projected: {{sources: [{sources}]}}"));
    let file = |kind: &str| format!("{kind}: {{name: n, items: [{{key: k, path: p}}]}}");
    expect(&with(&format!("§{{{}, {}}}", file("secret"), "configMap: {name: c}")), &["expected one source"]);
    expect(
        &with(&format!("{{{}}}, §{{{}}}", file("secret"), file("configMap"))),
        &["projected.sources[1]: another source has the file \"p\""],
    );
    expect(&with("{secret: {name: §''}}"), &["secret.name: invalid value"]);
    expect(
        &with("{serviceAccountToken: {path: t, expirationSeconds: §5}}"),
        &["expirationSeconds: invalid value 5: expected a number from 600"],
    );
    taken(&with(&format!(
        "{{{}}}, {{}}, {{serviceAccountToken: {{path: t, audience: a, expirationSeconds: 600}}}}",
        file("secret")
    )));
}

#[test]
fn mounts_stay_in_their_volume() {
    let with = |mount: &str| mounted("emptyDir: {}", mount);
    for path in ["/a", "../a", "a/../b"] {
        expect(&with(&format!("subPath: §{path}")), &["volumeMounts[0].subPath: invalid value"]);
        expect(&with(&format!("subPathExpr: §{path}")), &["volumeMounts[0].subPathExpr: invalid value"]);
    }
    expect(&with("subPath: a, subPathExpr: §b"), &["must not be given together with subPath"]);
    expect(&with("mountPropagation: §Both"), &["mountPropagation: invalid value \"Both\""]);
    expect(&with("mountPropagation: §Bidirectional"), &["for privileged steps alone"]);
    expect(&with("recursiveReadOnly: §Enabled"), &["only a mount with readOnly: true"]);
    taken(&with("subPath: a..b, mountPropagation: HostToContainer"));
    taken(&with("subPathExpr: $(X), readOnly: true, recursiveReadOnly: Enabled"));
    // What a variable comes to is looked at when it is put in.
    let variable = task(
        "{inputs: {params: [{name: p}]}, volumes: [{name: v, secret: {secretName: §\"${inputs.params.p}\"}}], \
         steps: [{name: s, image: i, command: [c], volumeMounts: [{name: v, mountPath: /v, subPath: §\"${inputs.params.p}\"}]}]}",
    );
    let with = |value: &str| {
        format!(
            "{variable}---\n{}",
            run(&format!("{{taskRef: {{name: t}}, inputs: {{params: [{{name: p, value: {value}}}]}}}}"))
        )
    };
    expect(&with("../x"), &["secret.secretName: invalid value \"../x\"", "subPath: invalid value \"../x\""]);
    taken(&with("x").replace('§', ""));
}

#[test]
fn devices_are_claims_that_are_not_mounted_too() {
    let with = |devices: &str| {
        mounted("persistentVolumeClaim: {claimName: c}", "")
            .replace("volumeMounts: [{name: v, mountPath: /v, }]", &format!("volumeDevices: [{devices}]"))
    };
    expect(&with("{name: §w, devicePath: /d}"), &["volumeDevices[0].name: no volume is called \"w\""]);
    expect(&with("{name: v, devicePath: /d}, {name: §v, devicePath: /e}"), &["has the volume \"v\" already"]);
    expect(&with("{name: v, devicePath: §/../d}"), &["devicePath: invalid value"]);
    taken(&with("{name: v, devicePath: /d}"));
}
