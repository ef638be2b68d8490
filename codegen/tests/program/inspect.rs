//! `wiregen inspect`.

use serde_json::{Value, json};

use crate::support::{Folder, PETS};

/// With a place that says more than any value, and does not say of what type.
fn folder() -> Folder {
    let document = PETS.to_owned()
        + "        size: {not: {type: string}}\n        friend: {$ref: '#/components/schemas/Pet'}\n    Unused: {type: string, enum: [a]}\n";
    Folder::with(&[
        ("pets.yaml", &document),
        ("wiregen.yaml", "document: pets.yaml\n"),
    ])
}

#[test]
fn operations_types_and_fallbacks_are_listed() {
    let (code, text) = folder().run(&["inspect"]);
    assert_eq!(code, 0, "{text}");
    let expected = "\
1 operation
GET  /pets/{id}  client.pets().get_pet(id)  pets  200 Pet

2 types
Pet     struct  2  pets.yaml:20  #/components/schemas/Pet
Unused  enum    0  pets.yaml:26  #/components/schemas/Unused

1 fallback
pets.yaml:24  rules without a type, which are left to the server  #/components/schemas/Pet/properties/size
";
    assert_eq!(text, expected);
}

#[test]
fn a_filter_takes_what_holds_its_text() {
    let folder = folder();
    let (code, text) = folder.run(&["inspect", "--only", "types", "--filter", "UNUSED"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("1 type\nUnused  enum"), "{text}");
    let (code, text) = folder.run(&["inspect", "--only", "operations", "--filter", "cats"]);
    assert_eq!((code, text.as_str()), (0, "0 operations\n"));
}

#[test]
fn json_is_whole() {
    let folder = folder();
    let (code, text) = folder.run(&["inspect", "pets.yaml", "--only", "operations", "--json"]);
    assert_eq!(code, 0, "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        value,
        json!({"operations": [{
            "method": "GET",
            "path": "/pets/{id}",
            "call": "client.pets().get_pet(id)",
            "module": "pets",
            "answers": [{"status": "200", "type": "types::Pet"}],
            "pointer": "#/paths/~1pets~1{id}/get",
            "file": "pets.yaml",
            "line": 7,
        }]})
    );
    let (_, text) = folder.run(&["inspect", "--json"]);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["fallbacks"][0]["reason"], "untyped");
    assert_eq!(value["types"][0]["uses"], 2);
}

#[test]
fn errors_are_reported() {
    let folder = folder();
    folder.write("pets.yaml", "openapi: [\n");
    let (code, text) = folder.run(&["inspect"]);
    assert_eq!((code, text.contains("pets.yaml:1")), (2, true), "{text}");
}

#[test]
fn the_document_is_named_as_everywhere() {
    let folder = folder();
    let all = folder.run(&["inspect"]);
    assert_eq!(folder.run(&["inspect", "pets.yaml"]), all);
    assert_eq!(folder.run(&["inspect", "--spec", "pets.yaml"]), all);
}
