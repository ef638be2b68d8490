//! What a schema is called that stands in no component: in a file of its own, below keys that the
//! specification does not know, or in what these hold.

use std::slice::Iter;

use crate::document::{ObjectKind, SchemaId};
use crate::source::{location, pointer};

use super::context::Lowering;

/// The sections of a document, each of which holds objects by name.
const SECTIONS: [&str; 8] = [
    "$defs",
    "definitions",
    "headers",
    "parameters",
    "pathItems",
    "requestBodies",
    "responses",
    "schemas",
];

/// Keys below which the parts of a schema, a path item or another object stand.
const PARTS: [&str; 26] = [
    "additionalOperations",
    "additionalProperties",
    "allOf",
    "anyOf",
    "callbacks",
    "content",
    "delete",
    "get",
    "head",
    "items",
    "not",
    "oneOf",
    "options",
    "parameters",
    "patch",
    "patternProperties",
    "post",
    "prefixItems",
    "properties",
    "put",
    "query",
    "requestBody",
    "responses",
    "schema",
    "trace",
    "webhooks",
];

/// The name of the object in which a pointer begins, after which it goes on in the usual way: none
/// for the root document's own sections, the last key below keys that mean nothing, the name of the
/// file where the whole of it is one object.
pub(super) fn name(
    lowering: &Lowering<'_>,
    place: &mut String,
    left: &mut Iter<'_, String>,
) -> Vec<String> {
    let is_root = place == "#";
    let first = left.as_slice().first().map(String::as_str);
    if is_root && matches!(first, Some("components" | "paths" | "webhooks") | None) {
        return Vec::new();
    }
    let mut hint = Vec::new();
    if !is_root {
        hint.push(location::title(place));
    }
    if let Some(name) = component(lowering, place) {
        return vec![name];
    }
    while let [step, rest @ ..] = left.as_slice() {
        let begins = hint.len() == 1 && is_known(lowering, place);
        let is_section = SECTIONS.contains(&step.as_str())
            && rest
                .first()
                .is_some_and(|key| key.parse::<usize>().is_err());
        if begins || !is_section && PARTS.contains(&step.as_str()) {
            break;
        }
        if matches!(step.as_str(), "components" | "paths") {
            // A whole document, which the usual way knows.
            return Vec::new();
        }
        left.next();
        *place = pointer::push(place, step);
        if let Some(name) = lowering.operations.get(place.as_str()) {
            return vec![name.clone()];
        }
        if !is_section {
            hint = vec![step.clone()];
        }
    }
    let kind = match lowering.document.kinds.get(place.as_str()) {
        Some(ObjectKind::Response) => Some("Response"),
        Some(ObjectKind::RequestBody) => Some("Body"),
        Some(ObjectKind::Parameter) => Some("Parameter"),
        _ => None,
    };
    hint.extend(kind.map(str::to_owned));
    hint
}

/// The name of a schema that is a component, or that stands in another file in no other schema.
pub(super) fn of_schema(lowering: &Lowering<'_>, id: SchemaId) -> Option<String> {
    if let Some(name) = lowering.component_names.get(&id) {
        return Some((*name).to_owned());
    }
    let pointer = &lowering.schema(id)?.at.pointer;
    let (file, fragment) = pointer
        .split_once('#')
        .filter(|(file, _)| !file.is_empty())?;
    let steps = pointer::unescaped(fragment);
    if let [components, schemas, name] = steps.as_slice()
        && components == "components"
        && schemas == "schemas"
    {
        return Some(name.clone());
    }
    let mut left = steps.iter();
    let hint = name(lowering, &mut format!("{file}#"), &mut left);
    match hint.as_slice() {
        [name] if left.as_slice().is_empty() => Some(name.clone()),
        _ => None,
    }
}

/// The name of the component that stands for a schema in another file.
pub(super) fn component(lowering: &Lowering<'_>, place: &str) -> Option<String> {
    if place.starts_with('#') {
        return None;
    }
    let id = lowering.document.by_pointer.get(place)?;
    lowering
        .component_names
        .get(id)
        .map(|name| (*name).to_owned())
}

/// Whether a schema or another object is known to be at a place.
fn is_known(lowering: &Lowering<'_>, place: &str) -> bool {
    let document = lowering.document;
    document.kinds.contains_key(place) || document.by_pointer.contains_key(place)
}
