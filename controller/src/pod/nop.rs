//! The last container: its log says that the build is done.

use k8s_openapi::api::core::v1::Container;

/// The container, which waits for nobody, as in the founding version.
pub(super) fn container(image: &str) -> Container {
    Container {
        name: "nop".to_owned(),
        image: Some(image.to_owned()),
        command: Some(vec!["/ko-app/nop".to_owned()]),
        ..Container::default()
    }
}
