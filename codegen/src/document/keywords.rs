//! The keywords of a schema that hold no schemas.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value as Json;

use crate::diagnostic::{Diagnostic, codes};
use crate::ir::{Constraint, JsonKind};
use crate::source::{Node, Span};

use super::context::Context;
use super::object::{self, Object};
use super::{Keywords, advice, example, tree};

/// What a string may be.
pub(super) fn strings(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    schema.format = object::text(context, object, "format");
    schema.content_encoding = object::text(context, object, "contentEncoding");
    schema.content_media_type = object::text(context, object, "contentMediaType");
    if let Some(entry) = object.take("contentSchema") {
        schema
            .constraints
            .push(Constraint::Other("contentSchema", entry.value.to_json()));
    }
}

/// `enum` and `const`.
pub(super) fn values(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    schema.constant = object
        .take("const")
        .map(|entry| value(context, &entry.value, &schema.types));
    let Some(entry) = object.take("enum") else {
        return;
    };
    let Some(items) = entry.value.as_sequence() else {
        object::wrong_type(context, &entry.value, "enum", "a list");
        return;
    };
    if items.is_empty() {
        let message = "`enum` is empty, so that no value is admitted; it is left out";
        let finding = Diagnostic::warning(codes::EMPTY_ENUM, entry.value.span, message);
        context
            .findings
            .push(finding.help("list the values, or take `enum` out"));
        return;
    }
    let mut seen: Vec<Json> = Vec::with_capacity(items.len());
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for node in items {
        let item = value(context, node, &schema.types);
        match places.entry(item.to_string()) {
            Entry::Vacant(place) => {
                place.insert(node.span);
                seen.push(item);
            }
            Entry::Occupied(first) => {
                let message = format!("the value {item} stands here a second time");
                context.findings.push(
                    Diagnostic::warning(codes::DUPLICATE_ENUM_VALUE, node.span, message)
                        .related(*first.get(), "first here")
                        .help("take it out"),
                );
            }
        }
    }
    schema.value_descriptions = descriptions(object, &seen);
    schema.values = Some(seen);
}

/// A value as JSON. Under `type: string` a plain `1.0` or `true` is meant as text.
fn value(context: &mut Context<'_>, node: &Node, types: &[JsonKind]) -> Json {
    let json = node.to_json();
    let only_text = !types.is_empty()
        && types
            .iter()
            .all(|kind| matches!(kind, JsonKind::String | JsonKind::Null));
    match (&json, node.as_text()) {
        (Json::Bool(_) | Json::Number(_), Some(text)) if only_text => {
            let message = format!("`{text}` is no string, as the type demands; it is read as one");
            let finding = Diagnostic::warning(codes::ENUM_TYPE, node.span, message);
            let help = format!("write `'{text}'` with quotes");
            context.findings.push(finding.help(help));
            Json::String(text.to_owned())
        }
        _ => json,
    }
}

/// `x-enum-descriptions` (also in camel case): a list in the order of the values, or a mapping.
fn descriptions(object: &mut Object<'_>, values: &[Json]) -> Vec<Option<String>> {
    let keys = ["x-enum-descriptions", "x-enumDescriptions"];
    let Some(entry) = keys.into_iter().find_map(|key| object.take(key)) else {
        return Vec::new();
    };
    let described = |(index, value): (usize, &Json)| {
        let found = match (entry.value.as_sequence(), value) {
            (Some(items), _) => items.get(index),
            (None, Json::String(name)) => tree::entry(&entry.value, name).map(|entry| &entry.value),
            (None, other) => {
                tree::entry(&entry.value, &other.to_string()).map(|entry| &entry.value)
            }
        };
        found.and_then(Node::as_text).map(str::to_owned)
    };
    values.iter().enumerate().map(described).collect()
}

/// What is said to people.
pub(super) fn annotations<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    schema: &mut Keywords,
) {
    schema.title = object::text(context, object, "title");
    schema.description = description(context, object);
    schema.external = external(context, object);
    schema.default = object.take("default").map(|entry| entry.value.to_json());
    schema.example = example::of_schema(context, object);
    schema.deprecated = object::flag(context, object, "deprecated").unwrap_or(false);
    schema.read_only = object::flag(context, object, "readOnly").unwrap_or(false);
    schema.write_only = object::flag(context, object, "writeOnly").unwrap_or(false);
    if let (Some(default), false) = (&schema.default, schema.types.is_empty())
        && !default.is_null()
        && !schema
            .types
            .iter()
            .any(|kind| example::admits(*kind, default))
        && let Some(entry) = object.take("default")
    {
        let message =
            "the default is not of the type that the schema names; it is documented as it is";
        let help = advice::of_type(default, &schema.types);
        let help = help.unwrap_or_else(|| "mend the default, or name its type under `type`".into());
        let finding = Diagnostic::warning(codes::DEFAULT_TYPE, entry.value.span, message);
        context.findings.push(finding.help(help));
    }
}

/// `description`; an empty one, which an unfinished document often has, counts as none.
pub(super) fn description(context: &mut Context<'_>, object: &mut Object<'_>) -> Option<String> {
    let entry = object.take("description")?;
    if entry.value.is_null() {
        return None;
    }
    object::text(context, object, "description").filter(|text| !text.trim().is_empty())
}

/// The `description` beside a `$ref`, which takes the place of the one that it leads to (OpenAPI
/// 3.1.1, Reference Object).
pub(super) fn description_beside(node: &Node) -> Option<String> {
    tree::entry(node, "$ref")?;
    let text = tree::string(&tree::entry(node, "description")?.value)?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// `externalDocs`.
pub(super) fn external(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
) -> Option<openapiv3::ExternalDocumentation> {
    let entry = object.take("externalDocs")?;
    object::shared(context, &entry.value, "External Documentation Object")
}
