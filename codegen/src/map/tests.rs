use crate::config::Config;
use crate::source::Source;

use super::{Absence, Entry, Fallback, Kind, Map};

fn map(text: &str) -> Map {
    let head = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n";
    let source = Source::from_text("folder/test.yaml", format!("{head}{text}"));
    crate::generate_with_map(&source, &Config::default())
        .unwrap()
        .1
}

fn at<'m>(map: &'m Map, pointer: &str) -> &'m Entry {
    let found = map.entries.iter().find(|entry| entry.pointer == pointer);
    found.unwrap_or_else(|| panic!("no {pointer} in {:#?}", map.entries))
}

const PETS: &str = "
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      tags: [Pets]
      operationId: get_pet
      parameters:
        - {name: deep, in: query, schema: {type: boolean}}
        - {name: Accept, in: header, schema: {type: string}}
      responses:
        '200':
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        '404': {$ref: '#/components/responses/Gone'}
    post:
      operationId: set_pet
      requestBody:
        content: {text/plain: {schema: {type: string}}}
      responses:
        '200': {description: Done.}
        '201': {description: Made.}
components:
  responses:
    Gone: {description: No., content: {text/plain: {schema: {type: string}}}}
    Unused: {description: No., content: {application/json: {schema: {type: string}}}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        nick: {type: [string, 'null']}
        tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
        gone: false
        odd: {not: {type: string}}
        choices: {oneOf: [{minLength: 1}, {minLength: 2}, {minLength: 3}, {minLength: 4}, {minLength: 5}, {minLength: 6}], anyOf: [{maxLength: 1}, {maxLength: 2}, {maxLength: 3}, {maxLength: 4}, {maxLength: 5}, {maxLength: 6}]}
    Tag: {type: string, enum: [a, b]}
    Dog:
      allOf:
        - {$ref: '#/components/schemas/Pet'}
        - {type: object, properties: {bark: {type: string}}}
    Any: {}
    Maybe:
      anyOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]
";

#[test]
fn operations_and_their_parts_are_found_by_their_pointers() {
    let map = map(PETS);
    let get = "#/paths/~1pets~1{id}/get";
    assert_eq!(at(&map, get).rust, ["pets::Pets::get_pet"]);
    assert_eq!(at(&map, get).kind, Kind::Operation);
    let post = at(&map, "#/paths/~1pets~1{id}/post");
    assert_eq!(post.rust, ["Client::set_pet"]);
    let id = at(&map, "#/paths/~1pets~1{id}/parameters/0");
    let both = ["pets::Pets::get_pet(id)", "Client::set_pet(id)"];
    assert_eq!(id.rust, both);
    assert_eq!(id.ty.as_deref(), Some("uuid::Uuid"));
    let deep = at(&map, &format!("{get}/parameters/0"));
    assert_eq!(deep.rust, ["Call<pets::GetPet>::deep"]);
    let accept = at(&map, &format!("{get}/parameters/1"));
    assert_eq!(accept.none, Some(Absence::Ignored));
    let body = at(&map, "#/paths/~1pets~1{id}/post/requestBody");
    assert_eq!(body.rust, ["Call<operations::SetPet>::body"]);
    assert_eq!(body.ty.as_deref(), Some("String"));
    let schema = at(
        &map,
        "#/paths/~1pets~1{id}/post/requestBody/content/text~1plain/schema",
    );
    assert_eq!(schema.none, Some(Absence::Raw));
}

#[test]
fn answers_become_variants_or_the_output() {
    let map = map(PETS);
    let rust = |pointer: &str| at(&map, pointer).rust.clone();
    let get = "#/paths/~1pets~1{id}/get/responses";
    assert_eq!(rust(&format!("{get}/200")), ["pets::GetPet::Output"]);
    assert_eq!(rust(&format!("{get}/404")), ["pets::GetPetError::NotFound"]);
    let post = "#/paths/~1pets~1{id}/post/responses";
    assert_eq!(
        rust(&format!("{post}/201")),
        ["operations::SetPetOutput::Created"]
    );
    let gone = "#/components/responses/Gone";
    assert_eq!(rust(gone), ["pets::GetPetError::NotFound"]);
    let unused = at(&map, "#/components/responses/Unused");
    assert_eq!(unused.none, Some(Absence::Unreachable));
    let schema = "#/components/responses/Unused/content/application~1json/schema";
    assert_eq!(at(&map, schema).none, Some(Absence::Unreachable));
}

