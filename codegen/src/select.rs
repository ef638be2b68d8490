//! Taking the operations that the configuration selects, and with them what they alone use.

use std::collections::BTreeSet;

use crate::config::{Config, Selection};
use crate::diagnostic::{Diagnostic, closest};
use crate::document::{
    Document, IncomingKind, MediaType, Operation, Parameter, PathItem, SchemaId,
};

/// Leaves out the operations that are not selected, the webhooks among them, and the components
/// that nothing else leads to.
pub(crate) fn select(document: &mut Document, config: &Config) -> Vec<Diagnostic> {
    let selection = &config.operations;
    if selection.only.is_empty() && selection.without.is_empty() {
        return Vec::new();
    }
    let findings = check(document, config);
    let takes = |path: &str, operation: &Operation| {
        let only = &selection.only;
        (only.is_empty() || matches(only, path, operation))
            && !matches(&selection.without, path, operation)
    };
    let mut left_out = BTreeSet::new();
    let mut select = |path: &str, operations: &mut Vec<Operation>| {
        operations.retain(|operation| {
            let is_taken = takes(path, operation);
            if !is_taken {
                left_out.insert(operation.at.pointer.clone());
            }
            is_taken
        });
    };
    for item in &mut document.paths {
        select(&item.path, &mut item.operations);
    }
    let kept: BTreeSet<String> = document
        .operations()
        .map(|operation| operation.at.pointer.clone())
        .collect();
    document
        .incoming
        .retain_mut(|incoming| match &mut incoming.kind {
            IncomingKind::Webhook => {
                select(&incoming.name, &mut incoming.item.operations);
                !incoming.item.operations.is_empty()
            }
            IncomingKind::Callback { operations } => {
                operations.retain(|pointer| kept.contains(pointer));
                !operations.is_empty()
            }
        });
    document.left_out = left_out;
    let used = used(document);
    document.components.retain(|(_, id)| used.contains(id));
    findings
}

/// Whether a selection means an operation.
pub(crate) fn matches(selection: &Selection, path: &str, operation: &Operation) -> bool {
    let of_path = |pattern: &String| is_of(pattern, path);
    selection
        .tags
        .iter()
        .any(|tag| operation.tags.contains(tag))
        || selection.paths.iter().any(of_path)
        || selection
            .ids
            .iter()
            .any(|id| operation.id.as_ref() == Some(id))
}

/// Whether a path is meant by a pattern: it is that path, or begins so where the pattern ends in
/// `*`.
fn is_of(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => path.starts_with(beginning),
        None => path == pattern,
    }
}

/// Reports the entries that match nothing.
fn check(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let known = Known::of(document);
    let mut findings = Vec::new();
    for (section, entries) in config.operations.lists() {
        for entry in entries {
            if let Err(meant) = known.find(section, entry) {
                findings.push(config.unused((section, entry), meant, document.head));
            }
        }
    }
    findings
}

/// What selections can mean.
pub(crate) struct Known<'d> {
    tags: BTreeSet<&'d str>,
    ids: BTreeSet<&'d str>,
    paths: BTreeSet<&'d str>,
}

impl<'d> Known<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let webhooks = document.incoming.iter().filter_map(|incoming| {
            matches!(incoming.kind, IncomingKind::Webhook).then_some(&incoming.item)
        });
        let items: Vec<&PathItem> = document.paths.iter().chain(webhooks).collect();
        let all = || items.iter().flat_map(|item| &item.operations);
        Self {
            tags: all()
                .flat_map(|operation| &operation.tags)
                .map(String::as_str)
                .collect(),
            ids: all()
                .filter_map(|operation| operation.id.as_deref())
                .collect(),
            paths: items.iter().map(|item| item.path.as_str()).collect(),
        }
    }

    /// Whether an entry of a list of `tags`, `paths` or `ids` means something.
    ///
    /// # Errors
    /// What is spelled like it, when it means nothing.
    pub(crate) fn find(&self, section: &str, entry: &str) -> Result<(), Option<&'d str>> {
        let known = match section.rsplit_once('.') {
            Some((_, "tags")) => &self.tags,
            Some((_, "paths")) => &self.paths,
            _ => &self.ids,
        };
        let is_known = match section.ends_with("paths") {
            true => known.iter().any(|path| is_of(entry, path)),
            false => known.contains(entry),
        };
        match is_known {
            true => Ok(()),
            false => Err(closest(entry, known.iter().copied())),
        }
    }
}

/// All schemas that operations lead to.
fn used(document: &Document) -> BTreeSet<SchemaId> {
    let incoming = document.incoming.iter().map(|incoming| &incoming.item);
    let items = document.paths.iter().chain(incoming);
    let mut open: Vec<SchemaId> = Vec::new();
    for item in items.filter(|item| !item.operations.is_empty()) {
        item.parameters
            .iter()
            .for_each(|parameter| of_parameter(parameter, &mut open));
        for operation in &item.operations {
            let headers = operation
                .responses
                .iter()
                .flat_map(|response| &response.headers);
            let parameters = operation.parameters.iter().chain(headers);
            parameters.for_each(|parameter| of_parameter(parameter, &mut open));
            let answers = operation
                .responses
                .iter()
                .flat_map(|response| &response.content);
            let body = operation.body.iter().flat_map(|body| &body.content);
            answers
                .chain(body)
                .for_each(|content| of_content(content, &mut open));
        }
    }
    let mut used = BTreeSet::new();
    loop {
        while let Some(id) = open.pop() {
            if used.insert(id) {
                of_schema(document, id, &mut open);
            }
        }
        open.extend(subtypes(document, &used));
        if open.is_empty() {
            return used;
        }
    }
}

fn of_parameter(parameter: &Parameter, into: &mut Vec<SchemaId>) {
    into.extend(parameter.schema);
    parameter
        .content
        .iter()
        .for_each(|content| of_content(content, into));
}

fn of_content(content: &MediaType, into: &mut Vec<SchemaId>) {
    into.extend(content.schema.into_iter().chain(content.item_schema));
}

/// The schemas that a schema is made of.
fn of_schema(document: &Document, id: SchemaId, into: &mut Vec<SchemaId>) {
    let Some(schema) = document.keywords(id) else {
        return;
    };
    into.extend(schema.reference);
    into.extend(schema.properties.iter().map(|(_, id)| *id));
    into.extend(schema.patterns.iter().copied());
    for list in [
        &schema.prefix,
        &schema.all_of,
        &schema.any_of,
        &schema.one_of,
        &schema.conditional,
    ] {
        into.extend(list);
    }
    into.extend(
        [schema.additional, schema.items, schema.not]
            .into_iter()
            .flatten(),
    );
    if let Some(discriminator) = &schema.discriminator {
        into.extend(discriminator.mapping.iter().map(|(_, id)| *id));
        into.extend(discriminator.default);
    }
}

/// The components that build on a used one with a discriminator, which a value of it may be.
fn subtypes(document: &Document, used: &BTreeSet<SchemaId>) -> Vec<SchemaId> {
    let is_base = |id: &SchemaId| {
        let target = document.keywords(*id).and_then(|schema| schema.reference);
        target.is_some_and(|target| {
            used.contains(&target)
                && document
                    .keywords(target)
                    .is_some_and(|schema| schema.discriminator.is_some())
        })
    };
    let components = document.components.iter().map(|(_, id)| *id);
    let unused = components.filter(|id| !used.contains(id));
    unused
        .filter(|id| {
            document
                .keywords(*id)
                .is_some_and(|schema| schema.all_of.iter().any(is_base))
        })
        .collect()
}
