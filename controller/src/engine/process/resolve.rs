//! Where a path of the container ends up once the machine's symlinks are followed.

use std::path::{Component, Path, PathBuf};

/// As many as the kernel follows in one path.
const MAX_LINKS: usize = 40;

/// Follows the machine's symlinks in the absolute `path` (`/var/run/x` is `/run/x` on most machines), as far
/// as the machine has the path, and stops looking below any of `covered`: what is mounted there is not the
/// machine's. Parts that do not exist are kept as they are; `.` and `..` are resolved.
pub fn resolve(path: &Path, covered: &[PathBuf]) -> PathBuf {
    let mut todo = parts(path);
    let mut done = PathBuf::from("/");
    let mut links = 0;
    while let Some(part) = todo.pop() {
        if part == ".." {
            done.pop();
            continue;
        }
        done.push(&part);
        if covered.iter().any(|top| done.starts_with(top)) {
            continue;
        }
        if let Ok(target) = done.read_link()
            && links < MAX_LINKS
        {
            links += 1;
            done.pop();
            if target.is_absolute() {
                done = PathBuf::from("/");
            }
            todo.extend(parts(&target));
        }
    }
    done
}

/// The parts of a path, last one first, so that `pop` gives the next.
fn parts(path: &Path) -> Vec<std::ffi::OsString> {
    let mut parts: Vec<_> = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir))
        .map(|part| part.as_os_str().to_owned())
        .collect();
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn follows_links_but_not_below_a_mount() {
        let machine = tempfile::tempdir().unwrap();
        let top = machine.path().canonicalize().unwrap();
        std::fs::create_dir(top.join("run")).unwrap();
        symlink("run", top.join("relative")).unwrap();
        symlink(top.join("relative"), top.join("absolute")).unwrap();
        symlink("loop", top.join("loop")).unwrap();

        assert_eq!(resolve(&top.join("absolute/secrets/x"), &[]), top.join("run/secrets/x"));
        assert_eq!(resolve(&top.join("absolute/../gone/./y"), &[]), top.join("gone/y"));
        assert_eq!(resolve(&top.join("absolute/x"), std::slice::from_ref(&top)), top.join("absolute/x"));
        assert_eq!(resolve(&top.join("loop/x"), &[]), top.join("loop/x"));
        assert_eq!(resolve(Path::new("/../.."), &[]), Path::new("/"));
    }
}
