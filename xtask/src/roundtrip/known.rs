//! The instances that are known not to come back, each with its reason.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::check::Failure;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Known>,
}

/// An exception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The path of the document below the folder.
    pub(super) document: String,
    /// Where the schema stands.
    pub(super) pointer: String,
    /// The instance as JSON in one line; all at that place when it is left out.
    instance: Option<String>,
    /// Why it does not come back.
    pub(super) reason: String,
}

impl Known {
    /// Whether it speaks of a failure.
    pub(super) fn is(&self, document: &str, failure: &Failure) -> bool {
        self.document == document
            && self.pointer == failure.pointer
            && self
                .instance
                .as_ref()
                .is_none_or(|instance| *instance == failure.instance)
    }
}

/// Reads the list; there need not be one.
pub(super) fn read(path: &Path) -> Result<Vec<Known>, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let file: File =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(file.known)
}
