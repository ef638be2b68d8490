use super::*;
use crate::config::Format;
use crate::ir::Presence;

#[test]
fn formats_become_types() {
    let api = components(
        "A:
          type: object
          properties:
            a: {type: string, format: uuid}
            b: {type: string, contentEncoding: base64}
            c: {type: integer}
            d: {type: integer, format: int32}
            e: {type: integer, minimum: 0, maximum: 18446744073709551615}
            f: {type: integer, maximum: 99999999999999999999999}
            g: {type: number, format: float}
            h: {type: string, format: uri}
            i: {}
            j: {type: object}
            k: {minLength: 1}",
    );
    assert_eq!(
        shown(&api, "A"),
        "a: Uuid Optional, b: Base64 Optional, c: Int(64) Optional, d: Int(32) Optional, \
         e: Uint(64) Optional, f: Number Optional, g: Float Optional, h: String Optional, \
         i: Json Optional, j: JsonObject Optional, k: String Optional"
    );
}

#[test]
fn null_is_seen_in_all_spellings() {
    let api = components(
        "Id: {type: string, format: uuid}
        Maybe: {type: [object, 'null'], properties: {x: {type: string}}}
        A:
          type: object
          required: [a, b, g]
          properties:
            a: {type: [string, 'null']}
            b: {oneOf: [{$ref: '#/components/schemas/Id'}, {type: 'null'}]}
            c: {anyOf: [{anyOf: [{$ref: '#/components/schemas/Id'}, {const: null}]}]}
            d: {enum: [x, null]}
            e: {allOf: [{$ref: '#/components/schemas/Maybe'}]}
            f: {type: 'null'}
            g: {$ref: '#/components/schemas/Id'}",
    );
    assert_eq!(
        shown(&api, "A"),
        "a: String Nullable, b: Id Nullable, c: Id OptionalNullable, d: A.d OptionalNullable, \
         e: Maybe OptionalNullable, f: Null Optional, g: Id Required"
    );
}

#[test]
fn all_of_becomes_one_struct() {
    let api = components(
        "Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string}}}
        Cat:
          allOf:
            - $ref: '#/components/schemas/Base'
            - {type: object, properties: {kind: {const: cat}, name: {type: string}}}
          required: [name]
        Alias: {description: The same, type: object, allOf: [{$ref: '#/components/schemas/Base'}]}
        Deep:
          allOf:
            - {properties: {a: {type: object, properties: {x: {type: string}}}}}
            - {properties: {a: {type: object, properties: {y: {type: string}}}}}
        More: {$ref: '#/components/schemas/Base', required: [kind]}",
    );
    assert_eq!(
        shown(&api, "Cat"),
        "id: String Required, kind: Cat.kind Optional, name: String Required"
    );
    assert_eq!(shown(&api, "Cat.kind"), "= \"cat\"");
    assert_eq!(shown(&api, "Alias"), "Base");
    assert_eq!(
        find(&api, "Alias").docs.description.as_deref(),
        Some("The same")
    );
    assert_eq!(
        shown(&api, "Deep.a"),
        "x: String Optional, y: String Optional"
    );
    assert_eq!(
        shown(&api, "More"),
        "id: String Required, kind: String Required"
    );
}

#[test]
fn unions_are_told_apart_by_shape() {
    let api = components(
        "Shape:
          oneOf:
            - {type: object, required: [circle], properties: {circle: {type: number}}}
            - {type: object, required: [square], properties: {square: {type: number}}}
        Kinds: {type: [string, integer, 'null']}
        Any: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Any'}}]}",
    );
    assert_eq!(
        shown(&api, "Shape"),
        "With.circle Shape.With.circle[] | With.square Shape.With.square[]"
    );
    let TypeKind::Union(union) = &find(&api, "Shape").kind else {
        panic!("no union")
    };
    assert_eq!(union.branches[0].shape.required, ["circle"]);
    assert_eq!(shown(&api, "Kinds"), "String String[] | Integer Int(64)[]");
    assert_eq!(
        shown(&api, "Any"),
        "String String[] | Any.Array Array(Any)[]"
    );
}

