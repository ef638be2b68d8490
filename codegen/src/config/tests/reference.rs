//! The reference of the configuration and its JSON Schema, which are made from the code.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen --lib reference` renews both.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use serde_json::{Map, Value as Json};

use crate::config::{Config, PageRule};

/// What `pagination` may be.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Pagination")]
#[expect(dead_code, reason = "its schema alone is of use")]
pub(in crate::config) enum PaginationForms {
    /// Rules.
    Rules(Vec<PageRule>),
    /// A rule for links in the body.
    Link {
        /// The way to the URL of the next page.
        next: String,
        /// The way to the array of items.
        items: String,
    },
    /// No list is followed.
    Word(NoPagination),
}

/// No list is followed.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "its schema alone is of use")]
pub(in crate::config) enum NoPagination {
    /// No list is followed.
    None,
}

#[test]
fn the_reference_and_the_schema_are_fresh() {
    let mut schema = schemars::schema_for!(Config).to_value();
    schema["title"] = "wiregen.yaml".into();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    expect("docs/wiregen.schema.json", &text);
    expect("docs/book/src/configuration.md", &markdown(&schema));
}

#[expect(clippy::disallowed_methods, reason = "the files are this test's own")]
fn expect(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{name} is stale; UPDATE_EXPECT=1 renews it");
}

fn markdown(schema: &Json) -> String {
    let mut text = "\
# The configuration

What a document cannot say stands in a `wiregen.yaml` beside it. Every key is optional unless it is marked,
and an unknown one is refused. `wiregen.schema.json` is the same for editors.

<!-- Made from the code: `UPDATE_EXPECT=1 cargo test --package wiregen --lib reference` renews it. -->

"
    .to_owned();
    section(&mut text, schema);
    let parts = schema["$defs"].as_object().unwrap();
    for (name, part) in parts {
        let _ = write!(text, "\n## {name}\n\n");
        if let Some(description) = part["description"].as_str() {
            let _ = writeln!(text, "{description}\n");
        }
        section(&mut text, part);
    }
    text
}

/// The keys of an object, the values of an enum, or the types that there is a choice of.
fn section(text: &mut String, schema: &Json) {
    if let Some(keys) = schema["properties"].as_object() {
        table(text, keys, schema);
        return;
    }
    for choice in choices(schema) {
        let description = line(choice);
        let _ = match description.as_str() {
            "" => writeln!(text, "- {}", kind(choice)),
            description => writeln!(text, "- {}: {description}", kind(choice)),
        };
    }
}

fn table(text: &mut String, keys: &Map<String, Json>, schema: &Json) {
    let required = schema["required"].as_array();
    text.push_str("| key | type | default | meaning |\n|---|---|---|---|\n");
    for (key, value) in keys {
        let is_required = required.is_some_and(|keys| keys.iter().any(|name| name == key));
        let default = match &value["default"] {
            _ if is_required => "required".to_owned(),
            Json::Null => String::new(),
            default => format!("`{default}`"),
        };
        let _ = writeln!(
            text,
            "| `{key}` | {} | {default} | {} |",
            kind(value),
            line(value)
        );
    }
}

fn choices(schema: &Json) -> &[Json] {
    let choices = schema["oneOf"]
        .as_array()
        .or_else(|| schema["anyOf"].as_array());
    choices.map_or(&[], Vec::as_slice)
}

/// The description on one line of a table.
fn line(schema: &Json) -> String {
    let description = schema["description"].as_str().unwrap_or_default();
    let words: Vec<&str> = description.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

/// The type in a few words.
fn kind(schema: &Json) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(value) = schema["const"].as_str() {
        return format!("`{value}`");
    }
    let choices: Vec<String> = choices(schema)
        .iter()
        .filter(|choice| choice["type"] != "null")
        .map(kind)
        .collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    let ty = match &schema["type"] {
        Json::Array(types) => types.iter().find(|ty| *ty != "null").and_then(Json::as_str),
        ty => ty.as_str(),
    };
    match ty.unwrap_or_default() {
        "array" => format!("list of {}", kind(&schema["items"])),
        "object" if schema["additionalProperties"].is_object() => {
            format!("mapping to {}", kind(&schema["additionalProperties"]))
        }
        "object" => match schema["properties"].as_object() {
            Some(keys) => {
                let keys: Vec<String> = keys.keys().map(|key| format!("`{key}`")).collect();
                format!("mapping of {}", keys.join(" and "))
            }
            None => "mapping".to_owned(),
        },
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        other => other.to_owned(),
    }
}
