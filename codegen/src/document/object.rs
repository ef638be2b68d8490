//! Reading an object key by key, so that no key is overlooked.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::ir::At;
use crate::source::{Entry, Mapping, Node, Span};

use super::advice;
use super::context::Context;
use super::ignored::{self, Reason};
use super::tree;
use crate::source::pointer;

/// An object of the specification that is being read.
pub(super) struct Object<'s> {
    /// Where it stands.
    pub at: At,
    /// Its name in the specification: `Operation Object`.
    pub(super) kind: &'static str,
    entries: Option<&'s Mapping>,
    asked: Vec<&'static str>,
}

/// Begins to read; what is no mapping is empty, with a warning.
pub(super) fn open<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: &str,
    kind: &'static str,
) -> Object<'s> {
    let entries = node.as_mapping();
    if entries.is_none() {
        no_mapping(context, node, kind);
    }
    let at = At {
        span: node.span,
        pointer: pointer.to_owned(),
    };
    Object {
        at,
        kind,
        entries,
        asked: Vec::new(),
    }
}

fn no_mapping(context: &mut Context<'_>, node: &Node, kind: &str) {
    let article = article(kind);
    let message = format!("a mapping is expected here ({article} {kind}); this is taken as empty");
    let finding = Diagnostic::warning(codes::WRONG_TYPE, node.span, message);
    context
        .findings
        .push(finding.help(advice::object(kind, node)));
}

/// The article before the name of an object.
pub(super) fn article(kind: &str) -> &'static str {
    match kind.starts_with(['E', 'I', 'O']) {
        true => "an",
        false => "a",
    }
}

impl<'s> Object<'s> {
    /// What stands under a key.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'s Entry> {
        self.asked.push(key);
        self.entries?.get(key)
    }

    /// Whether it is one at all.
    pub(super) fn is_mapping(&self) -> bool {
        self.entries.is_some()
    }

    /// Whether there is a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries
            .is_some_and(|entries| entries.contains_key(key))
    }

    /// The pointer to what stands under a key.
    pub(super) fn pointer(&self, key: &str) -> String {
        pointer::push(&self.at.pointer, key)
    }
}

/// Warns about the keys that nobody asked for.
pub(super) fn finish(context: &mut Context<'_>, object: &Object<'_>) {
    for (key, entry) in object.entries.into_iter().flatten() {
        if key.starts_with("x-") || object.asked.contains(&&**key) {
            continue;
        }
        let kind = object.kind;
        let finding = match ignored::reason(kind, key) {
            Some(Reason::Immaterial) => continue,
            Some(Reason::Unsupported) => {
                let message = format!("`{key}` is not supported yet and left out");
                Diagnostic::limit(codes::UNSUPPORTED, entry.key, message)
            }
            None => {
                let article = article(kind);
                let message = format!("`{key}` is no key of {article} {kind}; it is left out");
                let known = || object.asked.iter().copied().chain(ignored::keys(kind));
                let help = did_you_mean(key, known(), advice::key(kind, key, known()));
                Diagnostic::warning(codes::UNKNOWN_KEY, entry.key, message).help(help)
            }
        };
        context.findings.push(finding);
    }
}

/// A text; numbers and the like as they are written, with a warning where a string must stand.
pub(super) fn text(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    key: &'static str,
) -> Option<String> {
    let node = &object.take(key)?.value;
    match node.as_text() {
        Some(text) => Some(text.to_owned()),
        None => {
            wrong_type(context, node, key, "a string");
            None
        }
    }
}

/// `true` or `false`.
pub(super) fn flag(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    key: &'static str,
) -> Option<bool> {
    let node = &object.take(key)?.value;
    let value = tree::boolean(node).or_else(|| match node.as_text()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    });
    if tree::boolean(node).is_none() {
        wrong_type(context, node, key, "`true` or `false`");
    }
    value
}

