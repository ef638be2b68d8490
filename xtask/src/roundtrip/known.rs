//! The instances that are known not to come back, each with its reason.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::check::{Failure, Problem};
use super::rules::Rule;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exceptions {
    /// What counts as the same.
    #[serde(default)]
    rule: Vec<RuleEntry>,
    /// Instances that do not come back.
    #[serde(default)]
    pub(super) known: Vec<Known>,
}

/// A rule by which values are the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    same: Rule,
    reason: String,
}

impl Exceptions {
    /// The rules.
    pub(super) fn rules(&self) -> Vec<Rule> {
        self.rule.iter().map(|entry| entry.same).collect()
    }

    /// Why the rules hold.
    pub(super) fn reasons(&self) -> impl Iterator<Item = (Rule, &str)> {
        self.rule
            .iter()
            .map(|entry| (entry.same, entry.reason.as_str()))
    }
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
    /// What is said of it; anything when it is left out.
    message: Option<String>,
    /// Why it does not come back.
    pub(super) reason: String,
}

impl Known {
    /// Whether it speaks of a failure.
    pub(super) fn is(&self, document: &str, failure: &Failure) -> bool {
        let (Problem::Unread(said) | Problem::Changed(said)) = &failure.problem;
        let is = |wanted: &Option<String>, there: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == there)
        };
        self.document == document
            && self.pointer == failure.pointer
            && is(&self.instance, &failure.instance)
            && is(&self.message, said)
    }
}

/// Reads the list; there need not be one.
pub(super) fn read(path: &Path) -> Result<Exceptions, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Exceptions::default());
        }
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
