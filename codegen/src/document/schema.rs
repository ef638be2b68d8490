//! Reading schemas: the queue, and what a schema says about its structure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::{Occupied, Vacant};

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::ir::{Constraint, JsonKind};
use crate::source::{Entry, Node, Span};

use super::context::{Context, Version, schema_at, schema_under};
use super::object::{self, Object, finish, open};
use super::resolve::{names, resolve};
use super::{
    Keywords, SchemaBody, SchemaId, advice, contradiction, discriminator, keywords, kind, rules,
    tree,
};

/// Reads the schemas in the queue until none is left.
pub(super) fn drain(context: &mut Context<'_>) {
    while let Some((id, node)) = context.queue.pop_front() {
        let pointer = match context.schemas.get(id.0) {
            Some(schema) => schema.at.pointer.clone(),
            None => continue,
        };
        let body = read(context, node, &pointer);
        if let Some(schema) = context.schemas.get_mut(id.0) {
            schema.body = body;
        }
    }
}

fn read<'s>(context: &mut Context<'s>, node: &'s Node, pointer: &str) -> SchemaBody {
    if let Some(value) = tree::boolean(node) {
        return SchemaBody::Bool(value);
    }
    if node.as_mapping().is_none() {
        let message = "a schema must be a mapping, `true` or `false`; this is taken as `true`";
        let name = node.as_text().unwrap_or_default();
        let named = discriminator::components(context, "#")
            .is_some_and(|schemas| schemas.contains_key(name));
        let help = match kind(name) {
            Some(_) => format!("write `{{type: {name}}}`"),
            None if named => format!("write `{{$ref: '#/components/schemas/{name}'}}`"),
            None => advice::object("Schema Object", node),
        };
        let finding = Diagnostic::warning(codes::WRONG_TYPE, node.span, message);
        context.findings.push(finding.help(help));
        return SchemaBody::Bool(true);
    }
    let mut object = open(context, node, pointer, "Schema Object");
    let mut schema = Keywords::default();
    reference(context, &mut object, &mut schema);
    schema.types = types(context, &mut object);
    applicators(context, &mut object, &mut schema);
    keywords::strings(context, &mut object, &mut schema);
    keywords::values(context, &mut object, &mut schema);
    rules::read(context, &mut object, &mut schema);
    keywords::annotations(context, &mut object, &mut schema);
    schema.discriminator = discriminator::read(context, &mut object);
    nullable(context, &mut object, &mut schema);
    contradiction::check(context, &mut object, &schema);
    twin_anchors(context, &mut object);
    siblings(context, node);
    finish(context, &object);
    SchemaBody::Object(Box::new(schema))
}

fn reference<'s>(context: &mut Context<'s>, object: &mut Object<'s>, schema: &mut Keywords) {
    for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
        let Some(entry) = object.take(key) else {
            continue;
        };
        let Some(reference) = tree::string(&entry.value) else {
            let message = format!("`{key}` must be a string");
            let finding = Diagnostic::error(codes::WRONG_TYPE, entry.value.span, message);
            context.findings.push(finding.help(advice::REFERENCE));
            continue;
        };
        let from = object.at.pointer.clone();
        if let Some((node, place)) = resolve(context, reference, &from, entry.value.span) {
            let expected = (kind::SCHEMA, "any value is taken");
            let written = (reference, entry.value.span);
            if !kind::check(context, &(node, place.clone()), expected, written) {
                continue;
            }
            if key != "$ref" && is_open(context, node, reference, entry) {
                continue;
            }
            let target = schema_at(context, node, place);
            match schema.reference {
                None => schema.reference = Some(target),
                Some(_) => schema.all_of.push(target),
            }
        }
    }
}

