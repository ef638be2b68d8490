//! Reading schemas: the queue, and what a schema says about its structure.

use crate::diagnostic::{Diagnostic, closest};
use crate::ir::{Constraint, JsonKind};
use crate::source::Node;

use super::context::{Context, Version, resolve, schema_at, schema_under};
use super::object::{self, Object, finish, open};
use super::{Discriminator, Keywords, SchemaBody, SchemaId, keywords, tree};
use crate::source::pointer;

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
        context
            .findings
            .push(Diagnostic::warning("wrong-type", node.span, message));
        return SchemaBody::Bool(true);
    }
    let mut object = open(context, node, pointer, "Schema Object");
    let mut schema = Keywords::default();
    reference(context, &mut object, &mut schema);
    schema.types = types(context, &mut object);
    applicators(context, &mut object, &mut schema);
    keywords::strings(context, &mut object, &mut schema);
    keywords::values(context, &mut object, &mut schema);
    keywords::rules(context, &mut object, &mut schema);
    keywords::annotations(context, &mut object, &mut schema);
    schema.discriminator = discriminator(context, &mut object);
    nullable(context, &mut object, &mut schema);
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
            context
                .findings
                .push(Diagnostic::error("wrong-type", entry.value.span, message));
            continue;
        };
        let from = object.at.pointer.clone();
        if let Some((node, place)) = resolve(context, reference, &from, entry.value.span) {
            let target = schema_at(context, node, place);
            match schema.reference {
                None => schema.reference = Some(target),
                Some(_) => schema.all_of.push(target),
            }
        }
    }
}

fn types(context: &mut Context<'_>, object: &mut Object<'_>) -> Vec<JsonKind> {
    let Some(entry) = object.take("type") else {
        return Vec::new();
    };
    let names = entry
        .value
        .as_sequence()
        .unwrap_or(std::slice::from_ref(&entry.value));
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
            Some(_) => {}
            None => {
                let name = name.unwrap_or_default();
                let message = format!("`{name}` is no type; any value is taken");
                let mut finding = Diagnostic::warning("unknown-type", node.span, message);
                finding.help = closest(name, KINDS.iter().map(|(name, _)| *name))
                    .map(|known| format!("did you mean `{known}`?"));
                context.findings.push(finding);
                return Vec::new();
            }
        }
    }
    types
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
    schema.patterns = named(context, object, "patternProperties");
    schema.required = object::texts(context, object, "required").unwrap_or_default();
    schema.additional = one(context, object, "additionalProperties");
    if schema.additional.is_none() {
        schema.additional = unevaluated(context, object);
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
    schema.not = one(context, object, "not");
    items(context, object, schema);
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
/// tomorrow: unknown properties are never refused, so `false` and `not: {}` say nothing.
fn unevaluated<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Option<SchemaId> {
    let entry = object.take("unevaluatedProperties")?;
    let mapping = entry.value.as_mapping()?;
    let closes = mapping.is_empty() || mapping.contains_key("not");
    if closes {
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
        let mut finding = Diagnostic::warning(
            "wrong-type",
            entry.key,
            "a list under `items` is the older spelling of `prefixItems`",
        );
        finding.help = Some("write `prefixItems`".into());
        context.findings.push(finding);
    } else {
        schema.items = one(context, object, "items");
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

fn discriminator<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Option<Discriminator> {
    let entry = object.take("discriminator")?;
    // Before 2015, a property's name stood here alone.
    if let Some(property) = tree::string(&entry.value) {
        object::wrong_type(
            context,
            &entry.value,
            "discriminator",
            "a mapping with `propertyName`",
        );
        let at = object.at.clone();
        return Some(Discriminator {
            at,
            property: property.to_owned(),
            mapping: Vec::new(),
            default: None,
        });
    }
    let pointer = object.pointer("discriminator");
    let mut inner = open(context, &entry.value, &pointer, "Discriminator Object");
    let property = object::text(context, &mut inner, "propertyName");
    let mut mapping = Vec::new();
    for (tag, entry, _) in object::entries(context, &mut inner, "mapping") {
        if let Some(target) = mapped(context, &entry.value, &object.at.pointer) {
            mapping.push((tag.to_owned(), target));
        }
    }
    let default = inner
        .take("defaultMapping")
        .and_then(|entry| mapped(context, &entry.value, &object.at.pointer));
    finish(context, &inner);
    let Some(property) = property else {
        let mut finding = Diagnostic::warning(
            "missing-key",
            entry.value.span,
            "a discriminator needs `propertyName`; it is left out",
        );
        finding.help = Some("name the property that tells the branches apart".into());
        context.findings.push(finding);
        return None;
    };
    Some(Discriminator {
        at: inner.at,
        property,
        mapping,
        default,
    })
}

/// A value of `mapping`: the name of a component, or a reference.
fn mapped<'s>(context: &mut Context<'s>, node: &'s Node, from: &str) -> Option<SchemaId> {
    let Some(target) = node.as_text() else {
        object::wrong_type(
            context,
            node,
            "mapping",
            "the name of a schema or a reference",
        );
        return None;
    };
    let components = tree::entry(context.root, "components")
        .and_then(|entry| tree::entry(&entry.value, "schemas"))
        .and_then(|entry| entry.value.as_mapping());
    if let Some(entry) = components.and_then(|schemas| schemas.get(target)) {
        let pointer = pointer::push("#/components/schemas", target);
        return Some(schema_at(context, &entry.value, pointer));
    }
    if !target.contains(['#', '/', '.']) {
        let mut finding = Diagnostic::warning(
            "unknown-discriminator-mapping",
            node.span,
            format!("there is no schema `{target}` in the components; this entry is left out"),
        );
        let names = components.into_iter().flat_map(|schemas| schemas.keys());
        finding.help =
            closest(target, names.map(AsRef::as_ref)).map(|name| format!("did you mean `{name}`?"));
        context.findings.push(finding);
        return None;
    }
    let (node, place) = resolve(context, target, from, node.span)?;
    Some(schema_at(context, node, place))
}

/// 3.0's `nullable`, which 3.1 spells as a type.
fn nullable(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    let entry = object.take("nullable");
    schema.nullable = object::flag(context, object, "nullable").unwrap_or(false);
    let Some(entry) = entry else { return };
    if schema.nullable && context.version != Version::V30 && !context.nullable_reported {
        context.nullable_reported = true;
        let message = "`nullable` is OpenAPI 3.0; it is honoured, here and wherever else it stands";
        let finding = Diagnostic::warning("nullable", entry.key, message)
            .help("OpenAPI 3.1 writes `type: [string, 'null']`");
        context.findings.push(finding);
    }
}
