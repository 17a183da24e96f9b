//! Links the binary small.

fn main() {
    linking::small();
}
