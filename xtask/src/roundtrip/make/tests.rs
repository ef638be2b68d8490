use serde_json::{Value, json};

use wiregen::source::Source;

use super::instances;
use crate::roundtrip::schemas::{Schemas, Validators};
use wiregen::examples::matching;

/// The instances of a schema that are valid.
fn valid(schema: &Value) -> Vec<Value> {
    let document = json!({
        "openapi": "3.1.0",
        "components": { "schemas": { "It": schema } },
    });
    let source = Source::from_text("it.json", document.to_string());
    let schemas = Schemas::new(&source);
    let registry = schemas.registry().unwrap();
    let mut validators = Validators::new(&schemas, &registry);
    let pointer = "#/components/schemas/It";
    let validator = validators.at(pointer).unwrap();
    let made = instances(&schemas, pointer).into_iter();
    made.filter(|value| validator.is_valid(value)).collect()
}

#[test]
fn the_least_and_the_most_and_each_choice_are_made() {
    let made = valid(&json!({
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": { "enum": ["a", "b", "c"] },
            "size": { "type": ["integer", "null"], "minimum": 3 },
        },
    }));
    assert!(made.contains(&json!({ "kind": "a" })));
    assert!(made.contains(&json!({ "kind": "a", "size": 3 })));
    assert!(made.contains(&json!({ "kind": "b", "size": 3 })));
    assert!(made.contains(&json!({ "kind": "c", "size": 3 })));
    assert!(made.contains(&json!({ "kind": "a", "size": null })));
}

#[test]
fn each_branch_of_a_union_is_made() {
    let made = valid(&json!({
        "oneOf": [
            { "type": "string", "pattern": "^[A-Z]{2}\\d+$" },
            { "type": "array", "items": { "type": "boolean" } },
            { "type": "object", "required": ["x"], "properties": { "x": { "const": 1 } } },
        ],
    }));
    assert!(made.contains(&json!("AA1")));
    assert!(made.contains(&json!([true])));
    assert!(made.contains(&json!([])));
    assert!(made.contains(&json!({ "x": 1 })));
}

#[test]
fn recursion_and_contradictions_end() {
    let itself = json!({ "$ref": "#/components/schemas/It" });
    let endless = json!({ "type": "object", "required": ["it"], "properties": { "it": itself } });
    assert_eq!(valid(&endless), Vec::<Value>::new());
    let list = json!({ "type": "array", "items": itself });
    assert!(valid(&list).contains(&json!([])));
    assert_eq!(
        valid(&json!({ "allOf": [{ "type": "string" }, { "type": "null" }] })),
        Vec::<Value>::new()
    );
    assert_eq!(
        valid(&json!({ "allOf": [itself] })),
        [
            json!("any"),
            json!(7),
            json!({"any": [1.5, null, "x"]}),
            json!(null)
        ]
    );
}

#[test]
fn patterns_are_matched_by_a_plain_text() {
    assert_eq!(matching("^sk-[a-z0-9]{4}$").unwrap(), "sk-aaaa");
    assert_eq!(matching("^(foo|bar)?x+$").unwrap(), "foox");
    assert_eq!(matching("("), None);
}

#[test]
fn values_that_look_like_schemas_stay_as_they_are() {
    let constant = json!({ "$ref": "#/nowhere", "type": "integer", "format": "int32" });
    let made = valid(&json!({
        "required": ["const"],
        "properties": { "const": { "const": constant } },
    }));
    assert_eq!(made, [json!({ "const": constant })]);
}
