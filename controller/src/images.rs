//! The images of the containers that the controller adds, and the entrypoints of those that it cannot look into.

use std::collections::BTreeMap;

/// The commands of images, by the image as a step names it: what `--image-entrypoint` and the registries told.
pub type ImageEntrypoints = BTreeMap<String, ImageCommand>;

/// What an image runs by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageCommand {
    /// The program and its first arguments.
    pub entrypoint: Vec<String>,
    /// The arguments behind them where a step has none of its own.
    pub cmd: Vec<String>,
}

/// An image that has to be looked into, and who runs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unknown {
    /// The image as a step names it, variables put in.
    pub image: String,
    /// The namespace of the run.
    pub namespace: String,
    /// The ServiceAccount of the run, whose pull secrets count.
    pub account: String,
}

/// Where our own images are when nothing else is said; the build script tags them so.
pub const DEFAULT_PREFIX: &str = "localhost/baton/";

/// The tag of our own images when nothing else is said: `v` and the version of this program.
pub const DEFAULT_TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// An image with `gsutil`, for the steps that storage resources add.
const DEFAULT_GSUTIL: &str = "google/cloud-sdk:slim";

/// An image with `rclone`, for storage resources of type s3.
const DEFAULT_RCLONE: &str = "rclone/rclone:1";

/// One image reference for each kind of container that is not the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// Holds `/ko-app/entrypoint`: the place-tools init container.
    pub entrypoint: String,
    /// Holds `/ko-app/nop`: the last container.
    pub nop: String,
    /// Holds `/ko-app/creds-init`: the credential init container.
    pub creds_init: String,
    /// Holds `/ko-app/git-init`: steps that fetch git resources.
    pub git_init: String,
    /// Steps that make folders and copy what tasks hand to one another. They run the entrypoint that every step has
    /// at hand, so any image does.
    pub shell: String,
    /// Holds `gsutil`, and for private buckets `gcloud` and `sh`: steps that fetch and store buckets.
    pub gsutil: String,
    /// Holds `rclone`: steps that fetch and store what speaks S3.
    pub rclone: String,
    /// Holds `/ko-app/creds-init`: steps that write a kubeconfig for a cluster resource.
    pub kubeconfig_writer: String,
}

impl Images {
    /// Our own images as `PREFIX` `NAME` `:TAG` (the prefix ends in its own `/`, or gets one), and the public ones for the rest.
    pub fn of(prefix: &str, tag: &str) -> Self {
        let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
        let own = |name: &str| format!("{prefix}{slash}{name}:{tag}");
        Self {
            entrypoint: own("entrypoint"),
            nop: own("nop"),
            creds_init: own("creds-init"),
            git_init: own("git-init"),
            shell: own("entrypoint"),
            gsutil: DEFAULT_GSUTIL.to_owned(),
            rclone: DEFAULT_RCLONE.to_owned(),
            kubeconfig_writer: own("creds-init"),
        }
    }
}

impl Default for Images {
    fn default() -> Self {
        Self::of(DEFAULT_PREFIX, DEFAULT_TAG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_gets_its_slash_and_an_empty_one_stays_empty() {
        assert_eq!(Images::of("ghcr.io/me", "v9").nop, "ghcr.io/me/nop:v9");
        assert_eq!(Images::of("ghcr.io/me/", "v9").nop, "ghcr.io/me/nop:v9");
        assert_eq!(Images::of("", "v9").git_init, "git-init:v9");
    }

    #[test]
    fn the_defaults_carry_this_version() {
        let tag = format!(":v{}", env!("CARGO_PKG_VERSION"));
        assert_eq!(Images::default().entrypoint, format!("localhost/baton/entrypoint{tag}"));
    }
}
