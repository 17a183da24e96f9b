//! How the tasks of a `PipelineRun` hand files on: through a volume that they share, or through a bucket.

use k8s_openapi::api::core::v1::{Container, PersistentVolumeClaimVolumeSource, Volume, VolumeMount};

use super::gcs::gsutil;
use super::secret_volume;
use super::step::{Site, add_volume, copy_folder, make_folder};
use crate::names::fitted;

/// Where the shared volume is mounted.
const CLAIM_PATH: &str = "/pvc";

/// Whose Secret that of the bucket is, in the name of its volume.
const BUCKET: &str = "bucket";

/// Where the Secret of the bucket is mounted, in a folder of its name.
const BUCKET_SECRETS: &str = "/var/bucketsecret";

/// What is handed on between the tasks of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Artifacts {
    /// Where it lies meanwhile.
    place: Place,
    /// What the paths of all bindings begin with.
    base: String,
}

/// Where files lie between two tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// On the volume of this claim.
    Claim(String),
    /// In a bucket.
    Bucket {
        /// Such as `gs://bucket/folder`.
        location: String,
        /// A Secret's name and the key of the account's file in it.
        secret: Option<(String, String)>,
    },
}

impl Artifacts {
    /// On the volume of the claim `name`.
    pub fn on_claim(name: String) -> Self {
        Self { place: Place::Claim(name), base: CLAIM_PATH.to_owned() }
    }

    /// The path of the output `output` of task `task`.
    pub fn path(&self, task: &str, output: &str) -> String {
        format!("{}/{task}/{output}", self.base)
    }

    /// The claim, unless it is a bucket.
    pub fn claim(&self) -> Option<&str> {
        match &self.place {
            Place::Claim(claim) => Some(claim),
            Place::Bucket { .. } => None,
        }
    }

    /// In a bucket, below `base`.
    pub fn in_bucket(location: String, secret: Option<(String, String)>, base: String) -> Self {
        Self { place: Place::Bucket { location, secret }, base }
    }

    /// The steps that get an input from where the tasks before left it.
    pub(super) fn fetch(&self, site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
        self.add_volume(volumes);
        let Site { bound: input, place, images, .. } = site;
        let name = |base: &str, number| site.name_of(&format!("{base}-{}", input.declared.name), number);
        let steps = input.paths.iter().enumerate().flat_map(|(number, path)| match &self.place {
            Place::Claim(claim) => [
                make_folder(name("create-dir", number), place, images),
                on(claim, copy_folder(name("source-copy", number), path, place, images)),
            ],
            Place::Bucket { location, .. } => {
                let from = format!("{location}/{path}");
                let words = ["rsync", "-r", &from, place];
                [
                    make_folder(name("artifact-dest-mkdir", number), place, images),
                    gsutil(name("artifact-copy-from", number), &words, self.account(), images),
                ]
            }
        });
        steps.collect()
    }

    /// The steps that leave an output where the tasks behind find it.
    pub(super) fn store(&self, site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
        let Site { bound: output, place, images, .. } = site;
        if output.paths.is_empty() {
            return Vec::new();
        }
        let is_files = output.spec.kind.is_files();
        // The claim is mounted by the Pod whatever is handed on, as in the founding version; a bucket's Secret is not.
        if is_files || self.claim().is_some() {
            self.add_volume(volumes);
        }
        if !is_files {
            return Vec::new();
        }
        let name = |base: &str| site.name(&format!("{base}-{}", output.name));
        let steps = output.paths.iter().flat_map(|path| match &self.place {
            Place::Claim(claim) => vec![
                on(claim, make_folder(name("source-mkdir"), path, images)),
                on(claim, copy_folder(name("source-copy"), place, path, images)),
            ],
            Place::Bucket { location, .. } => {
                let to = format!("{location}/{path}");
                vec![gsutil(
                    name("artifact-copy-to"),
                    &["rsync", "-d", "-r", place, &to],
                    self.account(),
                    images,
                )]
            }
        });
        steps.collect()
    }

    fn add_volume(&self, volumes: &mut Vec<Volume>) {
        let volume = match &self.place {
            Place::Claim(claim) => Volume {
                name: fitted(claim).into_owned(),
                persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
                    claim_name: claim.clone(),
                    read_only: None,
                }),
                ..Volume::default()
            },
            Place::Bucket { secret: Some((secret, _)), .. } => secret_volume::volume(BUCKET, secret),
            Place::Bucket { secret: None, .. } => return,
        };
        add_volume(volumes, volume);
    }

    /// The account's file: the mount and the path. The mount's name is the volume's, which the founding version missed.
    fn account(&self) -> Option<(VolumeMount, String)> {
        let Place::Bucket { secret: Some((secret, key)), .. } = &self.place else { return None };
        Some(secret_volume::mount(BUCKET, secret, key, BUCKET_SECRETS))
    }
}

fn on(claim: &str, step: Container) -> Container {
    let mount = VolumeMount {
        name: fitted(claim).into_owned(),
        mount_path: CLAIM_PATH.to_owned(),
        ..VolumeMount::default()
    };
    Container { volume_mounts: Some(vec![mount]), ..step }
}
