//! A document as JSON Schema, to tell which instances are valid.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Draft, Registry, Resource, Validator};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

/// The name under which the document's own schemas find it.
const NAME: &str = "urn:wiregen:document";

/// What a URI fragment cannot hold as it is (RFC 3986, section 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The schemas of a document.
pub(super) struct Schemas {
    /// The document, with what OpenAPI 3.0 says in its own way said as 2020-12 has it.
    pub(super) document: Value,
}

impl Schemas {
    /// Of a document.
    pub(super) fn new(mut document: Value) -> Self {
        let version = document.get("openapi").and_then(Value::as_str);
        let dialect = match version.is_some_and(|version| version.starts_with("3.0")) {
            true => Dialect::OpenApi30,
            false => Dialect::JsonSchema,
        };
        prepare(&mut document, dialect, 0);
        Self { document }
    }

    /// The document as a resource that schemas can refer to.
    pub(super) fn registry(&self) -> Result<Registry<'_>, String> {
        let resource = Resource::from_contents(self.document.clone());
        Registry::new()
            .draft(Draft::Draft202012)
            .add(NAME, resource)
            .and_then(|builder| builder.prepare())
            .map_err(|error| error.to_string())
    }

    /// What stands at a pointer, as a fragment.
    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.document.pointer(pointer.strip_prefix('#')?)
    }
}

/// The validators of the schemas at pointers, each made once.
pub(super) struct Validators<'a> {
    registry: &'a Registry<'a>,
    known: BTreeMap<String, Option<Validator>>,
}

impl<'a> Validators<'a> {
    /// None yet.
    pub(super) fn new(registry: &'a Registry<'a>) -> Self {
        Self {
            registry,
            known: BTreeMap::new(),
        }
    }

    /// The validator of the schema at a pointer; `None` when there is none, because a reference
    /// leads nowhere for example.
    pub(super) fn at(&mut self, pointer: &str) -> Option<&Validator> {
        let registry = self.registry;
        let make = || {
            let fragment = utf8_percent_encode(pointer.trim_start_matches('#'), FRAGMENT);
            let schema = json!({ "$ref": format!("{NAME}#{fragment}") });
            jsonschema::options()
                .with_draft(Draft::Draft202012)
                .with_registry(registry)
                .should_validate_formats(true)
                .with_format("byte", |text: &str| is_base64(text))
                .build(&schema)
                .ok()
        };
        self.known
            .entry(pointer.to_owned())
            .or_insert_with(make)
            .as_ref()
    }
}

/// The properties of an instance that its schema knows, each with the pointer of the object.
pub(super) fn known_properties(
    validator: &Validator,
    instance: &Value,
) -> BTreeSet<(String, String)> {
    let evaluation = validator.evaluate(instance);
    let mut known = BTreeSet::new();
    for entry in evaluation.iter_annotations() {
        let keyword = entry.schema_location.rsplit('/').next().unwrap_or_default();
        let names = [
            "properties",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties",
        ];
        if !names.contains(&keyword) {
            continue;
        }
        let listed = entry.annotations.value().as_array().into_iter().flatten();
        for name in listed.filter_map(Value::as_str) {
            known.insert((entry.instance_location.to_string(), name.to_owned()));
        }
    }
    known
}

/// How a document writes its schemas.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    OpenApi30,
    JsonSchema,
}

/// How deep a document is looked at: its reader admits no more.
const DEPTH: usize = 1_000;

/// Brings schemas to JSON Schema 2020-12 with OpenAPI's formats (Format Registry).
fn prepare(value: &mut Value, dialect: Dialect, depth: usize) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| prepare(item, dialect, depth + 1)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| prepare(member, dialect, depth + 1));
            bound(value);
            if dialect == Dialect::OpenApi30 {
                exclusive(value, "exclusiveMinimum", "minimum");
                exclusive(value, "exclusiveMaximum", "maximum");
                nullable(value);
            }
        }
        _ => {}
    }
}

/// The formats of integers with their bounds (OpenAPI's format registry). Those of 64 bits are the
/// bounds of the numbers themselves here.
const INTEGERS: [(&str, i64, i64); 8] = [
    ("int8", i8::MIN as i64, i8::MAX as i64),
    ("int16", i16::MIN as i64, i16::MAX as i64),
    ("int32", i32::MIN as i64, i32::MAX as i64),
    ("int64", i64::MIN, i64::MAX),
    ("uint8", 0, u8::MAX as i64),
    ("uint16", 0, u16::MAX as i64),
    ("uint32", 0, u32::MAX as i64),
    ("uint64", 0, i64::MAX),
];

/// Numbers of an integer's format are integers, and have its bounds.
fn bound(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    let is_number = members.get("type").is_some_and(|kind| match kind {
        Value::String(kind) => kind == "integer" || kind == "number",
        Value::Array(kinds) => kinds
            .iter()
            .any(|kind| kind == "integer" || kind == "number"),
        _ => false,
    });
    let format = members.get("format").and_then(Value::as_str);
    let found = INTEGERS
        .iter()
        .find(|(name, _, _)| Some(*name) == format && is_number);
    if let Some((_, least, most)) = found {
        members.entry("minimum").or_insert_with(|| (*least).into());
        members.entry("maximum").or_insert_with(|| (*most).into());
        members.entry("multipleOf").or_insert_with(|| 1.into());
    }
}

/// `exclusiveMinimum: true` beside `minimum` is `exclusiveMinimum` alone.
fn exclusive(schema: &mut Value, exclusive: &str, bound: &str) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    let Some(flag) = members.get(exclusive).and_then(Value::as_bool) else {
        return;
    };
    members.remove(exclusive);
    if flag && let Some(bound) = members.remove(bound) {
        members.insert(exclusive.to_owned(), bound);
    }
}

/// `nullable: true` beside a `type` admits null. Nothing is moved, so that pointers stay; where there
/// is no `type`, null is not tried.
fn nullable(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    if let Some(Value::String(kind)) = members.get("type").cloned() {
        members.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(Value::Array(values)) = members.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
}

/// Base64 with its padding (RFC 4648, section 4).
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - body.len() <= 2 && body.bytes().all(is_digit)
}
