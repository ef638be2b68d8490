//! The places of a document that a map tells of: found in the text itself, so that what a later
//! stage overlooks shows.

use std::collections::BTreeSet;

use crate::document::{Document, ObjectKind};
use crate::source::{Node, Source, Span, location, pointer};

use super::Kind;

/// A place in the document.
#[derive(Debug)]
pub(super) struct Place<'s> {
    /// Its JSON Pointer.
    pub(super) pointer: String,
    /// Where it begins: its key, where it has one.
    pub(super) at: Span,
    /// What stands there.
    pub(super) kind: Kind,
    /// What stands there, as written.
    pub(super) node: &'s Node,
}

/// An object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    OpenApi,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Schema,
    Property,
    /// A Callback Object: path items by expression.
    Callback,
}

/// How objects stand under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nest {
    /// One.
    One,
    /// A list or a mapping of them; a list where one is meant as well.
    Many,
}

/// What stands under which key: owner, key, how, what (OpenAPI 3.1 and 3.2; JSON Schema 2020-12).
#[rustfmt::skip]
const GRAMMAR: &[(Object, &str, Nest, Object)] = &[
    (Object::OpenApi, "components", Nest::One, Object::Components),
    (Object::OpenApi, "paths", Nest::Many, Object::PathItem),
    (Object::OpenApi, "webhooks", Nest::Many, Object::PathItem),
    (Object::Components, "schemas", Nest::Many, Object::Schema),
    (Object::Components, "parameters", Nest::Many, Object::Parameter),
    (Object::Components, "headers", Nest::Many, Object::Encoding),
    (Object::Components, "requestBodies", Nest::Many, Object::RequestBody),
    (Object::Components, "responses", Nest::Many, Object::Response),
    (Object::Components, "mediaTypes", Nest::Many, Object::MediaType),
    (Object::Components, "pathItems", Nest::Many, Object::PathItem),
    (Object::Components, "callbacks", Nest::Many, Object::Callback),
    (Object::PathItem, "parameters", Nest::Many, Object::Parameter),
    (Object::PathItem, "get", Nest::One, Object::Operation),
    (Object::PathItem, "put", Nest::One, Object::Operation),
    (Object::PathItem, "post", Nest::One, Object::Operation),
    (Object::PathItem, "delete", Nest::One, Object::Operation),
    (Object::PathItem, "options", Nest::One, Object::Operation),
    (Object::PathItem, "head", Nest::One, Object::Operation),
    (Object::PathItem, "patch", Nest::One, Object::Operation),
    (Object::PathItem, "trace", Nest::One, Object::Operation),
    (Object::PathItem, "query", Nest::One, Object::Operation),
    (Object::PathItem, "additionalOperations", Nest::Many, Object::Operation),
    (Object::Operation, "parameters", Nest::Many, Object::Parameter),
    (Object::Operation, "requestBody", Nest::One, Object::RequestBody),
    (Object::Operation, "responses", Nest::Many, Object::Response),
    (Object::Operation, "callbacks", Nest::Many, Object::Callback),
    (Object::Parameter, "schema", Nest::One, Object::Schema),
    (Object::Parameter, "content", Nest::Many, Object::MediaType),
    (Object::RequestBody, "content", Nest::Many, Object::MediaType),
    (Object::Response, "content", Nest::Many, Object::MediaType),
    (Object::Response, "headers", Nest::Many, Object::Encoding),
    (Object::MediaType, "schema", Nest::One, Object::Schema),
    (Object::MediaType, "itemSchema", Nest::One, Object::Schema),
    (Object::MediaType, "encoding", Nest::Many, Object::Encoding),
    (Object::MediaType, "prefixEncoding", Nest::Many, Object::Encoding),
    (Object::MediaType, "itemEncoding", Nest::One, Object::Encoding),
    // A Header Object and an Encoding Object: what both may hold.
    (Object::Encoding, "headers", Nest::Many, Object::Encoding),
    (Object::Encoding, "schema", Nest::One, Object::Schema),
    (Object::Encoding, "content", Nest::Many, Object::MediaType),
    (Object::Schema, "properties", Nest::Many, Object::Property),
    (Object::Schema, "patternProperties", Nest::Many, Object::Schema),
    (Object::Schema, "dependentSchemas", Nest::Many, Object::Schema),
    (Object::Schema, "$defs", Nest::Many, Object::Schema),
    (Object::Schema, "definitions", Nest::Many, Object::Schema),
    (Object::Schema, "allOf", Nest::Many, Object::Schema),
    (Object::Schema, "anyOf", Nest::Many, Object::Schema),
    (Object::Schema, "oneOf", Nest::Many, Object::Schema),
    (Object::Schema, "prefixItems", Nest::Many, Object::Schema),
    (Object::Schema, "items", Nest::One, Object::Schema),
    (Object::Schema, "additionalProperties", Nest::One, Object::Schema),
    (Object::Schema, "propertyNames", Nest::One, Object::Schema),
    (Object::Schema, "unevaluatedProperties", Nest::One, Object::Schema),
    (Object::Schema, "unevaluatedItems", Nest::One, Object::Schema),
    (Object::Schema, "contains", Nest::One, Object::Schema),
    (Object::Schema, "contentSchema", Nest::One, Object::Schema),
    (Object::Schema, "not", Nest::One, Object::Schema),
    (Object::Schema, "if", Nest::One, Object::Schema),
    (Object::Schema, "then", Nest::One, Object::Schema),
    (Object::Schema, "else", Nest::One, Object::Schema),
];