#[test]
fn unions_collapse_where_one_type_will_do() {
    let api = components(
        "Open: {anyOf: [{enum: [x, y]}, {type: string}]}
        Constants: {oneOf: [{const: a, description: First}, {const: b}]}
        One: {oneOf: [{type: string}]}
        Twins: {oneOf: [{type: string, maxLength: 3}, {type: string, pattern: x}]}
        Number: {anyOf: [{type: integer}, {type: number}]}
        Text: {anyOf: [{type: string, format: uuid}, {type: string}]}
        Rules:
          type: object
          properties: {a: {type: string}, b: {type: string}}
          anyOf: [{required: [a]}, {required: [b]}]",
    );
    assert_eq!(shown(&api, "Open"), "\"x\" | \"y\"");
    assert_eq!(shown(&api, "Constants"), "\"a\" | \"b\"");
    assert_eq!(shown(&api, "One"), "String");
    assert_eq!(shown(&api, "Twins"), "String");
    assert_eq!(shown(&api, "Number"), "Double");
    assert_eq!(shown(&api, "Text"), "String");
    assert_eq!(
        shown(&api, "Rules"),
        "a: String Optional, b: String Optional"
    );
    assert_eq!(find(&api, "Rules").docs.constraints.len(), 1);
    assert_eq!(api.types.len(), 7, "no type that nothing uses");
}

#[test]
fn discriminators_name_the_tags() {
    let api = components(
        "Pet:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Emu'}]
          discriminator: {propertyName: kind, mapping: {dog: Dog, puppy: '#/components/schemas/Dog'}}
        Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
        Emu: {type: object, required: [kind], properties: {kind: {type: string}}}",
    );
    assert_eq!(
        shown(&api, "Pet"),
        r#"Cat Cat["cat"] | Dog Dog["dog", "puppy"] | Emu Emu["Emu"]"#
    );
}

#[test]
fn a_base_that_lists_its_subtypes_is_no_cycle() {
    let api = components(
        "Base:
          type: object
          required: [kind]
          properties: {kind: {type: string}}
          discriminator: {propertyName: kind}
          oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]
        One: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {type: string}}}]}
        Two: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: string}}}]}",
    );
    assert_eq!(shown(&api, "Base"), r#"One One["One"] | Two Two["Two"]"#);
    assert_eq!(
        shown(&api, "One"),
        "kind: String Required, a: String Optional"
    );
}

#[test]
fn a_choice_beside_properties_gives_each_branch_both() {
    let api = components(
        "A:
          type: object
          required: [id]
          properties: {id: {type: string}}
          oneOf:
            - {title: Left, required: [l], properties: {l: {type: string}}}
            - $ref: '#/components/schemas/B'
        B: {type: object, properties: {b: {type: string}}}",
    );
    assert_eq!(shown(&api, "A"), "Left A.Left[] | B A.B[]");
    assert_eq!(
        shown(&api, "A.Left"),
        "id: String Required, l: String Required"
    );
    assert_eq!(
        shown(&api, "A.B"),
        "id: String Required, b: String Optional"
    );
}

#[test]
fn objects_keep_what_has_no_name() {
    let api = components(
        "Map: {type: object, additionalProperties: {type: array, items: {type: object, properties: {q: {type: string}}}}}
        Rest: {properties: {a: {type: string}}, additionalProperties: true}
        Closed: {properties: {a: {type: string}}, unevaluatedProperties: {not: {}}}
        Patterns: {type: object, patternProperties: {'^x': {type: integer}}}
        OnlyPatterns: {type: object, patternProperties: {'^x': {type: integer}}, additionalProperties: false}
        Gone: {type: object, properties: {a: false, b: {not: {}}, c: {type: string}}}
        Pair: {prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}
        Ruled: {allOf: [{$ref: '#/components/schemas/Pair'}, {prefixItems: [{minLength: 1}]}]}",
    );
    assert_eq!(shown(&api, "Map"), "Map(Array(Map.Value.Item))");
    assert_eq!(shown(&api, "Rest"), "a: String Optional, ..Json");
    assert_eq!(shown(&api, "Closed"), "a: String Optional");
    assert_eq!(shown(&api, "Patterns"), "JsonObject");
    assert_eq!(shown(&api, "OnlyPatterns"), "Map(Int(64))");
    assert_eq!(shown(&api, "Gone"), "c: String Optional");
    assert_eq!(shown(&api, "Pair"), "String & Int(64)");
    assert_eq!(shown(&api, "Ruled"), "String & Int(64)");
}

