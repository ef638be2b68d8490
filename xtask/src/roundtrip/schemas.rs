//! A document as JSON Schema, to tell which instances are valid.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use jsonschema::{Draft, Registry, Retrieve, Uri, Validator};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};
use wiregen::source::{Node, Source};

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

/// The schemas of a document, in all of its files.
pub(super) struct Schemas {
    /// The files by name, the root first, with what OpenAPI 3.0 says in its own way said as 2020-12
    /// has it, and references to files as [`uri`] names them.
    files: Vec<(String, Value)>,
}

/// The name of a file for the validator.
fn uri(index: usize) -> String {
    format!("{URI}{index}")
}

const URI: &str = "urn:wiregen:";

impl Schemas {
    /// Of a document.
    pub(super) fn new(source: &Source) -> Self {
        let version = source.root().get("openapi").and_then(Node::as_text);
        let dialect = match version.is_some_and(|version| version.starts_with("3.0")) {
            true => Dialect::OpenApi30,
            false => Dialect::JsonSchema,
        };
        let names: Vec<&str> = source.trees().map(|(name, _)| name).collect();
        let files = source.trees().map(|(name, root)| {
            let mut file = root.to_json();
            let resolve = |reference: &str| {
                let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                let target = match target {
                    "" => name,
                    target => source.target(name, target)?,
                };
                let index = names.iter().position(|name| *name == target)?;
                Some(format!("{}#{fragment}", uri(index)))
            };
            prepare(&mut file, dialect, Owner::Object, &resolve, 0);
            show_anchors(&mut file);
            (name.to_owned(), file)
        });
        Self {
            files: files.collect(),
        }
    }

    /// The document as resources that schemas can refer to.
    pub(super) fn registry(&self) -> Result<Registry<'_>, String> {
        let mut registry = Registry::new().draft(Draft::Draft202012).retriever(Nothing);
        for (index, (_, file)) in self.files.iter().enumerate() {
            let resource = Draft::Draft202012.create_resource_ref(file);
            registry = registry
                .add(uri(index), resource)
                .map_err(|error| error.to_string())?;
        }
        registry.prepare().map_err(|error| error.to_string())
    }

    /// What stands at a place, or what a reference leads to.
    pub(super) fn at(&self, place: &str) -> Option<&Value> {
        let (file, pointer) = place.split_once('#')?;
        let (_, file) = self.files.get(self.index(file)?)?;
        file.pointer(pointer)
    }

    /// A place as a reference.
    fn reference(&self, place: &str) -> Option<String> {
        let (file, pointer) = place.split_once('#')?;
        let fragment = utf8_percent_encode(pointer, FRAGMENT);
        Some(format!("{}#{fragment}", uri(self.index(file)?)))
    }

    fn index(&self, file: &str) -> Option<usize> {
        if let Some(index) = file.strip_prefix(URI) {
            return index.parse().ok();
        }
        let file = percent_decode_str(file).decode_utf8_lossy();
        self.files.iter().position(|(name, _)| *name == file)
    }
}

/// What stands for files that are not there: a schema that nothing is valid for.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(Value::Bool(false))
    }
}

/// The validators of the schemas at pointers, each made once.
pub(super) struct Validators<'a> {
    schemas: &'a Schemas,
    registry: &'a Registry<'a>,
    known: BTreeMap<String, Option<Validator>>,
}

impl<'a> Validators<'a> {
    /// None yet.
    pub(super) fn new(schemas: &'a Schemas, registry: &'a Registry<'a>) -> Self {
        Self {
            schemas,
            registry,
            known: BTreeMap::new(),
        }
    }

    /// The validator of the schema at a pointer; `None` when there is none, because a reference
    /// leads nowhere for example.
    pub(super) fn at(&mut self, pointer: &str) -> Option<&Validator> {
        let registry = self.registry;
        let reference = self.schemas.reference(pointer);
        let make = || {
            let schema = json!({ "$ref": reference? });
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

/// What a mapping is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// An object of the specification, whose keys are keywords.
    Object,
    /// Names that the document gives to objects.
    Names,
}

/// The keywords below which objects stand by name.
const NAMES: [&str; 18] = [
    "$defs",
    "additionalOperations",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "webhooks",
];

/// The keywords below which values stand, which may look like a schema.
const VALUES: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Brings schemas to JSON Schema 2020-12 with OpenAPI's formats (Format Registry), and references
/// to what `resolve` makes of them. In what has an `$id` of its own they stay as they are.
fn prepare(
    value: &mut Value,
    dialect: Dialect,
    owner: Owner,
    resolve: &dyn Fn(&str) -> Option<String>,
    depth: usize,
) {
    if depth > DEPTH {
        return;
    }
    let none = |_: &str| None;
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| prepare(item, dialect, Owner::Object, resolve, depth + 1)),
        Value::Object(members) if owner == Owner::Names => members
            .values_mut()
            .for_each(|member| prepare(member, dialect, Owner::Object, resolve, depth + 1)),
        Value::Object(members) => {
            let is_named = members.get("$id").is_some_and(Value::is_string);
            let resolve = match is_named {
                // The name of a whole file is known to its source.
                true if depth == 0 => {
                    members.remove("$id");
                    resolve
                }
                true => &none,
                false => resolve,
            };
            for (key, member) in members.iter_mut() {
                let owner = match NAMES.contains(&key.as_str()) {
                    true => Owner::Names,
                    false => Owner::Object,
                };
                if !VALUES.contains(&key.as_str()) {
                    prepare(member, dialect, owner, resolve, depth + 1);
                }
            }
            refer(members, resolve);
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

/// References, those of a discriminator included.
fn refer(members: &mut Map<String, Value>, resolve: &dyn Fn(&str) -> Option<String>) {
    let mapping = members
        .get_mut("discriminator")
        .and_then(|discriminator| discriminator.get_mut("mapping"))
        .and_then(Value::as_object_mut);
    // A mapping may also name components, which a reference does not look like.
    let mapped = mapping
        .into_iter()
        .flat_map(|mapping| mapping.values_mut())
        .filter(|target| {
            target
                .as_str()
                .is_some_and(|name| name.contains(['#', '/']))
        });
    for target in mapped {
        if let Some(resolved) = target.as_str().and_then(resolve) {
            *target = resolved.into();
        }
    }
    for key in ["$ref", "$dynamicRef"] {
        if let Some(target) = members.get_mut(key)
            && let Some(resolved) = target.as_str().and_then(resolve)
        {
            *target = resolved.into();
        }
    }
}

/// The validator looks for names of schemas below the keywords of JSON Schema alone, so those with
/// names stand there as well.
fn show_anchors(file: &mut Value) {
    let mut named = Map::new();
    let mut open = vec![&*file];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                let names = ["$id", "$anchor", "$dynamicAnchor"];
                let has = |name: &&str| members.get(*name).is_some_and(Value::is_string);
                // What has a name further in is found from there.
                match names.iter().any(has) {
                    true => drop(named.insert(named.len().to_string(), value.clone())),
                    false => open.extend(members.values()),
                }
            }
            _ => {}
        }
    }
    if let Some(members) = file.as_object_mut().filter(|_| !named.is_empty()) {
        let known = members.entry("$defs").or_insert_with(|| Map::new().into());
        if let Some(known) = known.as_object_mut() {
            known.extend(named);
        }
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
