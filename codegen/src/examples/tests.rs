use serde_json::Value as Json;

use super::{NoExample, examples, matching};
use crate::config::Config;
use crate::source::Source;

/// The examples of the types of a document with these schemas, by their component.
fn of(schemas: &str) -> Vec<(String, Result<Json, NoExample>)> {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}\n"
    );
    let source = Source::from_text("t.yaml", text);
    let (document, _) = crate::document::read(&source);
    let (api, _) = crate::lower::lower(&document, &Config::default());
    let types = api.types.iter().map(|definition| definition.hint.join(" "));
    let read = |text: String| serde_json::from_str(&text).unwrap();
    let examples = examples(&api).into_iter().map(|example| example.map(read));
    types.zip(examples).collect()
}

fn example(schema: &str) -> Json {
    let all = of(&format!("    A: {schema}"));
    let (_, example) = all.into_iter().find(|(name, _)| name == "A").unwrap();
    example.unwrap()
}

#[test]
fn the_document_decides_where_its_example_is_read() {
    let properties = "required: [a], properties: {a: {type: integer}}";
    let with = |value: &str| example(&format!("{{type: object, {properties}, example: {value}}}"));
    assert_eq!(with("{a: 7}"), serde_json::json!({"a": 7}));
    // It is not of the type, so that another one is made.
    assert_eq!(with("{a: seven}"), serde_json::json!({"a": 1}));
    let optional =
        example("{type: object, properties: {a: {type: string, example: x}, b: {type: string}}}");
    assert_eq!(optional, serde_json::json!({"a": "x"}));
    let default =
        example("{type: object, required: [a], properties: {a: {type: string, default: x}}}");
    assert_eq!(default, serde_json::json!({"a": "x"}));
}

#[test]
fn what_is_made_keeps_to_the_rules() {
    let property = |schema: &str| {
        let whole = format!("{{type: object, required: [a], properties: {{a: {schema}}}}}");
        example(&whole)["a"].clone()
    };
    assert_eq!(property("{type: string, minLength: 6}"), "textxx");
    assert_eq!(property("{type: string, maxLength: 2}"), "te");
    assert_eq!(property("{type: string, format: email}"), "ada@example.com");
    assert_eq!(
        property("{type: string, format: date-time}"),
        "2024-02-29T09:30:00Z"
    );
    assert_eq!(
        property("{type: string, pattern: '^sk-[a-z]{2}$'}"),
        "sk-aa"
    );
    assert_eq!(property("{type: integer, minimum: 5, multipleOf: 4}"), 8);
    assert_eq!(property("{type: integer, exclusiveMaximum: -2}"), -3);
    assert_eq!(
        property("{type: array, minItems: 2, items: {type: boolean}}"),
        serde_json::json!([true, true])
    );
    assert_eq!(property("{enum: [b, a]}"), "b");
    assert_eq!(property("{const: c}"), "c");
}

#[test]
fn a_union_is_the_first_branch_that_comes_back_as_it_is() {
    let all = of(
        "    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind}",
    );
    let pet = all.iter().find(|(name, _)| name == "Pet").unwrap();
    assert_eq!(pet.1, Ok(serde_json::json!({"kind": "Dog"})));
}

#[test]
fn recursion_ends_where_it_can() {
    let all = of("    Tree: {type: object, required: [children], properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    Endless: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}
    Within: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/Endless'}}}");
    let tree = serde_json::json!({"children": [{"children": []}]});
    assert_eq!(all[0].1, Ok(tree));
    assert_eq!(all[1].1, Err(NoExample::NoValue));
    assert_eq!(all[2].1, Err(NoExample::NoValue));
}

#[test]
fn a_pattern_that_repeats_nothing_for_ever_has_no_text() {
    assert_eq!(matching("^(foo|bar)?x+$").as_deref(), Some("foox"));
    assert_eq!(matching("(((a{999}){999}){999}){999}"), None);
}