#[test]
fn cycles_are_boxed_where_they_have_no_size() {
    let api = components(
        "Tree: {properties: {left: {$ref: '#/components/schemas/Tree'}, all: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
        A: {required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
        B: {properties: {a: {$ref: '#/components/schemas/A'}}}",
    );
    assert_eq!(
        shown(&api, "Tree"),
        "left: Box(Tree) Optional, all: Array(Tree) Optional"
    );
    assert_eq!(shown(&api, "A"), "b: B Required");
    assert_eq!(shown(&api, "B"), "a: Box(A) Optional");
}

#[test]
fn names_that_lead_back_to_themselves_are_reported() {
    let (api, findings) = components_with_findings(
        "A: {$ref: '#/components/schemas/B'}
        B: {$ref: '#/components/schemas/A'}
        List: {type: array, items: {$ref: '#/components/schemas/List'}}",
    );
    assert_eq!(codes(&findings), ["reference-cycle", "recursive-alias"]);
    assert_eq!(alias(&api, "List"), &Type::Array(Box::new(Type::Json)));
}

#[test]
fn references_lead_into_any_place() {
    let api = components(
        "A: {type: object, properties: {b: {type: object, properties: {c: {type: string}}}}}
        Into: {$ref: '#/components/schemas/A/properties/b'}
        Anchored: {$ref: '#here'}
        Held: {$defs: {x: {$anchor: here, type: integer}}, type: string}
        Through: {$ref: '#/components/schemas/Into/properties/c'}",
    );
    assert_eq!(shown(&api, "Into"), "A.b");
    assert_eq!(shown(&api, "Anchored"), "Int(64)");
    assert_eq!(shown(&api, "Through"), "String");
}

#[test]
fn unresolved_references_are_all_reported_with_help() {
    let (_, findings) = components_with_findings(
        "Pet: {type: object}
        A: {$ref: '#/components/schemas/Pat'}
        B: {$ref: 'other.yaml#/x'}",
    );
    assert_eq!(
        codes(&findings),
        ["unresolved-reference", "external-reference"]
    );
    assert_eq!(
        findings[0].help.as_deref(),
        Some("did you mean `#/components/schemas/Pet`?")
    );
}

#[test]
fn the_configuration_reads_formats_as_text() {
    let mut config = Config::default();
    config
        .formats
        .insert("#/components/schemas/A/properties/x".into(), Format::Text);
    config.formats.insert("date".into(), Format::Text);
    config.formats.insert(
        "#/components/schemas/A/properties/nothing".into(),
        Format::Text,
    );
    let (api, findings) = api_with(
        "openapi: 3.1.0
info: {title: Test, version: '1'}
components:
  schemas:
    Id: {type: string, format: uuid}
    A:
      type: object
      properties:
        x: {oneOf: [{$ref: '#/components/schemas/Id'}, {type: 'null'}]}
        y: {$ref: '#/components/schemas/Id'}
        z: {type: string, format: date}
",
        &config,
    );
    assert_eq!(
        shown(&api, "A"),
        "x: String OptionalNullable, y: Id Optional, z: String Optional"
    );
    assert_eq!(codes(&findings), ["unused-configuration"]);
    assert_eq!(field(&api, "A", "x").presence, Presence::OptionalNullable);
}

#[test]
fn unknown_keywords_are_reported_with_what_was_meant() {
    let (_, findings) =
        components_with_findings("A: {type: string, desciption: x, x-mine: 1, maxLength: many}");
    assert_eq!(codes(&findings), ["wrong-type", "unknown-key"]);
    assert_eq!(
        findings[1].help.as_deref(),
        Some("did you mean `description`?")
    );
}
