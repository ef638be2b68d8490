//! The configuration of a client: `wiregen.yaml` beside the document.
//!
//! It says what a document cannot say. Every key is optional, an unknown one is refused.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::{Node, Source, Span};

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
    /// Where the entries of the mappings stand, for reports.
    #[serde(skip)]
    places: BTreeMap<String, Span>,
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
    /// Reads a configuration that belongs to a document; the name is for reports.
    ///
    /// # Errors
    /// What is wrong with it: no YAML, an unknown key, a value of the wrong type.
    pub fn read(source: &mut Source, name: &str, text: String) -> Result<Self, Vec<Diagnostic>> {
        let parsed = serde_yaml::from_str::<Option<Self>>(&text);
        let (root, findings) = source.attach(name, text);
        if findings
            .iter()
            .any(|finding| finding.code != "empty-document")
        {
            return Err(findings);
        }
        let mut config = parsed
            .map_err(|error| vec![fault(&root, &error)])?
            .unwrap_or_default();
        let environment = root.get("environment");
        let of_environment = |key: &str| environment.and_then(|node| node.get(key));
        for section in [
            root.get("names"),
            root.get("formats"),
            of_environment("server_variables"),
            of_environment("credentials"),
        ] {
            let entries = section.and_then(Node::as_mapping);
            for (key, entry) in entries.into_iter().flatten() {
                config.places.insert(key.to_string(), entry.key);
            }
        }
        Ok(config)
    }

    /// Where an entry of `names`, `formats` or `environment` stands.
    pub fn place_of(&self, entry: &str) -> Option<Span> {
        self.places.get(entry).copied()
    }
}

/// serde_yaml tells the place in words at the end of its message, and as an offset that is that of
/// the mapping for a missing or unknown key: the key's own place is found by its name.
fn fault(root: &Node, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    let named = message
        .split('`')
        .nth(1)
        .and_then(|key| key_place(root, key));
    let nearest = error
        .location()
        .and_then(|location| node_at(root, location.index()));
    let at = named.or(nearest).unwrap_or(root.span);
    Diagnostic::error("configuration", at, message)
        .help("the README describes the keys of the configuration")
}

/// The place of a key of that name, wherever it stands.
fn key_place(node: &Node, name: &str) -> Option<Span> {
    let mapping = node.as_mapping()?;
    let here = mapping.get(name).map(|entry| entry.key);
    here.or_else(|| {
        mapping
            .values()
            .find_map(|entry| key_place(&entry.value, name))
    })
}

/// The innermost value that an offset lies in.
fn node_at(node: &Node, offset: usize) -> Option<Span> {
    if !node.span.range().contains(&offset) {
        return None;
    }
    let inner = node
        .as_mapping()
        .into_iter()
        .flat_map(|mapping| mapping.values());
    inner
        .map(|entry| &entry.value)
        .find_map(|value| node_at(value, offset))
        .or(Some(node.span))
}
