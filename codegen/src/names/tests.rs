//! Names are clean, unique in their scope, and stay when the document grows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, name};
use crate::config::Config;
use crate::ir::Api;
use crate::source::Source;
use crate::{document, lower};

fn names(document: &str) -> (Api, Names) {
    let source = Source::from_text("text.yaml", document.to_owned());
    let (document, _) = document::read(&source);
    let (api, _) = lower::lower(&document, &Config::default());
    let names = name(&api, &Config::default());
    (api, names)
}

fn schemas(schemas: &[String]) -> String {
    let schemas = schemas.concat();
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// Types by pointer.
fn types(document: &str) -> BTreeMap<String, String> {
    let (api, names) = names(document);
    let pointers = api
        .types
        .iter()
        .map(|definition| definition.at.pointer.clone());
    pointers
        .zip(names.types.iter().map(|names| names.name.to_string()))
        .collect()
}

#[test]
fn a_new_schema_renames_nothing() {
    let all: Vec<String> = ["Pet", "pet-owner", "Owner", "PetItem", "2fa", "größe", "Item", "Unrelated", "Zoo"]
        .iter()
        .map(|name| {
            format!(
                "    {name}: {{type: object, properties: {{item: {{type: object, properties: {{a: {{type: string}}}}}}, kind: {{enum: [a, b]}}}}}}\n"
            )
        })
        .collect();
    let whole = types(&schemas(&all));
    for left_out in 0..all.len() {
        let mut some = all.clone();
        some.remove(left_out);
        some.reverse();
        for (pointer, name) in types(&schemas(&some)) {
            // `Pet.item` gives way to the component `PetItem`, which says so itself.
            if pointer == "#/components/schemas/Pet/properties/item" {
                continue;
            }
            assert_eq!(
                whole.get(&pointer),
                Some(&name),
                "{pointer} without {}",
                all[left_out]
            );
        }
    }
}

#[test]
fn thousands_of_schemas_keep_their_names_when_one_is_added() {
    let schema = |index: usize| {
        // Two of three are told apart by their case or punctuation alone.
        let name = match index % 3 {
            0 => format!("pet-{}", index / 3),
            1 => format!("Pet_{}", index / 3),
            _ => format!("Owner{index}"),
        };
        format!(
            "    {name}: {{type: object, properties: {{kind: {{enum: [a, b]}}, next: {{$ref: '#/components/schemas/pet-0'}}}}}}\n"
        )
    };
    let mut all: Vec<String> = (0..5000).map(schema).collect();
    let before = types(&schemas(&all));
    assert_eq!(before.len(), 10_000);
    let distinct: std::collections::BTreeSet<&String> = before.values().collect();
    assert_eq!(distinct.len(), before.len());
    all.insert(0, "    New: {type: object, properties: {pet: {type: object, properties: {a: {type: string}}}}}\n".to_owned());
    let after = types(&schemas(&all));
    for (pointer, name) in before {
        assert_eq!(after.get(&pointer), Some(&name), "{pointer}");
    }
}

#[test]
fn a_component_keeps_its_name_against_an_in_line_type() {
    let types = types(&schemas(&[
        "    Pet: {type: object, properties: {item: {type: object, properties: {a: {type: string}}}}}\n".to_owned(),
        "    PetItem: {type: object, properties: {a: {type: string}}}\n".to_owned(),
    ]));
    assert_eq!(types["#/components/schemas/PetItem"], "PetItem");
    assert_eq!(
        types["#/components/schemas/Pet/properties/item"],
        "PetItemInline"
    );
}

#[test]
fn what_is_spelled_like_its_identifier_keeps_it() {
    let schema =
        |name: &str| format!("    {name}: {{type: object, properties: {{a: {{type: string}}}}}}\n");
    let types = types(&schemas(&[
        schema("user_name"),
        schema("UserName"),
        schema("user-name"),
    ]));
    assert_eq!(types["#/components/schemas/UserName"], "UserName");
    assert_eq!(types.values().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn every_name_is_clean_and_alone_in_its_scope() {
    let document = include_str!("../../../tests/golden/obstacles.yaml");
    let (api, names) = names(document);
    let unique = |scope: Vec<String>, what: &str| {
        for name in &scope {
            let clean = name.trim_start_matches("r#");
            assert!(
                clean.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
                "{name}"
            );
            assert!(!clean.starts_with(|c: char| c.is_ascii_digit()), "{name}");
        }
        let count = scope.len();
        assert_eq!(
            scope.iter().collect::<BTreeSet<_>>().len(),
            count,
            "{what}: {scope:?}"
        );
    };
    unique(
        names
            .types
            .iter()
            .map(|names| names.name.to_string())
            .collect(),
        "types",
    );
    for (definition, names) in api.types.iter().zip(&names.types) {
        let what = &definition.at.pointer;
        unique(
            names
                .members
                .iter()
                .map(|member| member.name.to_string())
                .collect(),
            what,
        );
        unique(
            names
                .members
                .iter()
                .map(|member| member.setter.to_string())
                .collect(),
            what,
        );
    }
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        unique(
            names.parameters.iter().map(ToString::to_string).collect(),
            &operation.path,
        );
    }
    unique(
        names
            .groups
            .iter()
            .map(|group| group.module.to_string())
            .collect(),
        "groups",
    );
}

#[test]
fn a_name_that_is_too_long_ends_in_a_hash() {
    let long = format!("{}_{}", "a".repeat(99), "b".repeat(50));
    let (_, names) = names(&schemas(&[format!(
        "    S: {{type: object, properties: {{{long}: {{type: string}}, {long}c: {{type: string}}}}}}\n"
    )]));
    let fields: Vec<String> = names.types[0]
        .members
        .iter()
        .map(|member| member.name.to_string())
        .collect();
    assert!(
        fields
            .iter()
            .all(|name| name.len() < 120 && name.starts_with('a') && !name.contains("__")),
        "{fields:?}"
    );
    assert_ne!(fields[0], fields[1]);
}

#[test]
fn names_say_what_texts_say() {
    let document = schemas(&[
        "    Values: {type: string, enum: ['', '-', '+1', -1, '1.0', '10', dark blue, 'a/b', ünïcode, '🎉', unknown]}\n".to_owned(),
        "    Fields: {type: object, properties: {'2fa': {}, type: {}, self: {}, '@id': {}, fooBar: {}, 'x<': {}, 'x>': {}, x: {}}}\n".to_owned(),
    ]);
    let (_, names) = names(&document);
    let members = |index: usize| -> Vec<String> {
        names.types[index]
            .members
            .iter()
            .map(|member| member.name.to_string())
            .collect()
    };
    assert_eq!(
        members(0),
        [
            "Empty",
            "Minus",
            "N1",
            "Minus1",
            "N10",
            "N10Value",
            "DarkBlue",
            "AB",
            "Unicode",
            "Tada",
            "UnknownValue"
        ]
    );
    assert_eq!(
        members(1),
        [
            "n2fa",
            "r#type",
            "self_",
            "id",
            "foo_bar",
            "x_less",
            "x_greater",
            "x"
        ]
    );
}

/// Operations of one tag, each of its own path.
fn operations(tag: &str, operations: &[&str]) -> String {
    let paths: String = operations
        .iter()
        .map(|name| {
            format!("  /{name}: {{get: {{operationId: {name}, tags: [{tag}], responses: {{'404': {{description: d}}}}}}}}\n")
        })
        .collect();
    format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}")
}

#[test]
fn an_error_enum_is_called_like_nothing_else_in_its_module() {
    let (_, names) = names(&operations(
        "PetError",
        &["decode", "pet", "get", "getError", "getOutput"],
    ));
    let mut taken: BTreeSet<String> = ["DecodeError", "PetError"].map(str::to_owned).into();
    for operation in &names.operations {
        for name in [&operation.marker, &operation.error, &operation.output] {
            assert!(taken.insert(name.to_string()), "{name}");
        }
    }
    // Who has the plain name keeps it when another comes whose name is that of its error.
    assert_eq!(names.operations[2].marker.to_string(), "Get");
}

#[test]
fn names_that_are_keywords_clash_like_others() {
    let document = "
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://{type}.example', variables: {type: {default: a}}}]
components:
  securitySchemes:
    type: {type: http, scheme: bearer}
    api: {type: http, scheme: bearer}
security: [{type: []}, {api: []}]
paths:
  /a: {get: {operationId: match, responses: {'204': {description: d}}}}
  /b: {get: {operationId: b, tags: [match], responses: {'204': {description: d}}}}
";
    let (_, names) = names(document);
    assert_eq!(names.variables["type"].to_string(), "r#type");
    assert_eq!(names.schemes[0].method.to_string(), "type_auth");
    assert_eq!(names.schemes[1].constant.to_string(), "API_AUTH");
    assert_eq!(names.groups[0].accessor.to_string(), "r#match");
    assert_eq!(names.operations[0].method.to_string(), "match_operation");
}
