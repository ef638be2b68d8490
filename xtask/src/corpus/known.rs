//! The documents that are known to fail, each with its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::Outcome;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Why each document fails, by its path below the folder.
    known: BTreeMap<String, String>,
}

/// What the run means for the list.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Documents that fail and are not listed, with how.
    pub(super) unexpected: Vec<(String, String)>,
    /// Documents that are listed and pass.
    pub(super) mended: Vec<String>,
    /// Documents that fail as listed, with the reason.
    pub(super) expected: Vec<(String, String)>,
    pub(super) passed: usize,
}

impl Verdict {
    pub(super) fn is_good(&self) -> bool {
        self.unexpected.is_empty() && self.mended.is_empty()
    }
}

/// Reads the list; there need not be one.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let file: File =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(file.known)
}

/// Compares what happened with the list. A listed document that this run left out says nothing.
pub(super) fn judge(known: &BTreeMap<String, String>, outcomes: &[Outcome]) -> Verdict {
    let mut verdict = Verdict::default();
    for outcome in outcomes {
        let name = outcome.document.name.clone();
        match (outcome.failure(), known.get(&name)) {
            (None, None) => verdict.passed += 1,
            (None, Some(_)) => verdict.mended.push(name),
            (Some(_), Some(reason)) => verdict.expected.push((name, reason.clone())),
            (Some(failure), None) => verdict.unexpected.push((name, failure)),
        }
    }
    verdict
}
