//! The images that a Pod names.

use super::step::containers;
use k8s_openapi::api::core::v1::Pod;

/// Each image once, in the order in which the containers name them.
pub fn images(pod: &Pod) -> Vec<&str> {
    let mut images: Vec<&str> = Vec::new();
    for image in containers(pod).filter_map(|(container, _)| container.image.as_deref()) {
        if !images.contains(&image) {
            images.push(image);
        }
    }
    images
}
