//! What a type without a name of its own is called: made from its pointer alone, so that no other
//! schema has a say.

use crate::document::SchemaId;
use crate::ir::{Framing, JsonKind};
use crate::source::pointer;

use super::content::{self, Kind};
use super::context::{Key, Lowering};
use super::{container, null, union};

/// The hint of several schemas that hold together.
pub(super) fn of_key(lowering: &Lowering<'_>, key: &Key) -> Vec<String> {
    if let Some(hint) = lowering.combinations.get(key) {
        return hint.clone();
    }
    let mut hint = of(lowering, key.lead());
    hint.extend(key.is_base().then(|| "Base".to_owned()));
    hint.extend(key.only.map(|only| kind(only).to_owned()));
    hint
}

/// The hint of a schema.
pub(super) fn of(lowering: &Lowering<'_>, id: SchemaId) -> Vec<String> {
    let Some(schema) = lowering.schema(id) else {
        return Vec::new();
    };
    let (file, fragment) = schema.at.pointer.split_once('#').unwrap_or_default();
    let steps = pointer::unescaped(fragment);
    let mut place = format!("{file}#");
    let mut left = steps.iter();
    let mut hint = container::name(lowering, &mut place, &mut left);
    while let Some(step) = left.next() {
        let before = place.clone();
        place = pointer::push(&place, step);
        if let Some(name) = lowering.operations.get(place.as_str()) {
            hint = vec![name.clone()];
            continue;
        }
        if let Some(name) = container::component(lowering, &place) {
            hint = vec![name];
            continue;
        }
        let here = place.clone();
        let mut key = || {
            let key = left.next().cloned().unwrap_or_default();
            place = pointer::push(&place, &key);
            key
        };
        match step.as_str() {
            "components" => {
                let section = key();
                hint = vec![key()];
                let kind = match section.as_str() {
                    "responses" => Some("Response"),
                    "requestBodies" => Some("Body"),
                    "parameters" => Some("Parameter"),
                    _ => None,
                };
                hint.extend(kind.map(str::to_owned));
            }
            "paths" => hint = vec![key()],
            "properties" | "$defs" | "definitions" => hint.push(key()),
            "patternProperties" => {
                key();
                hint.push("Value".to_owned());
            }
            "additionalProperties" => hint.push("Value".to_owned()),
            "items" => hint.push("Item".to_owned()),
            "prefixItems" => hint.push(format!("Item{}", key())),
            "allOf" => {
                key();
            }
            "content" => {
                let media_type = key();
                let json = pointer::push(&pointer::push(&here, "application/json"), "schema");
                let beside_json = lowering.document.by_pointer.contains_key(&json);
                if beside_json && let Some(word) = of_media_type(&media_type) {
                    hint.push(word.to_owned());
                }
            }
            "anyOf" | "oneOf" => {
                key();
                hint.extend(of_branch(lowering, &before, &place));
            }
            "requestBody" => hint.push("Body".to_owned()),
            "responses" => hint.push(status(&key())),
            "parameters" => {
                let index = key();
                let name = lowering.parameters.get(place.as_str());
                hint.push(name.map_or(index, |name| (*name).to_owned()));
            }
            "headers" => hint.push(key()),
            "schema" => {}
            other => hint.push(other.to_owned()),
        }
    }
    hint
}

/// What tells the body of a media type from one of JSON.
fn of_media_type(media_type: &str) -> Option<&'static str> {
    match content::kind(media_type) {
        Kind::Json => None,
        Kind::Form => Some("Form"),
        Kind::Multipart | Kind::Parts => Some("Multipart"),
        Kind::Items(Framing::Events | Framing::WholeEvents) => Some("Event"),
        Kind::Items(_) => Some("Item"),
        Kind::Xml | Kind::Text | Kind::Any | Kind::Bytes => Some("Content"),
    }
}

fn of_branch(lowering: &Lowering<'_>, owner: &str, branch: &str) -> Vec<String> {
    let find = |pointer: &str| lowering.document.by_pointer.get(pointer).copied();
    let (Some(owner), Some(branch)) = (find(owner), find(branch)) else {
        return Vec::new();
    };
    let Some(schema) = lowering.keywords(owner) else {
        return Vec::new();
    };
    for branches in [&schema.any_of, &schema.one_of] {
        let siblings = branches
            .iter()
            .copied()
            .filter(|id| !null::is_null(lowering, *id));
        let siblings: Vec<SchemaId> = siblings.collect();
        if let Some(index) = siblings.iter().position(|id| *id == branch)
            && siblings.len() > 1
        {
            return self::branch(lowering, &siblings, index);
        }
    }
    Vec::new()
}

