//! The Overlay Object and its Action Objects, as written.

use super::query::{Fault, Query};
use crate::diagnostic::{Code, Diagnostic, codes, did_you_mean};
use crate::source::{File, Mapping, Node, ScalarType, Span, Value};

/// Which rules an overlay follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// An overlay that was read.
pub(super) struct Overlay<'n> {
    pub(super) version: Version,
    /// The document that it is for, where it says so.
    pub(super) extends: Option<&'n Node>,
    pub(super) actions: Vec<Action<'n>>,
}

/// One change.
pub(super) struct Action<'n> {
    /// Which nodes it is for.
    pub(super) target: Query,
    /// Where the target stands.
    pub(super) at: Span,
    pub(super) change: Change<'n>,
}

/// What is done to a node.
pub(super) enum Change<'n> {
    Update(&'n Node),
    Copy(Query, Span),
    Remove,
}

/// What reads an overlay.
pub(super) struct Reader<'f> {
    pub(super) file: &'f File,
    pub(super) findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads an overlay; `None` when it is none that can be applied.
    pub(super) fn overlay<'n>(&mut self, root: &'n Node) -> Option<Overlay<'n>> {
        let Some(entries) = root.as_mapping() else {
            let message = format!("an overlay is a mapping, not {}", root.kind());
            self.error(codes::NOT_AN_OVERLAY, root.span, message, BEGIN);
            return None;
        };
        let version = self.version(root, entries)?;
        self.unknown(
            entries,
            "an Overlay Object",
            &["overlay", "info", "extends", "actions"],
        );
        self.info(root, entries);
        let extends = entries.get("extends").map(|entry| &entry.value);
        let extends = extends.filter(|node| self.is_text(node, "extends"));
        let actions = self.actions(root, entries, version);
        Some(Overlay {
            version,
            extends,
            actions,
        })
    }

    fn version(&mut self, root: &Node, entries: &Mapping) -> Option<Version> {
        let Some(entry) = entries.get("overlay") else {
            let message = "there is no key `overlay`: this is no overlay";
            self.error(codes::NOT_AN_OVERLAY, root.span, message, BEGIN);
            return None;
        };
        let text = entry.value.as_text().unwrap_or_default();
        let at = entry.value.span;
        let mut parts = text.splitn(3, '.');
        let version = match (parts.next(), parts.next()) {
            (Some("1"), Some("0")) => Version::V1_0,
            (Some("1"), Some("1")) => Version::V1_1,
            _ => {
                let message = format!("version `{text}` of overlays is not understood");
                self.error(
                    codes::UNSUPPORTED_VERSION,
                    at,
                    message,
                    "versions 1.0 and 1.1 are",
                );
                return None;
            }
        };
        let is_patch = |patch: &str| !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit());
        if !parts.next().is_some_and(is_patch) {
            let message = format!("`{text}` is no whole version; it is read as one");
            let help = format!("write `overlay: {}.0`", text.get(..3).unwrap_or("1.1"));
            self.warn(codes::INCOMPLETE_VERSION, at, message, help);
        }
        Some(version)
    }

    fn info(&mut self, root: &Node, entries: &Mapping) {
        let Some(entry) = entries.get("info") else {
            let help = "add `info: {title: What it mends, version: 1.0.0}`".to_owned();
            let message = "the overlay has no `info`; it is applied without";
            return self.warn(codes::MISSING_KEY, root.start(), message, help);
        };
        let Some(info) = entry.value.as_mapping() else {
            return self.wrong_type(&entry.value, "info", "an Info Object");
        };
        self.unknown(
            info,
            "an Info Object of an overlay",
            &["title", "version", "description"],
        );
        for key in ["title", "version"] {
            if !info.contains_key(key) {
                let message = format!("`info` has no `{key}`; the overlay is applied without");
                let shown = match key {
                    "title" => "What it mends",
                    _ => "1.0.0",
                };
                let help = format!("add `{key}: {shown}`");
                self.warn(codes::MISSING_KEY, entry.key, message, help);
            }
        }
        for (key, entry) in info {
            if matches!(&**key, "title" | "version" | "description") {
                self.is_text(&entry.value, key);
            }
        }
    }

    fn actions<'n>(
        &mut self,
        root: &Node,
        entries: &'n Mapping,
        version: Version,
    ) -> Vec<Action<'n>> {
        let help = "add `actions:` with a list of `target`s and what is done to them";
        let Some(entry) = entries.get("actions") else {
            let message = "the overlay has no `actions`";
            self.error(codes::MISSING_KEY, root.start(), message, help);
            return Vec::new();
        };
        let Some(actions) = entry.value.as_sequence() else {
            let message = format!("`actions` must be a list, not {}", entry.value.kind());
            self.error(codes::WRONG_TYPE, entry.value.span, message, help);
            return Vec::new();
        };
        if actions.is_empty() {
            let message = "the overlay has no action; it changes nothing";
            let help = "add an action, or take the overlay out";
            let at = entry.value.span;
            self.warn(codes::OVERLAY_WITHOUT_EFFECT, at, message, help);
        }
        actions
            .iter()
            .filter_map(|node| self.action(node, version))
            .collect()
    }

    fn action<'n>(&mut self, node: &'n Node, version: Version) -> Option<Action<'n>> {
        let Some(entries) = node.as_mapping() else {
            let message = format!("an action is a mapping, not {}", node.kind());
            let help = "begin it with `target: $.paths['/pets']`";
            self.error(codes::WRONG_TYPE, node.span, message, help);
            return None;
        };
        let known = ["target", "description", "update", "remove", "copy"];
        self.unknown(entries, "an Action Object", &known);
        if let Some(entry) = entries.get("description") {
            self.is_text(&entry.value, "description");
        }
        let Some(target) = entries.get("target") else {
            let at = entries.values().next().map_or(node.span, |entry| entry.key);
            let help = "add `target:` with a JSONPath, such as `$.paths['/pets'].get`";
            self.error(codes::MISSING_KEY, at, "the action has no `target`", help);
            return None;
        };
        let change = self.change(target.key, entries, version);
        let query = self.query(&target.value, "target");
        Some(Action {
            target: query?,
            at: target.value.span,
            change: change?,
        })
    }

    /// What an action does; `None` when it is nothing.
    fn change<'n>(
        &mut self,
        at: Span,
        entries: &'n Mapping,
        version: Version,
    ) -> Option<Change<'n>> {
        let (update, copy) = (entries.get("update"), entries.get("copy"));
        let removes = match entries.get("remove") {
            None => false,
            Some(entry) => match entry.value.scalar_type() {
                Some(ScalarType::Bool(value)) => value,
                _ => {
                    let message =
                        format!("`remove` must be true or false, not {}", entry.value.kind());
                    self.error(
                        codes::WRONG_TYPE,
                        entry.value.span,
                        message,
                        "write `remove: true`",
                    );
                    return None;
                }
            },
        };
        if removes {
            for (key, entry) in [("update", update), ("copy", copy)] {
                if let Some(entry) = entry {
                    let message = format!("`{key}` is of no effect beside `remove: true`");
                    let help = "make two actions of it, or take one of the two out".to_owned();
                    self.warn(codes::OVERLAY_WITHOUT_EFFECT, entry.key, message, help);
                }
            }
            return Some(Change::Remove);
        }
        match (update, copy) {
            (Some(update), Some(copy)) => {
                let message = "`update` and `copy` cannot stand in one action";
                let finding = Diagnostic::error(codes::CONFLICTING_KEYS, copy.key, message);
                let finding = finding.related(update.key, "it updates here already");
                self.findings.push(finding.help("make two actions of it"));
                None
            }
            (Some(update), None) => Some(Change::Update(&update.value)),
            (None, Some(copy)) => {
                if version == Version::V1_0 {
                    let message = "`copy` is of version 1.1 of overlays; it is done all the same";
                    let help = "write `overlay: 1.1.0`";
                    self.warn(codes::OVERLAY_VERSION, copy.key, message, help);
                }
                let query = self.query(&copy.value, "copy")?;
                Some(Change::Copy(query, copy.value.span))
            }
            (None, None) => {
                let message = "the action does nothing";
                let help = "add `update`, `copy`, or `remove: true`".to_owned();
                self.warn(codes::OVERLAY_WITHOUT_EFFECT, at, message, help);
                None
            }
        }
    }

    fn query(&mut self, node: &Node, key: &str) -> Option<Query> {
        let Some(text) = string(node) else {
            let message = format!("`{key}` must be a JSONPath, not {}", node.kind());
            let help = format!("write `{key}: $.paths['/pets'].get`");
            self.error(codes::WRONG_TYPE, node.span, message, help);
            return None;
        };
        match Query::parse(text) {
            Ok(query) => Some(query),
            Err(Fault { at, message, help }) => {
                let at = at.and_then(|at| self.within(node, at)).unwrap_or(node.span);
                self.error(codes::FAULTY_JSON_PATH, at, message, help);
                None
            }
        }
    }

    /// The place of a character of a text, when it stands in the file as it is.
    fn within(&self, node: &Node, at: usize) -> Option<Span> {
        let text = string(node)?;
        let written = self.file.text.get(node.span.range())?;
        let start = node.span.range().start + written.find(text)?;
        let length = text.get(at..)?.chars().next().map_or(0, char::len_utf8);
        Some(self.file.span(start + at, start + at + length))
    }

    fn is_text(&mut self, node: &Node, key: &str) -> bool {
        let is_text = node.as_text().is_some();
        if !is_text {
            self.wrong_type(node, key, "a string");
        }
        is_text
    }

    fn wrong_type(&mut self, node: &Node, key: &str, wanted: &str) {
        let message = format!("`{key}` must be {wanted}; it is left out");
        let help = match wanted {
            "a string" => format!("write one text: `{key}: text`"),
            _ => format!("write keys and values below `{key}:`"),
        };
        self.warn(codes::WRONG_TYPE, node.span, message, help);
    }

    fn unknown(&mut self, entries: &Mapping, owner: &str, known: &[&'static str]) {
        for (key, entry) in entries {
            if key.starts_with("x-") || known.contains(&&**key) {
                continue;
            }
            let message = format!("`{key}` is no key of {owner}; it is left out");
            let otherwise = format!("its keys are {}", known.join(", "));
            let help = did_you_mean(key, known.iter().copied(), otherwise);
            self.warn(codes::UNKNOWN_KEY, entry.key, message, help);
        }
    }

    fn error(&mut self, code: Code, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings
            .push(Diagnostic::error(code, at, message).help(help));
    }

    fn warn(&mut self, code: Code, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings
            .push(Diagnostic::warning(code, at, message).help(help));
    }
}

const BEGIN: &str = "begin it with `overlay: 1.1.0`";

fn string(node: &Node) -> Option<&str> {
    match node.scalar_type()? {
        ScalarType::String(text) => Some(text),
        _ => None,
    }
}

impl Node {
    /// The first key, for what is said of a mapping as a whole.
    fn start(&self) -> Span {
        match &self.value {
            Value::Mapping(entries) => entries.values().next().map_or(self.span, |entry| entry.key),
            _ => self.span,
        }
    }
}
