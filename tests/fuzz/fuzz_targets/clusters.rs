//! What a cluster resource says, in JSON, and what its Secrets say.
#![no_main]

mod parts;

use creds_init::cluster::Cluster;
use libfuzzer_sys::fuzz_target;
use parts::parts;

fuzz_target!(|data: &[u8]| {
    let [told, secret] = parts(data);
    let (told, secret) = (String::from_utf8_lossy(told), String::from_utf8_lossy(secret));
    for value in [None, Some(secret.into_owned())] {
        if let Ok(cluster) = Cluster::read(&told, |_| value.clone()) {
            let place = cluster.place();
            assert!(!place.starts_with(['/', '.']) && place.matches('/').count() == 1, "{place}");
            let config: serde_json::Value = serde_json::from_slice(&cluster.kubeconfig()).unwrap();
            assert_eq!(config["kind"], "Config");
        }
    }
});