/// What tells a branch apart from its siblings; its number is part of it when nothing else does.
pub(super) fn branch(lowering: &Lowering<'_>, siblings: &[SchemaId], index: usize) -> Vec<String> {
    let Some(&id) = siblings.get(index) else {
        return Vec::new();
    };
    let mut hint = mark(lowering, id, index);
    let twin =
        |(place, other): (usize, &SchemaId)| *other != id && mark(lowering, *other, place) == hint;
    if siblings.iter().enumerate().any(twin) {
        hint.push((index + 1).to_string());
    }
    hint
}

/// What a branch is known by: the name of the component, its title, its constant, the property
/// that no other branch needs, or the JSON type.
fn mark(lowering: &Lowering<'_>, id: SchemaId, index: usize) -> Vec<String> {
    let target = union::target(lowering, id);
    if let Some(name) = container::of_schema(lowering, target) {
        return vec![name];
    }
    let Some(schema) = lowering.keywords(target) else {
        return vec![format!("Variant{}", index + 1)];
    };
    if let Some(title) = &schema.title {
        return vec![title.clone()];
    }
    if let [only] = schema.all_of.as_slice()
        && let Some(name) = container::of_schema(lowering, union::target(lowering, *only))
    {
        return vec![name];
    }
    let constant = schema.properties.iter().find_map(|(_, id)| {
        let property = lowering.keywords(*id)?;
        match (&property.constant, property.values.as_deref()) {
            (Some(value), _) | (None, Some([value])) => value.as_str().map(str::to_owned),
            _ => None,
        }
    });
    if let Some(constant) = constant {
        return vec![constant];
    }
    if let [only] = schema.required.as_slice() {
        return vec!["With".to_owned(), only.clone()];
    }
    if let Some(item) = schema.items
        && schema.types == [JsonKind::Array]
        && let Some(name) = container::of_schema(lowering, union::target(lowering, item))
    {
        return vec![name, "Array".to_owned()];
    }
    match (
        schema.format.as_ref(),
        schema.types.iter().find(|kind| **kind != JsonKind::Null),
    ) {
        (Some(format), Some(JsonKind::String) | None) => vec![format.clone()],
        (_, Some(JsonKind::Object)) if schema.properties.is_empty() => vec!["Object".to_owned()],
        (_, Some(JsonKind::Object)) | (_, None) => vec![format!("Variant{}", index + 1)],
        (_, Some(kind)) => vec![self::kind(*kind).to_owned()],
    }
}

/// A JSON type as a word.
pub(super) fn kind(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "Null",
        JsonKind::Boolean => "Boolean",
        JsonKind::Integer => "Integer",
        JsonKind::Number => "Number",
        JsonKind::String => "String",
        JsonKind::Array => "Array",
        JsonKind::Object => "Object",
    }
}

/// A status as a word; the code itself where it is not often seen.
fn status(key: &str) -> String {
    let word = match key.to_ascii_uppercase().as_str() {
        "200" => "Response",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "NoContent",
        "206" => "PartialContent",
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "402" => "PaymentRequired",
        "403" => "Forbidden",
        "404" => "NotFound",
        "405" => "MethodNotAllowed",
        "406" => "NotAcceptable",
        "409" => "Conflict",
        "410" => "Gone",
        "412" => "PreconditionFailed",
        "413" => "ContentTooLarge",
        "415" => "UnsupportedMediaType",
        "422" => "UnprocessableEntity",
        "429" => "TooManyRequests",
        "500" => "InternalServerError",
        "501" => "NotImplemented",
        "502" => "BadGateway",
        "503" => "ServiceUnavailable",
        "504" => "GatewayTimeout",
        "2XX" => "Success",
        "4XX" => "ClientError",
        "5XX" => "ServerError",
        "DEFAULT" => "Other",
        code => return format!("Status{code}"),
    };
    word.to_owned()
}
