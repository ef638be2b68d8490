//! The configuration of a client: `wiregen.yaml` beside the document.
//!
//! It says what a document cannot say. Every key is optional, an unknown one is refused.

mod check;
mod derives;
mod diagnostics;
mod fault;
mod pagination;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::{Node, Source, Span};

pub use derives::Dependency;
pub(crate) use derives::{ALL as ALL_TYPES, path as derive_path};
pub use diagnostics::Diagnostics;
pub use pagination::{PageForm, PageRule, Pagination};

/// The whole configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The document, as a path from the folder of the configuration: for the command line, when it
    /// names none.
    pub document: Option<String>,
    /// The folder that the client of that document is written to, as a path from the same folder.
    pub output: Option<String>,
    /// The crate that is written.
    pub package: Package,
    /// The environment variables that `Client::from_env` reads.
    pub environment: Environment,
    /// Rust names by JSON Pointer (`#/components/schemas/Types.Error: ApiError`). The value is
    /// cleaned and cased like any other name.
    pub names: BTreeMap<String, String>,
    /// Derives beside those that every type has: by JSON Pointer of the type's schema, or under `*` for
    /// all types (`'*': [schemars::JsonSchema]`). A type that has one anyway does not get it twice.
    pub derives: BTreeMap<String, Vec<String>>,
    /// What the crate depends on beside what every client does, such as the crates of `derives`: a
    /// version (`schemars: '1'`), or a mapping as in `Cargo.toml`.
    pub dependencies: BTreeMap<String, Dependency>,
    /// What a format is read as: by the format's name (`date-time: jiff`) or, for one place, by JSON
    /// Pointer (`#/components/schemas/Pet/properties/id: text`).
    pub formats: BTreeMap<String, Format>,
    /// How the API tells a request that is sent again from a new one.
    pub idempotency: Option<Idempotency>,
    /// How lists that come in pages go on, where the document does not say it plainly.
    #[cfg_attr(test, schemars(with = "tests::reference::PaginationForms"))]
    pub pagination: Pagination,
    /// Which operations the client has.
    pub operations: Operations,
    /// Which files the document may refer to.
    pub references: References,
    /// Overlays (OpenAPI Overlay Specification 1.0 and 1.1) that mend the document, in the order in
    /// which they are applied; paths are relative to the document's folder.
    pub overlays: Vec<String>,
    /// Faults of the document are errors, also those whose meaning is clear.
    pub strict: bool,
    /// What becomes of findings.
    pub diagnostics: Diagnostics,
    /// Where the entries of the mappings stand, for reports.
    #[serde(skip)]
    places: BTreeMap<(&'static str, String), Span>,
}

/// Where the configuration of a document stands when none is named.
pub(crate) fn beside(document: &Path) -> PathBuf {
    document.with_file_name("wiregen.yaml")
}

/// The crate that is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
/// `token`; `client_id` and `client_secret` where the client fetches tokens for itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Credential {
    /// The user.
    pub username: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The token or key.
    pub token: Option<String>,
    /// The id of an OAuth 2 client.
    pub client_id: Option<String>,
    /// Its secret.
    pub client_secret: Option<String>,
}

impl Credential {
    /// The keys that are given, and what stands under them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let entries = [
            ("username", &self.username),
            ("password", &self.password),
            ("token", &self.token),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
        ];
        entries
            .into_iter()
            .filter_map(|(key, name)| Some((key, name.as_deref()?)))
    }
}

/// Which files the document may refer to beside those below its own folder. Nothing is ever
/// fetched. Paths are relative to the document's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct References {
    /// The folder that references must not leave, such as `..`; the document's own when left out.
    pub within: Option<String>,
    /// Files by the URL that references name them by:
    /// `https://example.com/errors.yaml: vendored/errors.yaml`.
    pub files: BTreeMap<String, String>,
}

/// Which operations the client has: all of them unless something is said. Types that only others
/// use are left out with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Operations {
    /// These alone.
    pub only: Selection,
    /// All but these.
    pub without: Selection,
}

