//! The API's document as JSON, and its schemas as validators.
//!
//! The fake refuses requests that the document does not allow, and the tests hold the fake's
//! answers and the document's own examples against it.

use std::fs;
use std::sync::LazyLock;

use jsonschema::Registry;
use jsonschema::error::ValidationErrorKind;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

/// The file that `signalwire-sip` is generated from.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/signalwire-sip.yaml");

/// The name under which schemas refer to the document; nothing is ever fetched from it.
const URI: &str = "urn:signalwire-sip";

/// What may not stand bare in the fragment of a URI; the braces of path templates matter here.
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'{')
    .add(b'}');

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    let yaml: serde_yaml::Value = serde_yaml::from_str(&text).expect("the document is YAML");
    json_of(yaml)
});

static REGISTRY: LazyLock<Registry<'static>> = LazyLock::new(|| {
    Registry::new()
        .add(URI, &*DOCUMENT)
        .and_then(|registry| registry.prepare())
        .expect("the document's references resolve")
});

/// The whole document. Status codes, which YAML reads as numbers where they stand unquoted, are
/// strings.
pub fn json() -> &'static Value {
    &DOCUMENT
}

/// One way in which a value breaks a schema.
#[derive(Debug)]
pub struct Finding {
    /// The place in the value, as a JSON Pointer.
    pub place: String,
    /// The property whose absence is the fault.
    pub missing: Option<String>,
    /// What is wrong, for people.
    pub message: String,
}

/// What the document says about the body of an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The operation does not list this status.
    Undocumented,
    /// An answer without content.
    Empty,
    /// JSON, with the JSON Pointer of its schema.
    Json(String),
}

/// Every operation as its method, path and id, in the document's order.
pub fn operations() -> Vec<(String, String, String)> {
    let mut operations = Vec::new();
    for (path, item) in object(&DOCUMENT["paths"]) {
        for method in ["get", "put", "post", "delete", "patch"] {
            if let Some(id) = item[method]["operationId"].as_str() {
                operations.push((method.to_uppercase(), path.clone(), id.to_owned()));
            }
        }
    }
    operations
}

/// The JSON Pointer of the schema of an operation's JSON body.
pub fn body_schema(method: &str, path: &str) -> Option<String> {
    let body = follow(format!("{}/requestBody", operation(method, path)));
    let schema = format!("{body}/content/application~1json/schema");
    DOCUMENT.pointer(&schema).is_some().then_some(schema)
}

/// What an operation answers with a status.
pub fn answer(method: &str, path: &str, status: u16) -> Answer {
    let answer = follow(format!("{}/responses/{status}", operation(method, path)));
    let Some(response) = DOCUMENT.pointer(&answer) else {
        return Answer::Undocumented;
    };
    match response.get("content") {
        Some(_) => Answer::Json(format!("{answer}/content/application~1json/schema")),
        None => Answer::Empty,
    }
}

/// Holds a value against the schema at a JSON Pointer of the document; formats count.
pub fn check(pointer: &str, value: &Value) -> Vec<Finding> {
    let fragment = utf8_percent_encode(pointer, FRAGMENT);
    let schema = serde_json::json!({ "$ref": format!("{URI}#{fragment}") });
    let validator = jsonschema::options()
        .with_registry(&REGISTRY)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{pointer} is no schema: {error}"));
    let findings = validator.iter_errors(value).map(|error| Finding {
        place: error.instance_path().to_string(),
        missing: match error.kind() {
            ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
            _ => None,
        },
        message: error.to_string(),
    });
    findings.collect()
}

fn operation(method: &str, path: &str) -> String {
    let path = path.replace('~', "~0").replace('/', "~1");
    format!("/paths/{path}/{}", method.to_lowercase())
}

/// Where a chain of `$ref` ends that starts at a pointer.
fn follow(mut pointer: String) -> String {
    while let Some(Value::String(target)) = DOCUMENT.pointer(&format!("{pointer}/$ref")) {
        pointer = target.trim_start_matches('#').to_owned();
    }
    pointer
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// YAML as JSON: JSON has no keys but strings.
fn json_of(yaml: serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Mapping(mapping) => Value::Object(
            mapping
                .into_iter()
                .map(|(key, value)| (key_of(key), json_of(value)))
                .collect(),
        ),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json_of).collect(),
        scalar => serde_json::to_value(scalar).expect("a scalar of the document"),
    }
}

fn key_of(key: serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text,
        serde_yaml::Value::Number(number) => number.to_string(),
        other => panic!("a key that is neither text nor number: {other:?}"),
    }
}

/// Every example: the pointer of its schema, where it stands, and itself.
pub fn examples() -> Vec<(String, String, &'static Value)> {
    let mut found = Vec::new();
    for schema in pointers(&|_, key| key == "schema") {
        let beside = schema.strip_suffix("/schema").unwrap();
        let holder = json().pointer(beside).unwrap();
        if let Some(example) = holder.get("example") {
            found.push((schema.clone(), format!("{beside}/example"), example));
        }
        for (name, example) in holder
            .get("examples")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let example = match example["$ref"].as_str() {
                Some(target) => json().pointer(target.trim_start_matches('#')).unwrap(),
                None => example,
            };
            found.push((
                schema.clone(),
                format!("{beside}/examples/{name}"),
                &example["value"],
            ));
        }
    }
    // In schemas `examples` is a list; below `properties` it would be a property of that name.
    for list in pointers(&|parent, key| key == "examples" && !parent.ends_with("/properties")) {
        let schema = list.strip_suffix("/examples").unwrap();
        let examples = json().pointer(&list).unwrap().as_array();
        for (index, example) in examples.into_iter().flatten().enumerate() {
            found.push((schema.to_owned(), format!("{list}/{index}"), example));
        }
    }
    found
}

/// The pointers of all members of the document that are wanted by their parent's pointer and key.
pub fn pointers(wanted: &dyn Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), json())];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    let below = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                    if wanted(&pointer, key) {
                        found.push(below.clone());
                    }
                    // Examples are data, whatever their keys are called.
                    if key != "example"
                        && key != "examples"
                        && !pointer.ends_with("/components/examples")
                    {
                        open.push((below, member));
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    open.push((format!("{pointer}/{index}"), item));
                }
            }
            _ => {}
        }
    }
    found
}
