//! Images without a single file in them: what they run is all that counts here.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::Registry;

/// An image that runs `entrypoint` and `cmd` for one architecture of Linux.
pub struct Image<'a> {
    pub architecture: &'a str,
    pub entrypoint: &'a [&'a str],
    pub cmd: &'a [&'a str],
}

/// The usual one.
pub const IMAGE: Image<'_> =
    Image { architecture: "amd64", entrypoint: &["/bin/true", "-e"], cmd: &["-c", "d"] };

/// Digests of what was pushed.
pub struct Pushed {
    /// What the tag stands for: an image, or an index where there are several.
    pub top: String,
    /// The configuration of the first image.
    pub config: String,
}

/// Pushes `images` as `registry`/`name`, an index when they are several.
pub fn push(registry: &Registry, name: &str, images: &[Image<'_>], user: Option<(&str, &str)>) -> Pushed {
    let layout = tempfile::tempdir().unwrap();
    fs::create_dir_all(layout.path().join("blobs/sha256")).unwrap();
    let blob = |value: &Value| put(layout.path(), value);
    let mut configs = Vec::new();
    let mut manifests = Vec::new();
    for image in images {
        let config = blob(&json!({
            "architecture": image.architecture, "os": "linux",
            "config": {"Entrypoint": image.entrypoint, "Cmd": image.cmd},
            "rootfs": {"type": "layers", "diff_ids": []}
        }));
        let mut config_descriptor = descriptor(&config, "image.config");
        configs.push(config.0);
        let manifest = blob(&json!({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": config_descriptor.take(), "layers": []
        }));
        let mut entry = descriptor(&manifest, "image.manifest");
        entry["platform"] = json!({"os": "linux", "architecture": image.architecture});
        manifests.push(entry);
    }
    let mut top = manifests[0].clone();
    if manifests.len() > 1 {
        let index = json!({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": manifests
        });
        top = descriptor(&blob(&index), "image.index");
    }
    let digest = top["digest"].as_str().unwrap().to_owned();
    fs::write(layout.path().join("index.json"), json!({"schemaVersion": 2, "manifests": [top]}).to_string())
        .unwrap();
    fs::write(layout.path().join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).unwrap();
    let mut skopeo = Command::new("skopeo");
    skopeo.args([
        "--insecure-policy",
        "copy",
        "--all",
        "--quiet",
        "--preserve-digests",
        "--dest-tls-verify=false",
    ]);
    skopeo.args(user.map(|(name, password)| format!("--dest-creds={name}:{password}")));
    skopeo
        .arg(format!("oci:{}", layout.path().display()))
        .arg(format!("docker://{}/{name}", registry.host()));
    let output = skopeo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Pushed { top: digest, config: configs.remove(0) }
}

/// Writes `value` as a blob of the layout: its digest and size.
fn put(layout: &Path, value: &Value) -> (String, usize) {
    let text = value.to_string();
    let hex = Sha256::digest(&text).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    fs::write(layout.join("blobs/sha256").join(&hex), &text).unwrap();
    (format!("sha256:{hex}"), text.len())
}

fn descriptor((digest, size): &(String, usize), kind: &str) -> Value {
    json!({"mediaType": format!("application/vnd.oci.{kind}.v1+json"), "digest": digest, "size": size})
}