impl Operations {
    /// All lists, each with the way to it.
    pub(crate) fn lists(&self) -> [(&'static str, &[String]); 6] {
        [
            ("operations.only.tags", &self.only.tags),
            ("operations.only.paths", &self.only.paths),
            ("operations.only.ids", &self.only.ids),
            ("operations.without.tags", &self.without.tags),
            ("operations.without.paths", &self.without.paths),
            ("operations.without.ids", &self.without.ids),
        ]
    }
}

/// Operations: those that any of the entries means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// By tag.
    pub tags: Vec<String>,
    /// By path; `/pets/*` for all that begin so.
    pub paths: Vec<String>,
    /// By `operationId`.
    pub ids: Vec<String>,
}

impl Selection {
    /// All lists, each with its key.
    pub(crate) fn lists(&self) -> [(&'static str, &[String]); 3] {
        [
            ("tags", &self.tags),
            ("paths", &self.paths),
            ("ids", &self.ids),
        ]
    }

    /// Whether it means nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.ids.is_empty()
    }
}

/// What a format is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// As the text that it is, for servers that do not keep to the format.
    Text,
    /// As a date or time of the crate `chrono`, which they are when nothing is said.
    Chrono,
    /// As a date or time of the crate `time`.
    Time,
    /// As a date or time of the crate `jiff`.
    Jiff,
    /// As a decimal of the crate `rust_decimal`.
    RustDecimal,
    /// As a URL of the crate `url`.
    Url,
}

impl Format {
    /// As the configuration writes it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Chrono => "chrono",
            Self::Time => "time",
            Self::Jiff => "jiff",
            Self::RustDecimal => "rust_decimal",
            Self::Url => "url",
        }
    }
}

/// How the API tells a request that is sent again from a new one: by a key in a header, which all
/// attempts of a call have in common. With it, `POST` and `PATCH` are sent again like other methods.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// The header's name: `Idempotency-Key`.
    pub header: String,
}