/// Where a `$dynamicRef` leads depends on the schema from which it is reached. Here it leads to the
/// nearest `$dynamicAnchor` always; one that is only a place to be filled leaves the value open.
fn is_open(context: &mut Context<'_>, node: &Node, reference: &str, entry: &Entry) -> bool {
    let (_, name) = reference.split_once('#').unwrap_or_default();
    if names(context).dynamic(name) < 2 {
        return false;
    }
    let says_nothing = |key: &str| matches!(key, "$dynamicAnchor" | "$comment" | "not");
    let mut keys = node
        .as_mapping()
        .into_iter()
        .flat_map(|mapping| mapping.keys());
    let is_open = keys.all(|key| says_nothing(key));
    let fallback = if is_open {
        "any value is taken"
    } else {
        "the nearest is taken"
    };
    let message = format!(
        "several schemas have the `$dynamicAnchor` `{name}`, and which is meant depends on the way here; {fallback}"
    );
    let finding = Diagnostic::limit(codes::DYNAMIC_REFERENCE, entry.value.span, message)
        .help("a `$ref` leads to one schema");
    context.findings.push(finding);
    is_open
}

/// Reports an anchor that several schemas of a resource have, with the first of them.
fn twin_anchors(context: &mut Context<'_>, object: &mut Object<'_>) {
    let Some(name) = object
        .take("$anchor")
        .and_then(|entry| tree::string(&entry.value))
    else {
        return;
    };
    let Some((first, second)) = names(context).twins(&object.at.pointer, name) else {
        return;
    };
    let message =
        format!("the `$anchor` `{name}` stands a second time; a reference means the nearest");
    let finding = Diagnostic::warning(codes::DUPLICATE_ANCHOR, second, message)
        .related(first, "first here")
        .help("give each schema a name of its own");
    context.findings.push(finding);
}

fn types(context: &mut Context<'_>, object: &mut Object<'_>) -> Vec<JsonKind> {
    let Some(entry) = object.take("type") else {
        return Vec::new();
    };
    let names = entry
        .value
        .as_sequence()
        .unwrap_or(std::slice::from_ref(&entry.value));
    if names.is_empty() {
        let message = "`type` is empty, so that no value is admitted; any value is taken";
        let finding = Diagnostic::warning(codes::EMPTY_TYPE, entry.value.span, message)
            .help("name a type, or take it out");
        context.findings.push(finding);
    }
    let mut types = Vec::new();
    for node in names {
        // `type: null` is how many spell `type: 'null'`.
        let name = if node.is_null() {
            Some("null")
        } else {
            node.as_text()
        };
        match name.and_then(kind) {
            Some(kind) if !types.contains(&kind) => types.push(kind),
            Some(_) => {
                let message = format!(
                    "`{}` stands in `type` a second time",
                    name.unwrap_or_default()
                );
                let finding = Diagnostic::warning(codes::DUPLICATE_VALUE, node.span, message);
                context.findings.push(finding.help("take it out"));
            }
            None => {
                let name = name.unwrap_or_default();
                let message = format!("`{name}` is no type; any value is taken");
                let finding = Diagnostic::warning(codes::UNKNOWN_TYPE, node.span, message);
                context.findings.push(finding.help(known_type(name)));
                return Vec::new();
            }
        }
    }
    types
}

/// What to write in place of a type that JSON Schema does not have.
fn known_type(name: &str) -> String {
    let text = |format: &str| format!("write `type: string` and `format: {format}`");
    match name.to_lowercase().as_str() {
        "int" | "long" | "short" | "int32" | "int64" => "write `type: integer`".to_owned(),
        "float" | "double" | "decimal" => "write `type: number`".to_owned(),
        "list" | "set" | "tuple" => "write `type: array`".to_owned(),
        "dict" | "map" | "hash" | "json" => "write `type: object`".to_owned(),
        "any" | "mixed" => "take `type` out: without it any value is meant".to_owned(),
        "file" | "binary" => text("binary"),
        "datetime" | "timestamp" => text("date-time"),
        format @ ("date" | "time" | "uuid" | "uri" | "email") => text(format),
        _ => {
            let known = KINDS.map(|(name, _)| name);
            did_you_mean(name, known, format!("the types are {}", known.join(", ")))
        }
    }
}

