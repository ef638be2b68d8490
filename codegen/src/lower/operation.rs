//! Operations.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{self, PathItem};
use crate::ir::{Docs, Group, Operation, SchemeId};
use crate::source::Span;

use super::context::Lowering;
use super::oauth;
use super::security::{self, Schemes};
use super::{answer, docs, parameter};

/// Gives every operation its name, by which types that stand in it are called as well.
pub(super) fn name_all(lowering: &mut Lowering<'_>) {
    let mut used: BTreeMap<String, Span> = BTreeMap::new();
    let document = lowering.document;
    for item in &document.paths {
        for operation in &item.operations {
            let name = name(lowering, item, operation, &used);
            used.entry(name.clone()).or_insert(operation.id_at);
            lowering.operations.insert(&operation.at.pointer, name);
            for parameter in item.parameters.iter().chain(&operation.parameters) {
                lowering
                    .parameters
                    .insert(&parameter.at.pointer, &parameter.name);
            }
        }
    }
}

fn name(
    lowering: &mut Lowering<'_>,
    item: &PathItem,
    operation: &document::Operation,
    used: &BTreeMap<String, Span>,
) -> String {
    let described = described(&operation.method, &item.path);
    let Some(id) = &operation.id else {
        return described;
    };
    let Some(&first) = used.get(id) else {
        return id.clone();
    };
    let code = codes::DUPLICATE_OPERATION_ID;
    let finding = if first == operation.id_at {
        let message = format!(
            "several paths refer to the path item of `{id}`; its operation at `{}` is called `{described}`",
            item.path
        );
        Diagnostic::warning(code, operation.id_at, message)
            .help("write the path item at each path, with an `operationId` of its own")
    } else {
        let message = format!(
            "the `operationId` `{id}` was used before; this operation is called `{described}`"
        );
        Diagnostic::warning(code, operation.id_at, message)
            .related(first, "first used here")
            .help("give each operation an `operationId` of its own")
    };
    lowering.findings.push(finding);
    described
}

/// `get pets by pet_id` for `GET /pets/{pet_id}`.
fn described(method: &str, path: &str) -> String {
    let mut words = vec![method.to_ascii_lowercase()];
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        if segment.starts_with('{') {
            words.push("by".to_owned());
        }
        let letters = segment.chars().map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        });
        let word: String = letters.collect();
        words.push(word.trim_matches('_').to_owned());
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// All operations, and the groups that their first tags make.
pub(super) fn operations(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
) -> (Vec<Group>, Vec<Operation>) {
    security::read(lowering, schemes);
    let groups = groups(lowering);
    check_tags(lowering);
    super::tag::check(lowering);
    let document = lowering.document;
    let mut operations = Vec::new();
    for item in &document.paths {
        for operation in &item.operations {
            operations.push(self::operation(lowering, schemes, &groups, item, operation));
        }
    }
    keep_used(schemes, &mut operations);
    oauth::settle_scopes(schemes);
    security::check_used(lowering, schemes);
    (groups, operations)
}

fn groups(lowering: &Lowering<'_>) -> Vec<Group> {
    let operations = || lowering.document.operations();
    let first: Vec<&String> = operations()
        .filter_map(|operation| operation.tags.first())
        .collect();
    let used: BTreeSet<&String> = first.iter().copied().collect();
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for tag in &lowering.document.tags {
        if used.contains(&tag.name) && seen.insert(&tag.name) {
            let external = docs::external(tag.external_docs.as_ref());
            let docs = Docs {
                description: tag.description.clone(),
                external,
                ..Docs::default()
            };
            groups.push(Group {
                tag: tag.name.clone(),
                docs,
            });
        }
    }
    for tag in first {
        if seen.insert(tag) {
            groups.push(Group {
                tag: tag.clone(),
                docs: Docs::default(),
            });
        }
    }
    groups
}

/// Operations with several tags. It is a habit of a document, so that the first says enough.
fn check_tags(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    let mut several = document
        .operations()
        .filter(|operation| operation.tags.len() > 1);
    let Some((operation, tag)) = several
        .next()
        .and_then(|operation| Some((operation, operation.tags.first()?)))
    else {
        return;
    };
    let others = match several.count() {
        0 => String::new(),
        1 => "; another operation here is like it".to_owned(),
        count => format!("; {count} other operations here are like it"),
    };
    let message =
        format!("the operation has several tags, and is found under the first, `{tag}`{others}");
    let finding = Diagnostic::limit(codes::SEVERAL_TAGS, operation.id_at, message)
        .help("put the tag first under which it is looked for");
    lowering.findings.push(finding);
}

fn operation(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
    groups: &[Group],
    item: &PathItem,
    operation: &document::Operation,
) -> Operation {
    let name = lowering
        .operations
        .get(operation.at.pointer.as_str())
        .cloned()
        .unwrap_or_default();
    let (parameters, path) = parameter::all(lowering, item, operation);
    let body = answer::body(lowering, operation);
    let answers = answer::answers(lowering, operation);
    let headers = answer::headers(lowering, operation);
    let security = security::of(lowering, schemes, item, operation);
    let group = operation
        .tags
        .first()
        .and_then(|tag| groups.iter().position(|group| group.tag == *tag));
    let docs = Docs {
        summary: operation
            .summary
            .clone()
            .filter(|text| !text.trim().is_empty()),
        description: operation
            .description
            .clone()
            .filter(|text| operation.summary.as_ref() != Some(text)),
        external: docs::external(operation.external.as_ref()),
        deprecated: operation.deprecated,
        ..Docs::default()
    };
    Operation {
        at: operation.at.clone(),
        name,
        method: operation.method.clone(),
        path,
        group,
        docs,
        parameters,
        body,
        answers,
        headers,
        security,
        scopes: oauth::of(lowering.document, operation),
        pagination: None,
        idempotency_key: None,
    }
}

/// Takes out the schemes that no operation needs.
fn keep_used(schemes: &mut Schemes, operations: &mut [Operation]) {
    let used: BTreeSet<SchemeId> = operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten().copied())
        .collect();
    let renumbered: BTreeMap<SchemeId, SchemeId> = used
        .iter()
        .enumerate()
        .map(|(new, old)| (*old, SchemeId(new)))
        .collect();
    let all = std::mem::take(&mut schemes.list);
    let kept = all
        .into_iter()
        .enumerate()
        .filter(|(index, _)| used.contains(&SchemeId(*index)));
    schemes.list = kept.map(|(_, scheme)| scheme).collect();
    for id in operations
        .iter_mut()
        .flat_map(|operation| operation.security.iter_mut().flatten())
    {
        if let Some(new) = renumbered.get(id) {
            *id = *new;
        }
    }
}
