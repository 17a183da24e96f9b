//! What a browser makes of a page: Chromium without a screen.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tests::able;

/// Seconds that it may take, which is long where others use the machine too: it starts a dozen processes.
const PATIENCE: &str = "180";

/// Whether there is one.
pub fn there_is_one() -> bool {
    able("Chromium", &["chromium", "--version"]) && able("netpbm", &["pngtopnm", "--version"])
}

/// Runs Chromium for a window of this size on the file `page`, to its end. What it keeps goes with the folder `home`.
fn chromium(home: &Path, (width, height): (u32, u32), arguments: &[&str], page: &Path) -> Vec<u8> {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", PATIENCE, "chromium"]);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"])
        .args(["--no-first-run", "--disable-extensions", "--disable-background-networking", "--mute-audio"])
        .arg(format!("--user-data-dir={}", home.join("profile").display()))
        .arg(format!("--window-size={width},{height}"))
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .env("HOME", home)
        .stdin(Stdio::null());
    let output = command.output().expect("timeout starts");
    assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What the expression `look` of JavaScript comes to, in a page that has `page` in a frame of this size; `page` is its
/// document there, and `frame` its window. Nothing of the page itself is changed.
pub fn look(page: &str, (width, height): (u32, u32), look: &str) -> Value {
    let home = TempDir::new().expect("a folder");
    let escaped = page.replace('&', "&amp;").replace('"', "&quot;");
    let wrapper = home.path().join("wrapper.html");
    let text = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><body><iframe width=\"{width}\" height=\"{height}\" style=\"border:0\" \
         srcdoc=\"{escaped}\"></iframe><script>
         onload = () => {{
           const frame = document.querySelector('iframe').contentWindow, page = frame.document;
           const result = document.createElement('pre');
           let found;
           try {{ found = {look}; }} catch (error) {{ found = 'error: ' + error; }}
           result.id = 'result';
           result.textContent = encodeURIComponent(JSON.stringify(found));
           document.body.replaceChildren(result);
         }}</script>"
    );
    fs::write(&wrapper, text).expect("the wrapper");
    let dom = chromium(home.path(), (width + 100, height + 100), &["--dump-dom"], &wrapper);
    let dom = String::from_utf8(dom).expect("text");
    let found = dom.split("<pre id=\"result\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let found = found.unwrap_or_else(|| panic!("the page did not load: {dom}"));
    serde_json::from_str(&decoded(found)).unwrap_or_else(|error| panic!("{error}: {found}"))
}

/// Text from percent signs and digits.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = std::str::from_utf8(&digits).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("text")
}

/// A picture: width, height, and each point's red, green and blue.
pub struct Picture {
    pub size: (u32, u32),
    pub points: Vec<[u8; 3]>,
}

/// A picture of the file `page` in a window of this size.
pub fn picture(page: &Path, size: (u32, u32), arguments: &[&str]) -> Picture {
    let home = TempDir::new().expect("a folder");
    let file = home.path().join("picture.png");
    let screenshot = format!("--screenshot={}", file.display());
    chromium(home.path(), size, &[&[screenshot.as_str()], arguments].concat(), page);
    let output = Command::new("pngtopnm").arg(&file).output().expect("netpbm is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    pixels(&output.stdout)
}

/// What pngtopnm writes, in one of the formats for colours: `P6`, width, height and 255 in decimal, then the bytes.
fn pixels(bytes: &[u8]) -> Picture {
    let mut fields = bytes.splitn(4, u8::is_ascii_whitespace);
    let mut field = || fields.next().and_then(|field| std::str::from_utf8(field).ok()).expect("a header");
    assert_eq!(field(), "P6", "a picture with colours");
    let size = [field(), field()].map(|number| number.parse().expect("a number"));
    let points = fields.next().and_then(|rest| rest.strip_prefix(b"255\n")).expect("a byte a colour");
    let points = points.chunks_exact(3).map(|point| [point[0], point[1], point[2]]);
    Picture { size: (size[0], size[1]), points: points.collect() }
}
