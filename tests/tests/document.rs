//! The API's document: valid by the OpenAPI Initiative's own schema, and its examples by its own.

use std::collections::BTreeSet;

use serde_json::Value;
use wiregen_tests::document;

const OFFICIAL_SCHEMA: &str = include_str!("../fixtures/openapi-3.1.schema.json");

#[test]
fn the_document_is_valid_openapi() {
    let schema: Value = serde_json::from_str(OFFICIAL_SCHEMA).unwrap();
    assert_eq!(
        schema["$id"],
        "https://spec.openapis.org/oas/3.1/schema/2022-10-07"
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_eq!(messages(&validator, document::json()), [""; 0]);

    let mut damaged = document::json().clone();
    damaged["info"]["title"] = Value::Null;
    assert!(
        !validator.is_valid(&damaged),
        "the official schema finds faults"
    );
}

#[test]
fn every_schema_of_the_document_is_valid_json_schema() {
    let schemas = document::json()["components"]["schemas"]
        .as_object()
        .unwrap();
    assert!(schemas.len() > 40);
    for (name, schema) in schemas {
        if let Err(error) = jsonschema::meta::validate(schema) {
            panic!("{name}: {error} at {}", error.instance_path());
        }
    }
}

#[test]
fn every_example_is_valid_by_its_schema() {
    let mut checked = 0;
    for (schema, place, example) in examples() {
        let findings = document::check(&schema, example);
        // An answer of the real server, which puts text where its own description says `uuid`.
        let expected = if place.ends_with("/recorded") {
            vec!["/call_video_room_id"]
        } else {
            vec![]
        };
        let places: Vec<&str> = findings
            .iter()
            .map(|finding| finding.place.as_str())
            .collect();
        assert_eq!(places, expected, "{place}: {findings:#?}");
        checked += 1;
    }
    assert!(checked > 100, "only {checked} examples found");
}

#[test]
fn every_json_body_has_an_example() {
    let examples = examples();
    let with_example: BTreeSet<&str> = examples
        .iter()
        .map(|(schema, _, _)| schema.as_str())
        .collect();
    for schema in body_schemas() {
        assert!(
            with_example.contains(schema.as_str()),
            "{schema} has no example"
        );
    }
}

#[test]
fn operation_ids_are_unique() {
    let operations = document::operations();
    let ids: BTreeSet<&str> = operations.iter().map(|(_, _, id)| id.as_str()).collect();
    assert_eq!((operations.len(), ids.len()), (30, 30));
}

fn messages(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Every example: the pointer of its schema, where it stands, and itself.
fn examples() -> Vec<(String, String, &'static Value)> {
    let mut found = Vec::new();
    for schema in pointers(&|_, key| key == "schema") {
        let beside = schema.strip_suffix("/schema").unwrap();
        let holder = document::json().pointer(beside).unwrap();
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
                Some(target) => document::json()
                    .pointer(target.trim_start_matches('#'))
                    .unwrap(),
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
        let examples = document::json().pointer(&list).unwrap().as_array();
        for (index, example) in examples.into_iter().flatten().enumerate() {
            found.push((schema.to_owned(), format!("{list}/{index}"), example));
        }
    }
    found
}

/// The schemas of all JSON bodies, of requests and of answers.
fn body_schemas() -> Vec<String> {
    let all = pointers(&|_, key| key == "schema");
    all.into_iter()
        .filter(|pointer| pointer.contains("/content/application~1json/"))
        .collect()
}

/// The pointers of all members of the document that are wanted by their parent's pointer and key.
fn pointers(wanted: &dyn Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document::json())];
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
