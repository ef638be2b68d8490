//! The configuration of a client: `wiregen.yaml` beside the document.
//!
//! It says what a document cannot say. Every key is optional, an unknown one is refused.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The whole configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The crate that is written.
    pub package: Package,
    /// The environment variables that `Client::from_env` reads.
    pub environment: Environment,
    /// Rust names by JSON Pointer (`#/components/schemas/Types.Error: ApiError`). The value is
    /// cleaned and cased like any other name.
    pub names: BTreeMap<String, String>,
    /// How a format is read: by the format's name (`uuid: text`) or, for one place, by JSON Pointer
    /// (`#/components/schemas/Pet/properties/id: text`).
    pub formats: BTreeMap<String, Format>,
    /// How lists that come in pages are followed.
    pub pagination: Option<Pagination>,
}

/// The crate that is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Package {
    /// Its name; the document's title in kebab-case when left out.
    pub name: Option<String>,
    /// Its version; `0.1.0` when left out.
    pub version: Option<String>,
    /// What Cargo shows for it; made from the document's title when left out.
    pub description: Option<String>,
    /// Its licence as an SPDX expression.
    pub license: Option<String>,
    /// Where its source is.
    pub repository: Option<String>,
}

/// The environment variables that `Client::from_env` reads.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Environment {
    /// By server variable.
    pub server_variables: BTreeMap<String, String>,
    /// By security scheme.
    pub credentials: BTreeMap<String, Credential>,
    /// A variable that overrides the base URL.
    pub base_url: Option<String>,
}

/// The variables of one security scheme: `username` and `password` for basic authentication, else
/// `token`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Credential {
    /// The user.
    pub username: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The token or key.
    pub token: Option<String>,
}

/// How a format is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// As the text that it is, for servers that do not keep to the format.
    Text,
}

/// How lists that come in pages are followed: where in the answer the next page's URL and the
/// items stand. Operations whose answer has both page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// The way to the URL of the next page, properties joined by dots: `links.next`.
    pub next: String,
    /// The way to the array of items: `data`.
    pub items: String,
}

impl Config {
    /// Reads a configuration; the name is for reports.
    ///
    /// # Errors
    /// An unknown key or a value of the wrong type, with the text that it points into.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, (Source, Diagnostic)> {
        let source = Source::from_text(name, text.to_owned());
        if let Some(finding) = source.findings().first() {
            let finding = finding.clone();
            return Err((source, finding));
        }
        serde_yaml::from_str(text).map_err(|error| {
            let offset = error.location().map_or(0, |location| location.index());
            let at = source.place_at(offset);
            let message = without_place(&error.to_string());
            let finding = Diagnostic::error("configuration", at, message)
                .help("the README lists the keys of the configuration");
            (source, finding)
        })
    }
}

/// serde_yaml ends its messages with the place, which the report shows anyhow.
fn without_place(message: &str) -> String {
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(message).to_owned()
}
