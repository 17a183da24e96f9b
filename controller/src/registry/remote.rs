//! One repository: its content from the cache, and from its registry what is not there.

use oci_client::manifest::{
    IMAGE_MANIFEST_LIST_MEDIA_TYPE, IMAGE_MANIFEST_MEDIA_TYPE, OCI_IMAGE_INDEX_MEDIA_TYPE,
    OCI_IMAGE_MEDIA_TYPE,
};
use oci_client::secrets::RegistryAuth;
use oci_client::{Client, Reference};

use super::cache::Cache;
use super::client::Protocol;
use super::credential::Credential;
use super::digest::Digest;
use super::failure::Failure;

/// What manifests come as.
const MANIFESTS: [&str; 4] = [
    OCI_IMAGE_MEDIA_TYPE,
    OCI_IMAGE_INDEX_MEDIA_TYPE,
    IMAGE_MANIFEST_MEDIA_TYPE,
    IMAGE_MANIFEST_LIST_MEDIA_TYPE,
];

/// The repository of an image.
pub(super) struct Remote<'a> {
    reference: &'a Reference,
    /// To be tried in this order; without any the registry is asked as nobody.
    credentials: &'a [Credential],
    cache: &'a Cache,
    session: Option<Session>,
}

/// A registry that has answered once, the way it did.
struct Session {
    client: Client,
    auth: RegistryAuth,
    digest: String,
}

impl<'a> Remote<'a> {
    pub fn new(reference: &'a Reference, credentials: &'a [Credential], cache: &'a Cache) -> Self {
        Self { reference, credentials, cache, session: None }
    }

    /// What the image's name stands for now.
    pub async fn digest(&mut self) -> Result<Digest, Failure> {
        let digest = &self.session().await?.digest;
        Digest::parse(digest)
            .ok_or_else(|| Failure::Other(format!("the registry's digest {digest:?} is no SHA-256")))
    }

    /// A manifest of the repository.
    pub async fn manifest(&mut self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        if let Some(bytes) = self.cache.get(digest) {
            return Ok(bytes);
        }
        let named = self.reference.clone_with_digest(digest.to_string());
        let Session { client, auth, .. } = self.session().await?;
        let (bytes, _) = client.pull_manifest_raw(&named, auth, &MANIFESTS).await?;
        self.keep(digest, bytes.to_vec())
    }

    /// Other content of the repository.
    pub async fn blob(&mut self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        if let Some(bytes) = self.cache.get(digest) {
            return Ok(bytes);
        }
        let reference = self.reference;
        let Session { client, .. } = self.session().await?;
        let mut bytes = Vec::new();
        client.pull_blob(reference, digest.to_string().as_str(), &mut bytes).await?;
        self.keep(digest, bytes)
    }

    fn keep(&self, digest: &Digest, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
        if !digest.fits(&bytes) {
            return Err(Failure::Other(format!("what the registry sent is not {digest}")));
        }
        self.cache.put(digest, &bytes);
        Ok(bytes)
    }

    /// The first way to the registry that works: each protocol with each credential.
    async fn session(&mut self) -> Result<&Session, Failure> {
        if self.session.is_none() {
            self.session = Some(self.open().await?);
        }
        self.session.as_ref().ok_or_else(|| Failure::Other("the registry hung up".to_owned()))
    }

    async fn open(&self) -> Result<Session, Failure> {
        let nobody = [RegistryAuth::Anonymous];
        let auths: Vec<&RegistryAuth> = self.credentials.iter().map(|credential| &credential.auth).collect();
        let auths = if auths.is_empty() { nobody.iter().collect() } else { auths };
        let mut last = Failure::NotAllowed;
        for protocol in Protocol::of(self.reference.registry()) {
            for &auth in &auths {
                // A client keeps to the first credential that it is given for a registry.
                let client = protocol.client()?;
                match client.fetch_manifest_digest(self.reference, auth).await.map_err(Failure::from) {
                    Ok(digest) => return Ok(Session { client, auth: auth.clone(), digest }),
                    Err(Failure::NotAllowed) => last = Failure::NotAllowed,
                    Err(unreachable @ Failure::Unreachable(_)) => {
                        last = unreachable;
                        break;
                    }
                    Err(other) => return Err(other),
                }
            }
            if !matches!(last, Failure::Unreachable(_)) {
                break;
            }
        }
        Err(last)
    }
}
