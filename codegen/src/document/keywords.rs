//! The keywords of a schema that hold no schemas.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value as Json;

use crate::diagnostic::Diagnostic;
use crate::ir::{Constraint, JsonKind};
use crate::source::{Node, Span};

use super::context::Context;
use super::object::{self, Object};
use super::{Keywords, tree};

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
        context
            .findings
            .push(Diagnostic::warning("empty-enum", entry.value.span, message));
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
                    Diagnostic::warning("duplicate-enum-value", node.span, message)
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
            let mut finding = Diagnostic::warning("enum-type", node.span, message);
            finding.help = Some(format!("write `'{text}'` with quotes"));
            context.findings.push(finding);
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

/// The rules that are documented and left to the server.
pub(super) fn rules(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    bounds(context, object, schema);
    if let Some(text) = number(context, object, "multipleOf") {
        schema.constraints.push(Constraint::MultipleOf(text));
    }
    type Make = fn(u64) -> Constraint;
    let counts: [(&'static str, Make); 6] = [
        ("minLength", Constraint::MinLength),
        ("maxLength", Constraint::MaxLength),
        ("minItems", Constraint::MinItems),
        ("maxItems", Constraint::MaxItems),
        ("minProperties", Constraint::MinProperties),
        ("maxProperties", Constraint::MaxProperties),
    ];
    for (key, make) in counts {
        let Some(entry) = object.take(key) else {
            continue;
        };
        match tree::count(&entry.value) {
            Some(count) => schema.constraints.push(make(count)),
            None => object::wrong_type(context, &entry.value, key, "a number without a fraction"),
        }
    }
    if let Some(pattern) = object::text(context, object, "pattern") {
        schema.constraints.push(Constraint::Pattern(pattern));
    }
    if object::flag(context, object, "uniqueItems") == Some(true) {
        schema.constraints.push(Constraint::UniqueItems);
    }
    let others = [
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
    ];
    for key in others {
        if let Some(entry) = object.take(key) {
            schema
                .constraints
                .push(Constraint::Other(key, entry.value.to_json()));
        }
    }
}

/// `minimum`, `maximum` and their exclusive forms, in 3.0's spelling too.
fn bounds(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    type Make = fn(String) -> Constraint;
    let sides: [(&'static str, &'static str, Make, Make); 2] = [
        (
            "minimum",
            "exclusiveMinimum",
            Constraint::Minimum,
            Constraint::ExclusiveMinimum,
        ),
        (
            "maximum",
            "exclusiveMaximum",
            Constraint::Maximum,
            Constraint::ExclusiveMaximum,
        ),
    ];
    for (plain, exclusive, make_plain, make_exclusive) in sides {
        let bound = number(context, object, plain);
        let modifier = object
            .take(exclusive)
            .and_then(|entry| tree::boolean(&entry.value));
        if modifier.is_none()
            && let Some(bound) = number(context, object, exclusive)
        {
            schema.constraints.push(make_exclusive(bound));
        }
        if let Some(bound) = bound {
            let make = if modifier == Some(true) {
                make_exclusive
            } else {
                make_plain
            };
            schema.constraints.push(make(bound));
        }
    }
}

fn number(context: &mut Context<'_>, object: &mut Object<'_>, key: &'static str) -> Option<String> {
    let node = &object.take(key)?.value;
    let text = tree::number(node).map(str::to_owned);
    if text.is_none() {
        object::wrong_type(context, node, key, "a number");
    }
    text
}

/// What is said to people.
pub(super) fn annotations(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    schema: &mut Keywords,
) {
    schema.title = object::text(context, object, "title");
    schema.description = description(context, object);
    schema.external = external(context, object);
    schema.default = object.take("default").map(|entry| entry.value.to_json());
    schema.example = example(object);
    schema.deprecated = object::flag(context, object, "deprecated").unwrap_or(false);
    schema.read_only = object::flag(context, object, "readOnly").unwrap_or(false);
    schema.write_only = object::flag(context, object, "writeOnly").unwrap_or(false);
    if let (Some(default), false) = (&schema.default, schema.types.is_empty())
        && !default.is_null()
        && !schema.types.iter().any(|kind| admits(*kind, default))
        && let Some(entry) = object.take("default")
    {
        let message =
            "the default is not of the type that the schema names; it is documented as it is";
        context.findings.push(Diagnostic::warning(
            "default-type",
            entry.value.span,
            message,
        ));
    }
}

fn admits(kind: JsonKind, value: &Json) -> bool {
    match kind {
        JsonKind::Null => value.is_null(),
        JsonKind::Boolean => value.is_boolean(),
        JsonKind::Integer => {
            value.is_i64()
                || value.is_u64()
                || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        JsonKind::Number => value.is_number(),
        JsonKind::String => value.is_string(),
        JsonKind::Array => value.is_array(),
        JsonKind::Object => value.is_object(),
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

/// `externalDocs`.
pub(super) fn external(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
) -> Option<openapiv3::ExternalDocumentation> {
    let entry = object.take("externalDocs")?;
    object::shared(context, &entry.value, "External Documentation Object")
}

/// The first of `examples`, or `example`. The examples of a parameter have names and a `value`.
pub(super) fn example(object: &mut Object<'_>) -> Option<Json> {
    let single = object.take("example").map(|entry| entry.value.to_json());
    let several = object
        .take("examples")
        .and_then(|entry| match entry.value.as_sequence() {
            Some(items) => items.first().map(Node::to_json),
            None => {
                let (_, first) = entry.value.as_mapping()?.first()?;
                tree::entry(&first.value, "value").map(|entry| entry.value.to_json())
            }
        });
    several.or(single)
}
