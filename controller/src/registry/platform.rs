//! Which image of an index counts.

use std::env::consts::ARCH;
use std::fmt;
use std::str::FromStr;

/// An operating system and a processor, in the words of images: `linux/arm64`, `linux/arm/v7`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Such as `linux`.
    pub os: String,
    /// Such as `amd64`.
    pub architecture: String,
    /// Such as `v7`; none takes the first that there is.
    pub variant: Option<String>,
}

impl Platform {
    /// Linux on a processor like this machine's.
    pub fn of_this_machine() -> Self {
        let architecture = match ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "x86" => "386",
            same => same,
        };
        Self { os: "linux".to_owned(), architecture: architecture.to_owned(), variant: None }
    }

    /// Whether an image for `other` runs here.
    pub fn takes(&self, other: &Self) -> bool {
        let variant = self.variant.is_none() || self.variant == other.variant;
        self.os == other.os && self.architecture == other.architecture && variant
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        self.variant.iter().try_for_each(|variant| write!(f, "/{variant}"))
    }
}

impl FromStr for Platform {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('/').collect();
        let (os, architecture, variant) = match parts[..] {
            [os, architecture] => (os, architecture, None),
            [os, architecture, variant] if !variant.is_empty() => {
                (os, architecture, Some(variant.to_owned()))
            }
            _ => return Err(EXPECTED),
        };
        if os.is_empty() || architecture.is_empty() {
            return Err(EXPECTED);
        }
        Ok(Self { os: os.to_owned(), architecture: architecture.to_owned(), variant })
    }
}

const EXPECTED: &str = "expected OS/ARCH[/VARIANT], such as linux/arm64";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_counts_when_it_is_asked_for() {
        let platform = |text: &str| text.parse::<Platform>().unwrap();
        assert!(platform("linux/arm").takes(&platform("linux/arm/v7")));
        assert!(!platform("linux/arm/v6").takes(&platform("linux/arm/v7")));
        assert!(!platform("linux/arm64").takes(&platform("linux/amd64")));
        assert_eq!(platform("linux/arm/v7").to_string(), "linux/arm/v7");
        for wrong in ["", "linux", "linux/", "/arm", "a/b/c/d", "a/b/"] {
            assert!(wrong.parse::<Platform>().is_err(), "{wrong}");
        }
    }
}
