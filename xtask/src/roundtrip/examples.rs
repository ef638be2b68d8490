//! The instances that a document holds itself: examples of schemas, media types and parameters.

use wiregen::map::Map;
use wiregen::source::{Node, Source, pointer};

use super::{Instance, Origin, json, program};

/// Every example of a schema that has a type, whether it is valid or not.
pub(super) fn collect(source: &Source, map: &Map) -> Vec<Instance> {
    let mut instances = Vec::new();
    for (place, _) in program::typed(map) {
        let Some(schema) = source.at(place) else {
            continue;
        };
        let mut values = Vec::new();
        values.extend(schema.get("example"));
        values.extend(
            schema
                .get("examples")
                .and_then(Node::as_sequence)
                .into_iter()
                .flatten(),
        );
        if let Some(owner) = place
            .strip_suffix("/schema")
            .filter(|owner| !owner.ends_with("/properties"))
        {
            of_owner(source, owner, &mut values);
        }
        instances.extend(values.into_iter().map(|value| Instance {
            pointer: place.to_owned(),
            text: json::text(value),
            origin: Origin::Example,
        }));
    }
    instances
}

/// The examples of the media type, parameter or header that a schema belongs to.
fn of_owner<'s>(source: &'s Source, place: &str, values: &mut Vec<&'s Node>) {
    let Some(owner) = source.at(place) else {
        return;
    };
    values.extend(owner.get("example"));
    let named = owner.get("examples").and_then(Node::as_mapping);
    for (_, entry) in named.into_iter().flatten() {
        let reference = entry.value.get("$ref").and_then(Node::as_text);
        let example = match reference {
            Some(reference) => referred(source, place, reference),
            None => Some(&entry.value),
        };
        values.extend(example.and_then(|example| example.get("value")));
    }
}

/// What a reference leads to that stands in the file of a place.
fn referred<'s>(source: &'s Source, place: &str, reference: &str) -> Option<&'s Node> {
    let (file, _) = place.split_once('#')?;
    let (target, fragment) = reference.split_once('#')?;
    let name = match target {
        "" => file,
        target => source.target(file, target)?,
    };
    let (_, root) = source.trees().find(|(known, _)| *known == name)?;
    pointer::resolve(root, &pointer::steps(fragment)?)
}