/// Something that is yet to be looked at.
struct Open<'s> {
    object: Object,
    pointer: String,
    at: Span,
    node: &'s Node,
}

/// Every place: those of the root file in the order of its text, then file by file those of the
/// parts of other files that something refers to.
pub(super) fn places<'s>(source: &'s Source, document: &Document) -> Vec<Place<'s>> {
    let root = source.root();
    let mut found = Found::default();
    let start = Open {
        object: Object::OpenApi,
        pointer: "#".to_owned(),
        at: root.span,
        node: root,
    };
    walk(start, &mut found);
    for start in elsewhere(source, document) {
        walk(start, &mut found);
    }
    found.places
}

/// What is referred to in other files, by file and place.
fn elsewhere<'s>(source: &'s Source, document: &Document) -> Vec<Open<'s>> {
    let parts = document.kinds.iter().filter_map(|(pointer, kind)| {
        let object = match kind {
            ObjectKind::PathItem => Object::PathItem,
            ObjectKind::Parameter => Object::Parameter,
            ObjectKind::RequestBody => Object::RequestBody,
            ObjectKind::Response => Object::Response,
            ObjectKind::MediaType
            | ObjectKind::Header
            | ObjectKind::Callback
            | ObjectKind::SecurityScheme => return None,
        };
        Some((pointer, object))
    });
    let schemas = document.by_pointer.keys();
    let schemas = schemas.map(|pointer| (pointer, Object::Schema));
    let mut starts: Vec<(String, Open<'s>)> = parts
        .chain(schemas)
        .filter(|(pointer, _)| !pointer.starts_with('#'))
        .filter_map(|(pointer, object)| {
            let file = location::file_of(pointer);
            let node = source.at(pointer)?;
            let start = Open {
                object,
                pointer: pointer.clone(),
                at: node.span,
                node,
            };
            Some((file, start))
        })
        .collect();
    // What stands in another part is found with it, so the outer come first.
    starts.sort_by(|(file, one), (other, two)| {
        let order = |start: &Open<'_>| (start.at, start.pointer.len());
        (file, order(one)).cmp(&(other, order(two)))
    });
    starts.into_iter().map(|(_, start)| start).collect()
}

/// What was found, each place once.
#[derive(Default)]
struct Found<'s> {
    places: Vec<Place<'s>>,
    seen: BTreeSet<String>,
}

/// Finds what stands in an object. Without recursion, since documents are as deep as they like.
fn walk<'s>(start: Open<'s>, found: &mut Found<'s>) {
    let mut open = vec![start];
    while let Some(current) = open.pop() {
        if !found.seen.insert(current.pointer.clone()) {
            continue;
        }
        if let Some(kind) = kind(&current) {
            found.places.push(Place {
                pointer: current.pointer.clone(),
                at: current.at,
                kind,
                node: current.node,
            });
        }
        let mut inside = Vec::new();
        for (key, entry) in current.node.as_mapping().into_iter().flatten() {
            let place = pointer::push(&current.pointer, key);
            if current.object == Object::Callback {
                inside.push(Open {
                    object: Object::PathItem,
                    pointer: place,
                    at: entry.key,
                    node: &entry.value,
                });
            } else if let Some((nest, object)) = under(current.object, key) {
                nested(nest, object, place, entry.key, &entry.value, &mut inside);
            }
        }
        open.extend(inside.into_iter().rev());
    }
}

/// What stands under a key of an object.
fn under(owner: Object, key: &str) -> Option<(Nest, Object)> {
    let owner = match owner {
        Object::Property => Object::Schema,
        other => other,
    };
    GRAMMAR
        .iter()
        .find(|(object, name, _, _)| *object == owner && *name == key)
        .map(|(_, _, nest, object)| (*nest, *object))
}

fn nested<'s>(
    nest: Nest,
    object: Object,
    place: String,
    at: Span,
    node: &'s Node,
    into: &mut Vec<Open<'s>>,
) {
    // `items` was a list before 2020-12.
    for (index, item) in node.as_sequence().unwrap_or_default().iter().enumerate() {
        into.push(Open {
            object,
            pointer: pointer::push(&place, &index.to_string()),
            at: item.span,
            node: item,
        });
    }
    if nest == Nest::One {
        if node.as_sequence().is_none() {
            into.push(Open {
                object,
                pointer: place,
                at,
                node,
            });
        }
        return;
    }
    for (key, entry) in node.as_mapping().into_iter().flatten() {
        let is_extension =
            key.starts_with("x-") && matches!(object, Object::PathItem | Object::Response);
        if !is_extension {
            into.push(Open {
                object,
                pointer: pointer::push(&place, key),
                at: entry.key,
                node: &entry.value,
            });
        }
    }
}

fn kind(open: &Open<'_>) -> Option<Kind> {
    match open.object {
        Object::Schema => Some(Kind::Schema),
        Object::Property => Some(Kind::Property),
        Object::Operation => Some(Kind::Operation),
        Object::Parameter => Some(Kind::Parameter),
        Object::RequestBody => Some(Kind::RequestBody),
        Object::Response => Some(Kind::Answer),
        Object::OpenApi
        | Object::Components
        | Object::PathItem
        | Object::MediaType
        | Object::Encoding
        | Object::Callback => None,
    }
}
