//! What is said to people.

use serde_json::Value as Json;

use crate::config::Config;
use crate::document::{Keywords, RequestBody, SchemaId};
use crate::ir::{Constraint, Docs, JsonKind, Part};

use super::context::{DEPTH, Lowering};
use super::scalar;

/// What schemas that hold together say, the last first. The title counts as a summary unless it
/// only repeats the name.
pub(super) fn of(lowering: &Lowering<'_>, ids: &[SchemaId], name: &str) -> Docs {
    let mut docs = Docs::default();
    for &id in ids.iter().rev() {
        if let Some(schema) = lowering.keywords(id) {
            add_whole(lowering, &mut docs, schema, name, DEPTH);
        }
    }
    docs
}

/// The same for a place that uses a schema: what it does not say, the schema it refers to does.
pub(super) fn of_use(lowering: &Lowering<'_>, ids: &[SchemaId], name: &str) -> Docs {
    let mut docs = of(lowering, ids, name);
    let Some(&last) = ids.last() else { return docs };
    let mut id = last;
    for _ in 0..DEPTH {
        let Some(next) = lowering
            .keywords(id)
            .and_then(|schema| sole(lowering, schema))
        else {
            break;
        };
        if let Some(schema) = lowering.keywords(next) {
            inherit(&mut docs, schema, lowering.config);
        }
        id = next;
    }
    docs
}

/// The schema that another one stands for: by `$ref`, or around it with null or a description.
fn sole(lowering: &Lowering<'_>, schema: &Keywords) -> Option<SchemaId> {
    if schema.reference.is_some() {
        return schema.reference;
    }
    for branches in [&schema.all_of, &schema.any_of, &schema.one_of] {
        let mut rest = branches
            .iter()
            .filter(|id| !super::null::is_null(lowering, **id));
        if let (Some(only), None) = (rest.next(), rest.next()) {
            return Some(*only);
        }
    }
    None
}

/// Adds what a schema says, with what is said of its parts.
fn add_whole(
    lowering: &Lowering<'_>,
    docs: &mut Docs,
    schema: &Keywords,
    name: &str,
    depth: usize,
) {
    add(docs, schema, name, lowering.config);
    docs.constraints
        .extend(super::union::rules(lowering, schema));
    docs.parts.extend(parts(lowering, schema, depth));
}

fn add(docs: &mut Docs, schema: &Keywords, name: &str, config: &Config) {
    let title = schema.title.clone().filter(|title| !same(title, name));
    if docs.summary.is_none() && docs.description.is_none() {
        docs.summary = title.filter(|title| Some(title) != schema.description.as_ref());
    }
    docs.description = docs
        .description
        .take()
        .or_else(|| schema.description.clone());
    docs.external = docs
        .external
        .take()
        .or_else(|| external(schema.external.as_ref()));
    docs.default = docs.default.take().or_else(|| schema.default.clone());
    docs.example = docs.example.take().or_else(|| schema.example.clone());
    docs.deprecated |= schema.deprecated;
    rules(docs, schema, config);
}

fn inherit(docs: &mut Docs, schema: &Keywords, config: &Config) {
    // The title of a type is its name, which the use shows anyhow.
    if docs.summary.is_none() && docs.description.is_none() {
        docs.description.clone_from(&schema.description);
    }
    docs.default = docs.default.take().or_else(|| schema.default.clone());
    docs.example = docs.example.take().or_else(|| schema.example.clone());
    let is_scalar = schema.properties.is_empty() && schema.values.is_none();
    if is_scalar {
        rules(docs, schema, config);
    }
}

fn rules(docs: &mut Docs, schema: &Keywords, config: &Config) {
    let mut push = |rule: Constraint| {
        if !docs.constraints.contains(&rule) {
            docs.constraints.push(rule);
        }
    };
    schema.constraints.iter().cloned().for_each(&mut push);
    if let Some(format) = &schema.format {
        let kind = schema
            .types
            .iter()
            .copied()
            .find(|kind| *kind != JsonKind::Null);
        let kind = kind
            .or_else(|| scalar::kind_of_format(format))
            .unwrap_or(JsonKind::String);
        if !scalar::is_typed(config, format, kind) {
            push(Constraint::Format(format.clone()));
        }
    }
    if let Some(encoding) = &schema.content_encoding
        && !encoding.eq_ignore_ascii_case("base64")
    {
        push(Constraint::Other(
            "contentEncoding",
            encoding.as_str().into(),
        ));
    }
    if let Some(media_type) = &schema.content_media_type {
        push(Constraint::Other(
            "contentMediaType",
            media_type.as_str().into(),
        ));
    }
    let is_compound = |value: &Json| value.is_array() || value.is_object();
    if let Some(values) = &schema.values
        && values.iter().any(is_compound)
    {
        push(Constraint::Values(values.clone()));
    }
    if schema.read_only {
        push(Constraint::ReadOnly);
    }
    if schema.write_only {
        push(Constraint::WriteOnly);
    }
}

/// What is said of a request body, and of the values of its schema where that becomes no type with a
/// name.
pub(super) fn of_body(lowering: &Lowering<'_>, body: &RequestBody) -> Docs {
    let mut docs = match body.content.as_slice() {
        [only] => only
            .schema
            .and_then(|id| said(lowering, id, DEPTH))
            .unwrap_or_default(),
        _ => Docs::default(),
    };
    docs.summary = None;
    docs.description = body.description.clone().or(docs.description);
    (docs.default, docs.example) = (None, None);
    docs
}

/// What is said of the parts of a value that have no type of their own.
fn parts(lowering: &Lowering<'_>, schema: &Keywords, depth: usize) -> Vec<(Part, Docs)> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    let places = schema.prefix.iter().enumerate();
    let places = places.map(|(index, id)| (Part::Place(index), *id));
    let items = schema.items.map(|id| (Part::Item, id));
    let values = schema.additional.map(|id| (Part::Value, id));
    let parts = places.chain(items).chain(values).filter_map(|(part, id)| {
        let docs = said(lowering, id, depth)?;
        (docs != Docs::default()).then_some((part, docs))
    });
    parts.collect()
}

/// What a schema says that becomes no type with a name, and so has no documentation of its own.
fn said(lowering: &Lowering<'_>, id: SchemaId, depth: usize) -> Option<Docs> {
    let schema = plain(lowering, id)?;
    let mut docs = Docs::default();
    add_whole(lowering, &mut docs, schema, "", depth);
    Some(docs)
}

/// A schema that becomes no type with a name.
fn plain<'l>(lowering: &'l Lowering<'_>, id: SchemaId) -> Option<&'l Keywords> {
    let schema = lowering.keywords(id)?;
    if schema.reference.is_some() {
        return None;
    }
    if let Some(sole) = sole(lowering, schema) {
        return plain(lowering, sole);
    }
    let is_plain = schema.properties.is_empty()
        && schema.values.is_none()
        && schema.constant.is_none()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.all_of.is_empty();
    is_plain.then_some(schema)
}

/// Whether two texts are the same words, case and punctuation aside.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    words(one) == words(other)
}

/// `externalDocs`.
pub(super) fn external(
    external: Option<&openapiv3::ExternalDocumentation>,
) -> Option<(String, Option<String>)> {
    external.map(|external| (external.url.clone(), external.description.clone()))
}