const KINDS: [(&str, JsonKind); 7] = [
    ("null", JsonKind::Null),
    ("boolean", JsonKind::Boolean),
    ("integer", JsonKind::Integer),
    ("number", JsonKind::Number),
    ("string", JsonKind::String),
    ("array", JsonKind::Array),
    ("object", JsonKind::Object),
];

fn kind(name: &str) -> Option<JsonKind> {
    KINDS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| *kind)
}

/// The keywords that hold schemas.
fn applicators<'s>(context: &mut Context<'s>, object: &mut Object<'s>, schema: &mut Keywords) {
    schema.properties = named(context, object, "properties");
    for (pattern, entry, pointer) in object::entries(context, object, "patternProperties") {
        rules::check_pattern(context, pattern, entry.key);
        let id = schema_at(context, &entry.value, pointer);
        schema.patterns.push(id);
    }
    if let (Some(entry), false) = (object.take("patternProperties"), schema.patterns.is_empty()) {
        let rule = Constraint::Other("patternProperties", entry.value.to_json());
        schema.constraints.push(rule);
    }
    schema.required = object::distinct_texts(context, object, "required").unwrap_or_default();
    schema.additional = one(context, object, "additionalProperties");
    if schema.additional.is_none() {
        schema.additional = unevaluated(context, object, &mut schema.closed);
    }
    let names = object.take("propertyNames");
    if let Some(entry) = names {
        schema
            .constraints
            .push(Constraint::Other("propertyNames", entry.value.to_json()));
    }
    schema.all_of.extend(list(context, object, "allOf"));
    schema.any_of = list(context, object, "anyOf");
    schema.one_of = list(context, object, "oneOf");
    equal_branches(context, object);
    schema.not = one(context, object, "not");
    items(context, object, schema);
    conditional(context, object, schema);
    // No `{}` after `not`: it admits nothing, which is a type of its own.
    if let (Some(entry), Some(_)) = (object.take("not"), schema.not)
        && entry
            .value
            .as_mapping()
            .is_some_and(|mapping| !mapping.is_empty())
    {
        schema
            .constraints
            .push(Constraint::Other("not", entry.value.to_json()));
        schema.not = None;
    }
}

/// `unevaluatedProperties` where it says what the others are like. Closed objects may be open
/// tomorrow: unknown properties are never refused, so `false` and `not: {}` are no schema of theirs.
fn unevaluated<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    closed: &mut bool,
) -> Option<SchemaId> {
    let entry = object.take("unevaluatedProperties")?;
    let Some(mapping) = entry.value.as_mapping() else {
        *closed = entry.value.to_json() == serde_json::Value::Bool(false);
        return None;
    };
    *closed = mapping.contains_key("not");
    if mapping.is_empty() || *closed {
        return None;
    }
    one(context, object, "unevaluatedProperties")
}

/// `items`, `prefixItems`, and the list form of `items` that they replace.
fn items<'s>(context: &mut Context<'s>, object: &mut Object<'s>, schema: &mut Keywords) {
    schema.prefix = list(context, object, "prefixItems");
    let Some(entry) = object.take("items") else {
        return;
    };
    if entry.value.as_sequence().is_some() {
        schema.prefix = list(context, object, "items");
        let message = "a list under `items` is the older spelling of `prefixItems`";
        let finding = Diagnostic::warning(codes::WRONG_TYPE, entry.key, message);
        context.findings.push(finding.help("write `prefixItems`"));
    } else {
        schema.items = one(context, object, "items");
    }
}

/// `then` and `else`, which say nothing without an `if`, and what depends on a property.
fn conditional<'s>(context: &mut Context<'s>, object: &mut Object<'s>, schema: &mut Keywords) {
    if object.has("if") {
        schema.conditional.extend(one(context, object, "then"));
        schema.conditional.extend(one(context, object, "else"));
    }
    for key in ["dependentSchemas", "dependencies"] {
        for (_, entry, pointer) in object::entries(context, object, key) {
            // The older keyword may also list names, which is a rule.
            if key == "dependentSchemas" || entry.value.as_mapping().is_some() {
                let id = schema_at(context, &entry.value, pointer);
                schema.conditional.push(id);
            }
        }
    }
}