#[test]
fn schemas_have_items_types_or_reasons() {
    let map = map(PETS);
    let pet = "#/components/schemas/Pet";
    let own = |pointer: &str| at(&map, pointer).rust.clone();
    let ty = |pointer: &str| at(&map, pointer).ty.clone().unwrap_or_default();
    assert_eq!(own(pet), ["types::Pet"]);
    assert_eq!(ty(pet), "types::Pet");
    let name = format!("{pet}/properties/name");
    assert_eq!(own(&name), ["types::Pet::name", "types::Dog::name"]);
    assert_eq!(ty(&name), "String");
    assert_eq!(ty(&format!("{pet}/properties/nick")), "Maybe<String>");
    let tags = format!("{pet}/properties/tags");
    assert_eq!(ty(&tags), "Option<Vec<types::Tag>>");
    assert_eq!(ty(&format!("{tags}/items")), "types::Tag");
    assert_eq!(own(&format!("{tags}/items")), [""; 0]);
    let gone = at(&map, &format!("{pet}/properties/gone"));
    assert_eq!(gone.none, Some(Absence::Never));
    assert_eq!(ty("#/components/schemas/Any"), "types::Any");
    assert_eq!(at(&map, "#/components/schemas/Any").fallback, None);
    assert_eq!(ty("#/components/schemas/Maybe"), "Option<types::Maybe>");
    let null = at(&map, "#/components/schemas/Maybe/anyOf/1");
    assert_eq!(null.none, Some(Absence::Null));
    let merged = at(&map, "#/components/schemas/Dog/allOf/1");
    assert_eq!(merged.none, Some(Absence::Merged));
    assert_eq!(merged.into.as_deref(), Some("#/components/schemas/Dog"));
    let bark = "#/components/schemas/Dog/allOf/1/properties/bark";
    assert_eq!(own(bark), ["types::Dog::bark"]);
}

#[test]
fn what_a_pattern_or_a_condition_says_is_a_rule_unless_it_has_a_place() {
    let map = map("
components:
  schemas:
    Pet:
      type: object
      properties: {name: {type: string}}
      patternProperties: {'^x-': {type: string}}
      if: {required: [name]}
      then: {properties: {age: {type: integer}}}
");
    let pet = "#/components/schemas/Pet";
    for rule in ["patternProperties/^x-", "if", "then"] {
        let rule = at(&map, &format!("{pet}/{rule}"));
        assert_eq!(rule.none, Some(Absence::Rule));
    }
    let age = at(&map, &format!("{pet}/then/properties/age"));
    assert_eq!(age.rust, ["types::Pet::age"]);
}

#[test]
fn what_became_any_value_says_why() {
    let map = map(PETS);
    let odd = at(&map, "#/components/schemas/Pet/properties/odd");
    assert_eq!(odd.fallback, Some(Fallback::Untyped));
    let rule = at(&map, "#/components/schemas/Pet/properties/odd/not");
    assert_eq!(rule.none, Some(Absence::Rule));
    let choices = at(&map, "#/components/schemas/Pet/properties/choices");
    assert_eq!(choices.fallback, Some(Fallback::SeveralUnions));
    let inside = "#/components/schemas/Pet/properties/choices/oneOf/0";
    assert_eq!(at(&map, inside).none, Some(Absence::InFallback));
    let coverage = map.coverage();
    assert_eq!(coverage.pointers, map.entries.len());
    assert_eq!(coverage.fallbacks[&Fallback::Untyped], 1);
    let none: usize = coverage.none.values().sum();
    assert_eq!(coverage.own + coverage.typed + none, coverage.pointers);
}

#[test]
fn the_map_is_json_in_the_order_of_the_text() {
    let map = map("components:\n  schemas:\n    B: {type: string}\n    A:\n      type: integer\n");
    assert_eq!(
        serde_json::to_string_pretty(&map).unwrap(),
        r##"{
  "document": "test.yaml",
  "entries": [
    {
      "pointer": "#/components/schemas/B",
      "kind": "schema",
      "file": "test.yaml",
      "line": 5,
      "rust": [
        "types::B"
      ],
      "type": "types::B"
    },
    {
      "pointer": "#/components/schemas/A",
      "kind": "schema",
      "file": "test.yaml",
      "line": 6,
      "rust": [
        "types::A"
      ],
      "type": "types::A"
    }
  ]
}"##
    );
}

