//! What to write where an object or a value is not of the form that the specification demands.

use serde_json::Value as Json;

use crate::ir::JsonKind;
use crate::source::Node;

use super::example;

/// The least that an object of the specification holds.
const LEAST: [(&str, &str); 19] = [
    (
        "Callback Object",
        "'{$request.body#/callbackUrl}': {post: {}}",
    ),
    ("Components Object", "schemas: {}"),
    ("Discriminator Object", "propertyName: kind"),
    ("Encoding Object", "contentType: text/plain"),
    (
        "External Documentation Object",
        "url: https://example.com/docs",
    ),
    ("Header Object", "schema: {type: string}"),
    ("Info Object", "title: Pets, version: 1.0.0"),
    ("Media Type Object", "schema: {type: object}"),
    (
        "OAuth Flow Object",
        "tokenUrl: https://example.com/token, scopes: {}",
    ),
    ("Operation Object", "operationId: list_pets, responses: {}"),
    (
        "Parameter Object",
        "name: limit, in: query, schema: {type: integer}",
    ),
    (
        "Path Item Object",
        "get: {operationId: list_pets, responses: {}}",
    ),
    (
        "Request Body Object",
        "content: {application/json: {schema: {type: object}}}",
    ),
    ("Response Object", "description: The pets."),
    ("Schema Object", "type: string"),
    ("Security Requirement Object", "key: []"),
    ("Security Scheme Object", "type: http, scheme: bearer"),
    ("Server Object", "url: https://api.example.com"),
    ("Tag Object", "name: pets"),
];

/// A reference, where something else stands.
pub(super) const REFERENCE: &str =
    "write it as one text in quotes: `$ref: '#/components/schemas/Pet'`";

/// The content of a request body that has none.
pub(crate) const BODY: &str =
    "write what it holds: `content: {application/json: {schema: {type: object}}}`";

/// An object, where something else stands.
pub(super) fn object(kind: &str, node: &Node) -> String {
    let text = node.as_text().filter(|text| is_plain(text));
    let meant = match (kind, text) {
        ("Security Requirement Object", Some(name)) => Some(format!("{name}: []")),
        ("Tag Object", Some(name)) => Some(format!("name: {name}")),
        ("Server Object" | "External Documentation Object", Some(url)) => {
            Some(format!("url: {url}"))
        }
        _ => None,
    };
    if let Some(members) = meant {
        return format!("write `{{{members}}}`");
    }
    match LEAST.iter().find(|(known, _)| *known == kind) {
        Some((_, members)) => format!("write keys and values, such as `{{{members}}}`"),
        None => "write keys and values below each other: `key: value`".to_owned(),
    }
}

/// The value of a key, where one of another type stands.
pub(super) fn value(node: &Node, key: &str, wanted: &str) -> String {
    let only = node.as_text().filter(|text| is_plain(text));
    match (wanted, only) {
        ("a string", _) => format!("write one text: `{key}: text`"),
        ("`true` or `false`", Some(text @ ("true" | "false"))) => {
            format!("write `{key}: {text}`, without quotes")
        }
        ("`true` or `false`", _) => format!("write `{key}: true` or `{key}: false`"),
        ("a list of strings", Some(text)) => format!("write `{key}: [{text}]`"),
        ("a list of strings", None) => format!("write texts in brackets: `{key}: [a, b]`"),
        ("a list", _) if node.as_mapping().is_some() => {
            "make it a list: begin each member with `- `".to_owned()
        }
        ("a list", Some(text)) => format!("write `{key}: [{text}]`"),
        ("a list", None) => format!("write the members in brackets: `{key}: [a, b]`"),
        ("a mapping", _) if node.as_sequence().is_some() => {
            "make it a mapping: begin each member with its name and a colon, without the `-`"
                .to_owned()
        }
        ("a mapping", _) => format!("write names and values below `{key}:`, each `name: value`"),
        ("a number" | "a number without a fraction", Some(text)) if is_number(text) => {
            format!("write `{key}: {text}`, without quotes")
        }
        ("a number" | "a number without a fraction", _) => {
            format!("write digits, such as `{key}: 10`")
        }
        _ => format!("write {wanted}"),
    }
}

/// A value in place of one that is not of the types of its schema.
pub(super) fn of_type(value: &Json, types: &[JsonKind]) -> Option<String> {
    let fits = |value: &Json| types.iter().any(|kind| example::admits(*kind, value));
    let is_list = types.contains(&JsonKind::Array);
    match value {
        Json::String(text) if serde_json::from_str(text).is_ok_and(|value| fits(&value)) => {
            Some(format!("write `{text}` without quotes"))
        }
        Json::Bool(_) | Json::Number(_) if types.contains(&JsonKind::String) => {
            Some(format!("write `'{value}'` with quotes"))
        }
        Json::String(text) if is_list && is_plain(text) => Some(format!("write `[{text}]`")),
        Json::Bool(_) | Json::Number(_) if is_list => Some(format!("write `[{value}]`")),
        _ => None,
    }
}

/// Whether a text can be shown within a line of YAML as it is.
pub(super) fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:".contains(c);
    !text.is_empty() && !text.ends_with(':') && text.chars().all(is_plain)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key that an object does not have, and that resembles none of its own.
pub(super) fn key<'k>(kind: &str, key: &str, known: impl Iterator<Item = &'k str>) -> String {
    let is_of_schema = matches!(
        key,
        "type" | "format" | "properties" | "items" | "enum" | "allOf" | "anyOf" | "oneOf"
    );
    match (kind, key) {
        ("Operation Object", "produces" | "consumes") => {
            "OpenAPI 3 names media types below `content`, of the request body and of each response"
                .to_owned()
        }
        ("Media Type Object" | "Parameter Object" | "Header Object", _) if is_of_schema => {
            format!("move it below `schema`: `schema: {{{key}: …}}`")
        }
        ("Request Body Object" | "Response Object", _) if is_of_schema || key == "schema" => {
            "move the schema below its media type: `content: {application/json: {schema: …}}`"
                .to_owned()
        }
        _ => {
            let mut known: Vec<&str> = known.collect();
            known.sort_unstable();
            known.dedup();
            let own = "begin a key of your own with `x-`";
            match known.len() {
                1..=12 => format!("its keys are {}; {own}", known.join(", ")),
                _ => format!("take it out, or {own}"),
            }
        }
    }
}
