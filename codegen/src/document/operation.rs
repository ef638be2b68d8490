//! Reading paths and operations.

use crate::diagnostic::{Diagnostic, codes};
use std::collections::BTreeSet;

use crate::source::{Entry, Node, Span};

use super::context::Context;
use super::object::{self, Object, finish, open};
use super::resolve::follow;
use super::{
    ObjectKind, Operation, PathItem, content, incoming, keywords, parameter, path, security, token,
    tree,
};

const METHODS: [(&str, &str); 9] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("trace", "TRACE"),
    // OpenAPI 3.2.
    ("query", "QUERY"),
];

/// Whether a key of a path item has an operation.
pub(super) fn is_method(key: &str) -> bool {
    METHODS.iter().any(|(known, _)| *known == key)
}

/// Who sends the requests of an operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The client.
    Outgoing,
    /// The API's server.
    Incoming,
}

/// `paths`.
pub(super) fn paths<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<PathItem> {
    let mut paths = Vec::new();
    let entries = object::entries(context, object, "paths");
    let keys = entries.iter().map(|(path, entry, _)| (*path, entry.key));
    let keys: Vec<_> = keys.filter(|(path, _)| !path.starts_with("x-")).collect();
    path::check(context, &keys);
    for (path, entry, pointer) in entries {
        if path.starts_with("x-") {
            continue;
        }
        if !path.starts_with('/') {
            let message = format!("the path `{path}` must begin with `/`; one is added");
            let help = match path
                .split_once("://")
                .and_then(|(_, rest)| rest.split_once('/'))
            {
                Some((host, path)) => format!("write `/{path}`, and `{host}` below `servers`"),
                None => format!("write `/{path}`"),
            };
            let finding = Diagnostic::warning(codes::PATH, entry.key, message);
            context.findings.push(finding.help(help));
        }
        let path = format!("/{}", path.trim_start_matches('/'));
        let direction = Direction::Outgoing;
        paths.extend(path_item(context, &entry.value, pointer, path, direction));
    }
    paths
}

/// A path item. What stands beside its `$ref` is taken as well: the specification leaves it open.
pub(super) fn path_item<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: String,
    path: String,
    direction: Direction,
) -> Vec<PathItem> {
    let mut items = Vec::new();
    if tree::entry(node, "$ref").is_some()
        && let Some((target, place)) = follow(context, node, pointer.clone(), ObjectKind::PathItem)
    {
        let mut item = path_object(context, target, &place, path.clone(), direction);
        tell_apart(context, &mut item, &place, &pointer);
        items.push(item);
    }
    items.push(path_object(context, node, &pointer, path, direction));
    items.retain(|item| !item.operations.is_empty());
    items
}

/// Operations of a path item that several paths refer to go by the path from the second on.
fn tell_apart(context: &mut Context<'_>, item: &mut PathItem, place: &str, path: &str) {
    for operation in &mut item.operations {
        if !context.operations.insert(operation.at.pointer.clone())
            && let Some(rest) = operation.at.pointer.strip_prefix(place)
        {
            operation.at.pointer = format!("{path}{rest}");
        }
    }
}

fn path_object<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: &str,
    path: String,
    direction: Direction,
) -> PathItem {
    let mut object = open(context, node, pointer, "Path Item Object");
    object.take("$ref");
    let parameters = parameter::list(context, &mut object);
    let mut operations = Vec::new();
    for (key, method) in METHODS {
        if let Some(entry) = object.take(key) {
            let pointer = object.pointer(key);
            operations.push((
                entry.key,
                operation(context, entry, &pointer, method.to_owned(), direction),
            ));
        }
    }
    for (method, entry, pointer) in object::entries(context, &mut object, "additionalOperations") {
        if !is_additional(context, &mut object, method, entry.key) {
            continue;
        }
        operations.push((
            entry.key,
            operation(context, entry, &pointer, method.to_owned(), direction),
        ));
    }
    finish(context, &object);
    // The document's order, not that of the methods.
    operations.sort_by_key(|(key, _)| *key);
    let operations = operations
        .into_iter()
        .map(|(_, operation)| operation)
        .collect();
    PathItem {
        at: object.at,
        path,
        parameters,
        operations,
    }
}

/// Whether an operation of `additionalOperations` is one of a path item's.
fn is_additional(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    method: &str,
    at: Span,
) -> bool {
    if !token::check_method(context, method, at) {
        return false;
    }
    let Some((key, _)) = METHODS.into_iter().find(|(_, known)| *known == method) else {
        return true;
    };
    let beside = object.take(key).map(|entry| entry.key);
    let end = match beside {
        Some(_) => "that is taken, and this is left out",
        None => "it is taken all the same",
    };
    let message = format!("`{method}` has the key `{key}` of the path item; {end}");
    let mut finding = Diagnostic::warning(codes::METHOD, at, message).help(match beside {
        Some(_) => "take it out".to_owned(),
        None => format!("write it as `{key}` beside `additionalOperations`"),
    });
    if let Some(first) = beside {
        finding = finding.related(first, "the operation of this method");
    }
    context.findings.push(finding);
    beside.is_none()
}

fn operation<'s>(
    context: &mut Context<'s>,
    entry: &'s Entry,
    pointer: &str,
    method: String,
    direction: Direction,
) -> Operation {
    let mut object = open(context, &entry.value, pointer, "Operation Object");
    let id_at = object
        .take("operationId")
        .map_or(entry.key, |entry| entry.value.span);
    let id = object::text(context, &mut object, "operationId").filter(|id| !id.trim().is_empty());
    let tags = object::texts(context, &mut object, "tags").unwrap_or_default();
    let summary = object::text(context, &mut object, "summary");
    let description = keywords::description(context, &mut object);
    let external = keywords::external(context, &mut object);
    let deprecated = object::flag(context, &mut object, "deprecated").unwrap_or(false);
    let parameters = parameter::list(context, &mut object);
    let body = content::request_body(context, &mut object);
    let has_body = body.as_ref().is_some_and(|body| !body.content.is_empty());
    if has_body
        && direction == Direction::Outgoing
        && let Some(entry) = object.take("requestBody")
    {
        check_body(context, &method, entry.key);
    }
    let responses = match direction {
        // What the user's own server answers need not be said.
        Direction::Incoming if tree::entry(&entry.value, "responses").is_none() => Vec::new(),
        _ => content::responses(context, &mut object, entry.key),
    };
    incoming::put_off(context, &mut object);
    let security = security::requirements(context, &mut object);
    finish(context, &object);
    Operation {
        at: object.at,
        method,
        id,
        id_at,
        tags: distinct(tags),
        summary,
        description,
        external,
        deprecated,
        parameters,
        body,
        responses,
        security,
    }
}

/// Servers and what stands before them may ignore or refuse a body that has no meaning. DELETE with a
/// body is so common that it needs no word.
fn check_body(context: &mut Context<'_>, method: &str, at: Span) {
    let message = match method {
        "GET" | "HEAD" => format!("what the body of a {method} request means is not defined"),
        "TRACE" => "a TRACE request must not have a body".to_owned(),
        _ => return,
    };
    let message = format!("{message} (RFC 9110, section 9.3); it is sent all the same");
    let finding = Diagnostic::warning(codes::REQUEST_BODY, at, message)
        .help("take parameters, or another method such as POST");
    context.findings.push(finding);
}

fn distinct(tags: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    tags.into_iter()
        .filter(|tag| seen.insert(tag.clone()))
        .collect()
}