/// What is valid against a branch of `oneOf` that stands there twice is valid against two.
fn equal_branches(context: &mut Context<'_>, object: &mut Object<'_>) {
    let branches = object
        .take("oneOf")
        .and_then(|entry| entry.value.as_sequence());
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for node in branches.unwrap_or_default() {
        match seen.entry(node.to_json().to_string()) {
            Vacant(place) => {
                place.insert(node.span);
            }
            Occupied(first) => {
                let message = "this branch of `oneOf` stands there twice, so that what matches it matches two and is not valid; it is taken once";
                let finding = Diagnostic::warning(codes::EQUAL_BRANCHES, node.span, message)
                    .related(*first.get(), "first here")
                    .help("take one of the two out, or write `anyOf`");
                context.findings.push(finding);
            }
        }
    }
}

fn one<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Option<SchemaId> {
    let entry = object.take(key)?;
    Some(schema_under(context, entry, &object.at.pointer, key))
}

fn list<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Vec<SchemaId> {
    let items = object::items(context, object, key);
    if let Some(entry) = object.take(key)
        && entry.value.as_sequence().is_some_and(<[Node]>::is_empty)
    {
        let message = format!("`{key}` is empty, which says nothing; it is left out");
        let finding = Diagnostic::warning(codes::EMPTY_LIST, entry.value.span, message)
            .help("name a schema, or take it out");
        context.findings.push(finding);
    }
    items
        .into_iter()
        .map(|(node, pointer)| schema_at(context, node, pointer))
        .collect()
}

fn named<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Vec<(String, SchemaId)> {
    let entries = object::entries(context, object, key);
    entries
        .into_iter()
        .map(|(name, entry, pointer)| (name.to_owned(), schema_at(context, &entry.value, pointer)))
        .collect()
}

/// 3.0's `nullable`, which 3.1 spells as a type.
fn nullable(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    let entry = object.take("nullable");
    schema.nullable = object::flag(context, object, "nullable").unwrap_or(false);
    let Some(entry) = entry.filter(|_| schema.nullable && !context.nullable_reported) else {
        return;
    };
    let (message, help) = if context.version != Version::V30 {
        (
            "`nullable` is OpenAPI 3.0; it is honoured, here and wherever else it stands",
            "OpenAPI 3.1 writes `type: [string, 'null']`",
        )
    } else if schema.types.is_empty() && says_what(schema) {
        (
            "`nullable` says nothing without a `type` beside it; it is honoured, here and wherever else it stands",
            "OpenAPI 3.0 has `null` admitted by the schema that names the type; OpenAPI 3.1 writes `anyOf: [{…}, {type: 'null'}]`",
        )
    } else {
        return;
    };
    context.nullable_reported = true;
    let finding = Diagnostic::warning(codes::NULLABLE, entry.key, message).help(help);
    context.findings.push(finding);
}

/// Whether a schema says by others what is admitted. What stands beside a `$ref` is another fault.
fn says_what(schema: &Keywords) -> bool {
    let parts = [&schema.all_of, &schema.any_of, &schema.one_of];
    parts.iter().any(|parts| !parts.is_empty())
}

/// OpenAPI 3.0 ignores what stands beside a `$ref`; since 3.1 it counts.
fn siblings(context: &mut Context<'_>, node: &Node) {
    if context.version != Version::V30 || context.siblings_reported {
        return;
    }
    let entries = || node.as_mapping().into_iter().flatten();
    if !entries().any(|(key, _)| &**key == "$ref") {
        return;
    }
    let mut others = entries().filter(|(key, _)| &***key != "$ref" && !key.starts_with("x-"));
    if let Some((key, entry)) = others.next() {
        context.siblings_reported = true;
        let message = format!(
            "OpenAPI 3.0 ignores what stands beside a `$ref`; `{key}` is honoured as in 3.1, here and wherever else it stands"
        );
        let finding = Diagnostic::warning(codes::REFERENCE_SIBLINGS, entry.key, message)
            .help("put the reference into `allOf`, or name version 3.1");
        context.findings.push(finding);
    }
}
