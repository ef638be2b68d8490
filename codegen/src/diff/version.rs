//! The version that a client should have.

use semver::{BuildMetadata, Prerelease, Version};

use super::Rust;
use crate::config::Config;

/// The version of the package, as its manifest has it.
pub(super) fn current(config: &Config) -> Version {
    let given = config.package.version.as_deref();
    // What is no version was refused when the configuration was read.
    given
        .and_then(|text| Version::parse(text).ok())
        .unwrap_or_else(|| Version::new(0, 1, 0))
}

/// The next version for what happens to programs. Before 1.0, Cargo takes the second number as the
/// first, and before 0.1 the third: <https://doc.rust-lang.org/cargo/reference/semver.html>.
pub(super) fn suggested(version: &Version, rust: Option<Rust>) -> Version {
    let Some(rust) = rust else {
        return version.clone();
    };
    let (major, minor, patch) = (version.major, version.minor, version.patch);
    // What comes after a version before its release is that release, if it is as large a step.
    if !version.pre.is_empty() {
        let is_enough = match rust {
            Rust::Major => patch == 0 && (minor == 0 || major == 0),
            Rust::Minor => patch == 0 || major == 0,
            Rust::Patch => true,
        };
        if is_enough {
            return Version {
                pre: Prerelease::EMPTY,
                build: BuildMetadata::EMPTY,
                ..version.clone()
            };
        }
    }
    match (major, minor, rust) {
        (0, 0, _) => Version::new(0, 0, patch.saturating_add(1)),
        (0, _, Rust::Major) => Version::new(0, minor.saturating_add(1), 0),
        (0, _, Rust::Minor | Rust::Patch) => Version::new(0, minor, patch.saturating_add(1)),
        (_, _, Rust::Major) => Version::new(major.saturating_add(1), 0, 0),
        (_, _, Rust::Minor) => Version::new(major, minor.saturating_add(1), 0),
        (_, _, Rust::Patch) => Version::new(major, minor, patch.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_follows_cargo() {
        let cases = [
            ("0.1.0", None, "0.1.0"),
            ("0.1.0", Some(Rust::Patch), "0.1.1"),
            ("0.1.3", Some(Rust::Minor), "0.1.4"),
            ("0.1.3", Some(Rust::Major), "0.2.0"),
            ("0.0.3", Some(Rust::Major), "0.0.4"),
            ("0.0.3", Some(Rust::Patch), "0.0.4"),
            ("1.2.3", Some(Rust::Patch), "1.2.4"),
            ("1.2.3", Some(Rust::Minor), "1.3.0"),
            ("1.2.3", Some(Rust::Major), "2.0.0"),
            ("2.0.0-rc.1", Some(Rust::Major), "2.0.0"),
            ("1.2.0-rc.1", Some(Rust::Major), "2.0.0"),
            ("1.2.0-rc.1", Some(Rust::Minor), "1.2.0"),
        ];
        for (version, rust, expected) in cases {
            let version = Version::parse(version).unwrap();
            assert_eq!(suggested(&version, rust).to_string(), expected);
        }
    }
}
