//! Examples: the one that is documented, and those that are not of the type that they show.

use serde_json::Value as Json;

use crate::diagnostic::{Diagnostic, codes};
use crate::ir::JsonKind;
use crate::source::Node;

use super::context::Context;
use super::contradiction::{is_one_of, listed};
use super::object::Object;
use super::resolve::try_resolve;
use super::{Keywords, SchemaBody, SchemaId, tree};

/// How many references are followed to find the type of a schema.
const DEPTH: usize = 32;

/// An example, to be compared with its schema once all schemas are read.
pub(super) struct Shown<'s> {
    schema: SchemaId,
    value: &'s Node,
    place: Place,
}

/// What an example stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A schema, or a media type of JSON: the value itself.
    Value,
    /// A parameter, where it may be written as it is sent.
    Parameter,
}

/// The first of `examples`, which is a list here, or `example`.
pub(super) fn of_schema<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Option<Json> {
    let schema = context.by_pointer.get(&object.at.pointer).copied();
    let single = object.take("example").map(|entry| &entry.value);
    let several = object.take("examples").map(|entry| &entry.value);
    let items = several.and_then(Node::as_sequence);
    let mut values: Vec<&Node> = items.into_iter().flatten().collect();
    if let (Some(several), None) = (several, items) {
        let message = "the `examples` of a schema are a list; the first `value` is taken";
        let finding = Diagnostic::warning(codes::WRONG_TYPE, several.span, message)
            .help("write `examples: [{…}]`, or `example` for a single one");
        context.findings.push(finding);
        values.extend(first_named(several));
    }
    values.extend(single);
    let first = values.first().map(|node| node.to_json());
    note(context, schema, values, Place::Value);
    first
}

/// The first of `examples`, which have names and a `value` here, or `example`.
pub(super) fn of_content<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    schema: Option<SchemaId>,
    place: Place,
) -> Option<Json> {
    let single = object.take("example").map(|entry| &entry.value);
    let several = object.take("examples").map(|entry| &entry.value);
    let mut values = Vec::new();
    if let Some(several) = several {
        match (several.as_mapping(), several.as_sequence()) {
            (Some(named), _) => {
                let from = object.pointer("examples");
                for entry in named.values() {
                    values.extend(value(context, &entry.value, &from));
                }
            }
            (None, items) => {
                let message = "these `examples` have names; the first is taken";
                let finding = Diagnostic::warning(codes::WRONG_TYPE, several.span, message)
                    .help("write:\nexamples:\n  first:\n    value: …");
                context.findings.push(finding);
                values.extend(items.and_then(<[Node]>::first));
            }
        }
    }
    values.extend(single);
    let first = values.first().map(|node| node.to_json());
    note(context, schema, values, place);
    first
}

/// The value of an Example Object. That a reference leads nowhere does not matter to a client.
fn value<'s>(context: &mut Context<'s>, node: &'s Node, from: &str) -> Option<&'s Node> {
    let node = match tree::entry(node, "$ref") {
        Some(entry) => {
            let reference = tree::string(&entry.value)?;
            try_resolve(context, reference, from, entry.value.span)
                .ok()?
                .0
        }
        None => node,
    };
    tree::entry(node, "value")
        .or_else(|| tree::entry(node, "dataValue"))
        .map(|entry| &entry.value)
}

fn first_named(node: &Node) -> Option<&Node> {
    let (_, first) = node.as_mapping()?.first()?;
    tree::entry(&first.value, "value").map(|entry| &entry.value)
}

fn note<'s>(
    context: &mut Context<'s>,
    schema: Option<SchemaId>,
    values: Vec<&'s Node>,
    place: Place,
) {
    let Some(schema) = schema else { return };
    let shown = values.into_iter().map(|value| Shown {
        schema,
        value,
        place,
    });
    context.examples.extend(shown);
}

/// Compares the examples with the types of their schemas.
pub(super) fn check(context: &mut Context<'_>) {
    for shown in std::mem::take(&mut context.examples) {
        let types = types(context, shown.schema);
        let json = shown.value.to_json();
        let fits = |kind: &JsonKind| {
            admits(*kind, &json)
                || json
                    .as_str()
                    .is_some_and(|text| is_written(text, *kind, shown.place))
        };
        // Null is how many say that there is no example.
        if json.is_null() {
            continue;
        }
        if types.is_empty() || types.iter().any(fits) {
            check_values(context, &shown, &json);
            continue;
        }
        let wanted: Vec<&str> = types.iter().map(|kind| name(*kind)).collect();
        let message = format!(
            "the example is {}, and its schema is of type {}",
            described(&json),
            wanted.join(" or ")
        );
        let text = shown
            .value
            .as_text()
            .filter(|_| types.contains(&JsonKind::String));
        let help = match text {
            Some(text) => format!("write `'{text}'` with quotes"),
            None => "one of the two is to be mended; the type counts".to_owned(),
        };
        let finding =
            Diagnostic::warning(codes::EXAMPLE_TYPE, shown.value.span, message).help(help);
        context.findings.push(finding);
    }
}

/// Reports an example that is none of the values that its schema lists.
fn check_values(context: &mut Context<'_>, shown: &Shown<'_>, json: &Json) {
    let values = first(context, shown.schema, |schema| schema.values.is_some());
    let Some(values) = values.and_then(|schema| schema.values.as_ref()) else {
        return;
    };
    if !is_one_of(json, values) {
        let message = "the example is none of the values of the `enum`; it is documented as it is";
        let help = listed("the example", json, values);
        let finding = Diagnostic::warning(codes::EXAMPLE_VALUE, shown.value.span, message);
        context.findings.push(finding.help(help));
    }
}

/// The types that a schema names, or that the schema names that it refers to.
fn types(context: &Context<'_>, id: SchemaId) -> Vec<JsonKind> {
    let named = first(context, id, |schema| !schema.types.is_empty());
    named.map_or_else(Vec::new, |schema| schema.types.clone())
}

/// The first schema that says something: a schema, or what it refers to.
fn first<'c>(
    context: &'c Context<'_>,
    id: SchemaId,
    says: impl Fn(&Keywords) -> bool,
) -> Option<&'c Keywords> {
    let mut id = id;
    for _ in 0..DEPTH {
        let SchemaBody::Object(schema) = &context.schemas.get(id.0)?.body else {
            return None;
        };
        if says(schema) {
            return Some(schema);
        }
        match (schema.reference, schema.all_of.as_slice()) {
            (Some(next), _) | (None, &[next]) => id = next,
            _ => return None,
        }
    }
    None
}

/// Whether a value is of a type.
pub(super) fn admits(kind: JsonKind, value: &Json) -> bool {
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

/// Whether a text may stand for a value: as the parameter is sent, or, as the specification has it,
/// where the value cannot be represented.
fn is_written(text: &str, kind: JsonKind, place: Place) -> bool {
    match (place, kind) {
        (Place::Parameter, JsonKind::Boolean) => matches!(text, "true" | "false"),
        (Place::Parameter, JsonKind::Integer | JsonKind::Number) => text.parse::<f64>().is_ok(),
        (Place::Parameter, JsonKind::Array | JsonKind::Object) => true,
        (Place::Value, JsonKind::Array | JsonKind::Object) => {
            text.trim_start().starts_with(['{', '[', '<'])
        }
        _ => false,
    }
}

fn described(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "a mapping",
    }
}

fn name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "null",
        JsonKind::Boolean => "boolean",
        JsonKind::Integer => "integer",
        JsonKind::Number => "number",
        JsonKind::String => "string",
        JsonKind::Array => "array",
        JsonKind::Object => "object",
    }
}