impl Config {
    /// Reads a configuration that belongs to a document; the name is for reports.
    ///
    /// # Errors
    /// What is wrong with it: no YAML, an unknown key, a value of the wrong type, a name that is none,
    /// a file that is not there.
    pub fn read(source: &mut Source, name: &str, text: String) -> Result<Self, Vec<Diagnostic>> {
        let parsed = serde_yaml::from_str::<Option<Self>>(&text);
        let (root, findings) = source.attach(name, text);
        // There is no way to go on with a part of a configuration, so whatever is odd is an error.
        let faults: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| finding.code != codes::EMPTY_DOCUMENT)
            .map(|finding| Diagnostic {
                severity: Severity::Error,
                ..finding
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut config = parsed
            .map_err(|error| vec![fault::fault(&root, &error)])?
            .unwrap_or_default();
        let faults = check::check(source, &root, &config);
        if !faults.is_empty() {
            return Err(faults);
        }
        let environment = root.get("environment");
        let of_environment = |key: &str| environment.and_then(|node| node.get(key));
        for (section, entries) in [
            ("names", root.get("names")),
            ("idempotency", root.get("idempotency")),
            ("formats", root.get("formats")),
            ("derives", root.get("derives")),
            (
                "references.files",
                root.get("references").and_then(|node| node.get("files")),
            ),
            ("dependencies", root.get("dependencies")),
            (
                "environment.server_variables",
                of_environment("server_variables"),
            ),
            ("environment.credentials", of_environment("credentials")),
        ] {
            let entries = entries.and_then(Node::as_mapping);
            for (key, entry) in entries.into_iter().flatten() {
                config.places.insert((section, key.to_string()), entry.key);
            }
        }
        for key in ["document", "output"] {
            let start = root.as_mapping().and_then(|keys| keys.values().next());
            let value = root.get(key).map(|node| node.span);
            let at = value.or(start.map(|entry| entry.key)).unwrap_or(root.span);
            config.places.insert((key, String::new()), at);
        }
        let overlays = root.get("overlays").and_then(Node::as_sequence);
        for item in overlays.into_iter().flatten() {
            let name = item.as_text().unwrap_or_default().to_owned();
            config.places.insert(("overlays", name), item.span);
        }
        for (section, _) in Operations::default().lists() {
            config.keep_places(section, "", root.get("operations"));
        }
        let allowances = root.get("diagnostics").and_then(|node| node.get("allow"));
        let allowances = allowances.and_then(Node::as_sequence);
        for (index, node) in allowances.into_iter().flatten().enumerate() {
            let place = ("diagnostics.allow", index.to_string());
            config.places.insert(place, node.span);
        }
        if let Some(node) = root.get("pagination") {
            let rules = node.as_sequence().unwrap_or(std::slice::from_ref(node));
            for (index, rule) in rules.iter().enumerate() {
                let first = rule.as_mapping().and_then(|keys| keys.values().next());
                let at = first.map_or(rule.span, |entry| entry.key);
                config.places.insert(("pagination", index.to_string()), at);
                for (section, _) in Selection::default().lists() {
                    config.keep_places(section, &format!("{index} "), rule.get("operations"));
                }
            }
        }
        Ok(config)
    }

    /// Keeps where the entries of a list of operations stand.
    fn keep_places(&mut self, section: &'static str, prefix: &str, operations: Option<&Node>) {
        let mut way = section.trim_start_matches("operations.").split('.');
        let list = operations.and_then(|node| way.try_fold(node, |node, key| node.get(key)));
        for item in list.and_then(Node::as_sequence).into_iter().flatten() {
            if let Some(text) = item.as_text() {
                let entry = format!("{prefix}{text}");
                self.places.insert((section, entry), item.span);
            }
        }
    }

    /// Where an entry stands in a section: `names`, `formats`, `environment.server_variables` or
    /// `environment.credentials`.
    pub fn place_in(&self, section: &str, entry: &str) -> Option<Span> {
        let mut places = self.places.iter();
        places
            .find(|((of, key), _)| *of == section && key == entry)
            .map(|(_, place)| *place)
    }

    /// Where the value of `document` or `output` stands, or the configuration begins, which lacks it.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.place_in(key, "")
    }

    /// The report on an entry that matches nothing; `meant` is what is spelled like it, and `head`
    /// the place of what has none.
    pub(crate) fn unused(
        &self,
        (section, entry): (&str, &str),
        meant: Option<&str>,
        head: Span,
    ) -> Diagnostic {
        let at = self.place_in(section, entry).unwrap_or(head);
        unused(section, entry, meant, at)
    }

    /// The files of `references` that nothing refers to.
    pub(crate) fn unused_files(&self, source: &Source, head: Span) -> Vec<Diagnostic> {
        let urls = self.references.files.keys();
        let unused = urls.filter(|url| !source.uses_file(url));
        unused
            .map(|url| self.unused(("references.files", url), None, head))
            .collect()
    }

    /// The same for an entry of the operations of a rule of `pagination`.
    pub(crate) fn unused_in_rule(
        &self,
        rule: usize,
        (section, entry): (&'static str, &str),
        meant: Option<&str>,
        head: Span,
    ) -> Diagnostic {
        let at = self.place_in(section, &format!("{rule} {entry}"));
        let section = format!("pagination.operations.{section}");
        unused(&section, entry, meant, at.unwrap_or(head))
    }

    /// Where a rule of `pagination` stands.
    pub(crate) fn place_of_rule(&self, rule: usize) -> Option<Span> {
        self.place_in("pagination", &rule.to_string())
    }
}

fn unused(section: &str, entry: &str, meant: Option<&str>, at: Span) -> Diagnostic {
    let message = format!("the entry `{entry}` under `{section}` matches nothing in this document");
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "take the entry out".to_owned(),
    };
    Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message).help(help)
}

#[cfg(test)]
mod tests;
