//! No secret in what it says: secrets with a word in them that is searched for, whatever becomes of them.

use crate::scene::Scene;

/// What is searched for: no message would hold it by itself.
const WORD: &str = "Xyzzy7";

#[test]
fn neither_success_nor_failure_says_a_secret() {
    let shapes = [
        "{}",
        "{}\n",
        "\n{}",
        "{}\0",
        "a:{}",
        "{}\n{}",
        "{\"auths\":{\"h\":{\"auth\":\"{}\"}}}",
        "{\"{}\":{}}",
        "{\"{}\":1",
    ];
    let files = ["username", "password", "ssh-privatekey", "known_hosts", ".dockercfg", ".dockerconfigjson"];
    let flags = [
        "-basic-git=s=h",
        "-basic-git=s=h/p",
        "-ssh-git=s=h",
        "-basic-docker=s=h",
        "-docker-config=s",
        "-docker-cfg=s",
    ];
    let (mut taken, mut refused) = (0, 0);
    for file in files {
        for shape in shapes {
            let scene = Scene::new();
            let content = shape.replace("{}", WORD);
            for other in files {
                let fine = if other.starts_with(".docker") { "{}" } else { WORD };
                scene.secret("s", &[(other, fine)]);
            }
            scene.secret("s", &[(file, &content)]);
            for flag in flags {
                let end = scene.run(&[flag]);
                assert!(!end.said.contains(WORD), "{flag} {file} {shape}: {}", end.said);
                assert!(end.code == 0 || end.code == 1, "{flag} {file} {shape}: {}", end.said);
                if end.code == 0 { taken += 1 } else { refused += 1 }
            }
        }
    }
    assert!(taken > 100 && refused > 20, "both ends are met: {taken} taken, {refused} refused");
}
