//! Which images the Pods use for the containers that are not the user's.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::images::{DEFAULT_PREFIX, DEFAULT_TAG, ImageCommand, Images};
use crate::world::Settings;

/// The image flags that every command with Pods has.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Images")]
pub struct ImageArgs {
    /// What the default names of our own images start with
    #[arg(long, env = "BATON_IMAGE_PREFIX", value_name = "PREFIX", default_value = DEFAULT_PREFIX)]
    image_prefix: String,
    /// The tag in the default names of our own images
    #[arg(long, env = "BATON_IMAGE_TAG", value_name = "TAG", default_value = DEFAULT_TAG, value_parser = NonEmptyStringValueParser::new())]
    image_tag: String,
    /// Image with /ko-app/entrypoint [default: PREFIXentrypoint:TAG]
    #[arg(long, env = "BATON_ENTRYPOINT_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    entrypoint_image: Option<String>,
    /// Image with /ko-app/nop [default: PREFIXnop:TAG]
    #[arg(long, env = "BATON_NOP_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    nop_image: Option<String>,
    /// Image with /ko-app/creds-init [default: PREFIXcreds-init:TAG]
    #[arg(long, env = "BATON_CREDS_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    creds_image: Option<String>,
    /// Image with /ko-app/git-init, for git resources [default: PREFIXgit-init:TAG]
    #[arg(long, env = "BATON_GIT_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    git_image: Option<String>,
    /// Image of the steps that make folders and copy; any does [default: the entrypoint image]
    #[arg(long, env = "BATON_SHELL_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    shell_image: Option<String>,
    /// Image with gsutil, for storage resources [default: google/cloud-sdk:slim]
    #[arg(long, env = "BATON_GSUTIL_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    gsutil_image: Option<String>,
    /// Image with rclone, for storage resources of type s3 [default: rclone/rclone:1]
    #[arg(long, env = "BATON_RCLONE_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    rclone_image: Option<String>,
    /// Image with /ko-app/creds-init, for the kubeconfig of cluster resources [default: the creds image]
    #[arg(long, env = "BATON_KUBECONFIG_WRITER_IMAGE", value_name = "IMAGE", value_parser = NonEmptyStringValueParser::new())]
    kubeconfig_writer_image: Option<String>,
    /// The command of steps of IMAGE that have none; can be given again and again, the last one for an image counts
    #[arg(long, value_name = "IMAGE=CMD[,ARG...]", value_parser = image_entrypoint)]
    image_entrypoint: Vec<(String, Vec<String>)>,
    #[cfg(feature = "registry")]
    #[command(flatten)]
    pub(super) resolve: super::resolve::ResolveArgs,
}

impl ImageArgs {
    /// The settings that these flags, their environment variables and the defaults come to.
    pub fn settings(&self) -> Settings {
        let own = Images::of(&self.image_prefix, &self.image_tag);
        let or = |flag: &Option<String>, default: String| flag.clone().unwrap_or(default);
        let entrypoint = or(&self.entrypoint_image, own.entrypoint);
        let creds_init = or(&self.creds_image, own.creds_init);
        Settings {
            images: Images {
                shell: or(&self.shell_image, entrypoint.clone()),
                kubeconfig_writer: or(&self.kubeconfig_writer_image, creds_init.clone()),
                entrypoint,
                nop: or(&self.nop_image, own.nop),
                creds_init,
                git_init: or(&self.git_image, own.git_init),
                gsutil: or(&self.gsutil_image, own.gsutil),
                rclone: or(&self.rclone_image, own.rclone),
            },
            image_entrypoints: self.image_entrypoint.iter().cloned().map(told).collect(),
            keep_going: false,
        }
    }
}

/// What a flag tells of an image: nothing stands behind the args of a step, nor for them.
fn told((image, entrypoint): (String, Vec<String>)) -> (String, ImageCommand) {
    (image, ImageCommand { entrypoint, cmd: Vec::new() })
}

/// Reads `IMAGE=CMD[,ARG...]`. Image references hold no `=`, commands may.
fn image_entrypoint(text: &str) -> Result<(String, Vec<String>), String> {
    let expected = "expected IMAGE=CMD[,ARG...], such as ubuntu=/bin/bash,-c";
    let (image, command) = text.split_once('=').ok_or(expected)?;
    if image.is_empty() || command.is_empty() || command.starts_with(',') {
        return Err(expected.to_owned());
    }
    Ok((image.to_owned(), command.split(',').map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_entrypoint_has_an_image_and_a_command() {
        let words = vec!["/bin/sh".to_owned(), "-c".to_owned(), "a=b".to_owned()];
        assert_eq!(image_entrypoint("i:1=/bin/sh,-c,a=b"), Ok(("i:1".to_owned(), words)));
        for wrong in ["ubuntu", "=sh", "ubuntu=", "ubuntu=,x"] {
            assert!(image_entrypoint(wrong).is_err(), "{wrong}");
        }
    }
}