#[test]
fn what_the_server_sends_becomes_the_function_that_reads_it() {
    let map = map("webhooks:
  pet.made:
    post: {requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}}
  ping:
    get: {}
");
    let made = "#/webhooks/pet.made/post";
    assert_eq!(at(&map, made).rust, ["webhooks::pet_made"]);
    let body = at(&map, &format!("{made}/requestBody"));
    assert_eq!(body.rust, ["webhooks::pet_made"]);
    assert_eq!(body.ty.as_deref(), Some("Vec<String>"));
    assert_eq!(at(&map, "#/webhooks/ping/get").none, Some(Absence::Ignored));
}

#[test]
fn operations_of_a_shared_path_item_are_each_there() {
    let map = map("
paths:
  /one: {$ref: '#/components/pathItems/Shared'}
  /two: {$ref: '#/components/pathItems/Shared'}
components:
  pathItems:
    Shared:
      get:
        operationId: look
        responses: {'200': {description: It.}}
");
    let shared = at(&map, "#/components/pathItems/Shared/get");
    assert_eq!(shared.rust, ["Client::look"]);
    let second = at(&map, "#/paths/~1two/get");
    assert_eq!(second.rust, ["Client::get_two"]);
    assert_eq!(
        (second.kind, second.line),
        (Kind::Operation, shared.line + 1)
    );
}

#[test]
fn other_files_are_told_of_as_far_as_they_are_referred_to() {
    let root = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/golden/several_files.source/openapi.yaml"
    );
    let mut source = Source::load(std::path::Path::new(root)).unwrap();
    let settings = include_str!("../../../tests/golden/several_files.source/wiregen.yaml");
    let config = Config::read(&mut source, "wiregen.yaml", settings.to_owned()).unwrap();
    source.allow(&config.references);
    let (_, map) = crate::generate_with_map(&source, &config).unwrap();
    let missing = at(&map, "responses/missing.yaml#");
    assert_eq!(missing.file, "responses/missing.yaml");
    assert_eq!(missing.rust, ["operations::GetPetError::NotFound"]);
}

#[test]
fn what_is_not_selected_is_said_to_be_left_out() {
    let head = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n";
    let text = "
paths:
  /kept: {get: {operationId: keep, responses: {'204': {description: None.}}}}
  /left: {get: {operationId: leave, responses: {'200': {description: It., content: {application/json: {schema: {type: string}}}}}}}
";
    let mut source = Source::from_text("folder/test.yaml", format!("{head}{text}"));
    let config = "operations: {without: {ids: [leave]}}";
    let config = Config::read(&mut source, "wiregen.yaml", config.to_owned()).unwrap();
    let (_, map) = crate::generate_with_map(&source, &config).unwrap();
    assert_eq!(at(&map, "#/paths/~1kept/get").rust, ["Client::keep"]);
    let left = "#/paths/~1left/get";
    for part in [
        "",
        "/responses/200",
        "/responses/200/content/application~1json/schema",
    ] {
        let entry = at(&map, &format!("{left}{part}"));
        assert_eq!(entry.none, Some(Absence::NotSelected), "{part}");
    }
}
