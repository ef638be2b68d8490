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
    for (schema, place, example) in document::examples() {
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
    let examples = document::examples();
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

/// The schemas of all JSON bodies, of requests and of answers.
fn body_schemas() -> Vec<String> {
    let all = document::pointers(&|_, key| key == "schema");
    all.into_iter()
        .filter(|pointer| pointer.contains("/content/application~1json/"))
        .collect()
}