/// A list of texts; a single one is taken as a list of one, with a warning.
pub(super) fn texts(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    key: &'static str,
) -> Option<Vec<String>> {
    let node = &object.take(key)?.value;
    let Some(items) = node.as_sequence() else {
        wrong_type(context, node, key, "a list of strings");
        return tree::string(node).map(|text| vec![text.to_owned()]);
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        match item.as_text() {
            Some(text) => texts.push(text.to_owned()),
            None => wrong_type(context, item, key, "a list of strings"),
        }
    }
    Some(texts)
}

/// The same where nothing may stand twice.
pub(super) fn distinct_texts(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    key: &'static str,
) -> Option<Vec<String>> {
    let mut texts = texts(context, object, key)?;
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for node in object.take(key)?.value.as_sequence().unwrap_or_default() {
        let Some(text) = node.as_text() else { continue };
        match seen.entry(text) {
            btree_map::Entry::Vacant(place) => {
                place.insert(node.span);
            }
            btree_map::Entry::Occupied(first) => {
                let message = format!("`{text}` stands in `{key}` a second time");
                context.findings.push(
                    Diagnostic::warning(codes::DUPLICATE_VALUE, node.span, message)
                        .related(*first.get(), "first here")
                        .help("take it out"),
                );
            }
        }
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    Some(texts)
}

/// The entries of a mapping, each with the pointer to it.
pub(super) fn entries<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Vec<(&'s str, &'s Entry, String)> {
    let Some(entry) = object.take(key) else {
        return Vec::new();
    };
    let base = object.pointer(key);
    match entry.value.as_mapping() {
        Some(mapping) => mapping
            .iter()
            .map(|(name, entry)| (&**name, entry, pointer::push(&base, name)))
            .collect(),
        None => {
            wrong_type(context, &entry.value, key, "a mapping");
            Vec::new()
        }
    }
}

/// The members of a list, each with the pointer to it.
pub(super) fn items<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Vec<(&'s Node, String)> {
    let Some(entry) = object.take(key) else {
        return Vec::new();
    };
    let base = object.pointer(key);
    match entry.value.as_sequence() {
        Some(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (item, pointer::push(&base, &index.to_string())))
            .collect(),
        None => {
            wrong_type(context, &entry.value, key, "a list");
            Vec::new()
        }
    }
}

/// An object that openapiv3 models as 3.1 has it.
pub(super) fn shared<T: serde::de::DeserializeOwned>(
    context: &mut Context<'_>,
    node: &Node,
    kind: &str,
) -> Option<T> {
    shared_json(context, node, node.to_json(), kind)
}

/// The same from JSON that stands for the node.
pub(super) fn shared_json<T: serde::de::DeserializeOwned>(
    context: &mut Context<'_>,
    node: &Node,
    json: serde_json::Value,
    kind: &str,
) -> Option<T> {
    if node.as_mapping().is_none() {
        no_mapping(context, node, kind);
        return None;
    }
    match serde_json::from_value(json) {
        Ok(value) => Some(value),
        Err(fault) => {
            let fault = fault.to_string();
            let message = format!("this is no {kind}: {fault}; it is left out");
            let finding = Diagnostic::warning(codes::WRONG_TYPE, node.span, message);
            let help = match fault.strip_prefix("missing field ") {
                Some(field) => format!("add {field}"),
                None => advice::object(kind, node),
            };
            context.findings.push(finding.help(help));
            None
        }
    }
}

/// A key that must be there. The message ends in what is done without it.
pub(super) fn missing(context: &mut Context<'_>, at: Span, message: &str, help: &str) {
    let finding = Diagnostic::warning(codes::MISSING_KEY, at, message).help(help);
    context.findings.push(finding);
}

/// A key whose value has the wrong type.
pub(super) fn wrong_type(context: &mut Context<'_>, node: &Node, key: &str, wanted: &str) {
    let message =
        format!("`{key}` must be {wanted}; it is left out where its meaning is not clear");
    let finding = Diagnostic::warning(codes::WRONG_TYPE, node.span, message);
    context
        .findings
        .push(finding.help(advice::value(node, key, wanted)));
}
