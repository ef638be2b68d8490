use super::*;
use crate::ir::{Location, Payload, Presence, SchemeKind, Status, UrlPart};

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n";

fn api(text: &str) -> (Api, Vec<Diagnostic>) {
    api_with(&format!("{HEAD}{text}"), &Config::default())
}

#[test]
fn parameters_of_the_operation_replace_those_of_the_path() {
    let (api, findings) = api("paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: integer}}
    get:
      parameters:
        - {name: page, in: query, required: true, schema: {type: string}}
        - {name: kind, in: query, schema: {enum: [a, b]}}
        - {name: Accept, in: header, schema: {type: string}}
      responses: {'204': {description: None}}
");
    assert_eq!(findings, []);
    let operation = &api.operations[0];
    assert_eq!(operation.name, "get pets by id");
    let shown: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| {
            (
                parameter.name.as_str(),
                parameter.location,
                show(&api, &parameter.ty),
                parameter.required,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("id", Location::Path, "String".to_owned(), true),
            ("page", Location::Query, "String".to_owned(), true),
            (
                "kind",
                Location::Query,
                "get pets by id.kind".to_owned(),
                false
            ),
        ]
    );
}

#[test]
fn path_parameters_must_be_declared() {
    let (_, findings) = api("paths:
  /pets/{id}:
    get:
      operationId: a
      parameters: [{name: idd, in: path, required: true, schema: {type: string}}]
      responses: {default: {description: Any}}
");
    assert_eq!(
        codes(&findings),
        ["undeclared-path-parameter", "unused-path-parameter"]
    );
    assert!(
        findings[0]
            .help
            .as_deref()
            .unwrap()
            .contains("- name: id\n")
    );
    assert_eq!(findings[1].help.as_deref(), Some("did you mean `id`?"));
}

#[test]
fn answers_are_sorted_and_their_types_named() {
    let (api, findings) = api(
        "paths:
  /a:
    post:
      operationId: make
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {type: object}}
          application/json: {schema: {type: object, properties: {a: {type: string}}}}
      responses:
        default: {description: Rest}
        4XX: {description: Fault, content: {text/plain: {}}}
        '404': {$ref: '#/components/responses/Missing'}
        200: {description: Fine, content: {application/vnd.x+json: {schema: {properties: {b: {type: string}}}}}}
        abc: {description: What}
components:
  responses:
    Missing: {description: Missing, content: {application/json: {schema: {properties: {c: {type: string}}}}}}
",
    );
    assert_eq!(codes(&findings), ["status"]);
    let operation = &api.operations[0];
    let statuses: Vec<Status> = operation
        .answers
        .iter()
        .map(|answer| answer.status)
        .collect();
    assert_eq!(
        statuses,
        [
            Status::Code(200),
            Status::Code(404),
            Status::Range(4),
            Status::Default
        ]
    );
    let body = operation.body.as_ref().unwrap();
    let media_types: Vec<&str> = body
        .contents
        .iter()
        .map(|content| content.media_type.as_str())
        .collect();
    assert_eq!(
        media_types,
        ["application/json", "application/x-www-form-urlencoded"]
    );
    assert!(body.required);
    let names: Vec<String> = api.types.iter().map(|def| def.hint.join(".")).collect();
    assert_eq!(names, ["make.Body", "Missing.Response", "make.Response"]);
    assert_eq!(operation.answers[2].contents[0].payload, Payload::Text);
}

#[test]
fn ids_that_were_used_before_give_way() {
    let (api, findings) = api("paths:
  /a: {get: {operationId: x, responses: {'204': {description: None}}}}
  /b: {get: {operationId: x, responses: {'204': {description: None}}}}
");
    let names: Vec<&str> = api
        .operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    assert_eq!(names, ["x", "get b"]);
    assert_eq!(codes(&findings), ["duplicate-operation-id"]);
    assert_eq!(findings[0].related.len(), 1);
}

#[test]
fn security_is_taken_from_where_it_stands() {
    let (api, findings) = api(
        "security: [{key: []}]
paths:
  /a: {get: {operationId: root, responses: {'204': {description: None}}}}
  /b: {get: {operationId: none, security: [], responses: {'204': {description: None}}}}
  /c: {get: {operationId: either, security: [{basic: []}, {}], responses: {'204': {description: None}}}}
  /d: {get: {operationId: wrong, security: [{bassic: []}], responses: {'204': {description: None}}}}
components:
  securitySchemes:
    unused: {type: http, scheme: bearer}
    basic: {type: http, scheme: BASIC}
    key: {type: apiKey, in: header, name: X-Key}
",
    );
    let counts: Vec<Vec<usize>> = api
        .operations
        .iter()
        .map(|operation| operation.security.iter().map(Vec::len).collect())
        .collect();
    assert_eq!(counts, [vec![1], vec![], vec![1, 0], vec![]]);
    let names: Vec<&str> = api
        .schemes
        .iter()
        .map(|scheme| scheme.name.as_str())
        .collect();
    assert_eq!(names, ["basic", "key"]);
    assert_eq!(api.operations[0].security[0][0].0, 1);
    assert_eq!(
        codes(&findings),
        ["unknown-security-scheme", "unused-security-scheme"]
    );
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `basic`?"));
}

#[test]
fn a_parameter_authorization_is_the_scheme_of_that_header() {
    let (api, findings) = api("paths:
  /a:
    get:
      parameters: [{name: Authorization, in: header, required: true, schema: {type: string}}]
      responses: {'204': {description: None}}
components:
  securitySchemes: {basic: {type: http, scheme: basic}}
");
    assert_eq!(findings, []);
    assert!(api.operations[0].parameters.is_empty());
    assert_eq!(api.operations[0].security, [[crate::ir::SchemeId(0)]]);
    assert_eq!(api.schemes[0].kind, SchemeKind::Basic);
}

#[test]
fn servers_that_cannot_be_called_are_marked() {
    let (api, findings) = api(
        "paths: {}
servers:
  - {url: 'https://YOUR_SPACE.example.com'}
  - {url: /v1}
  - {url: 'https://{space}.example.com:{port}', variables: {space: {default: '{yours}'}, port: {default: '443', enum: ['443']}}}
",
    );
    let marks: Vec<bool> = api
        .servers
        .iter()
        .map(|server| server.placeholder)
        .collect();
    assert_eq!(marks, [true, true, false]);
    assert_eq!(
        codes(&findings),
        ["placeholder-server", "placeholder-server"]
    );
    let [_, UrlPart::Variable(space), _, UrlPart::Variable(port)] = api.servers[2].url.as_slice()
    else {
        panic!("{:?}", api.servers[2].url)
    };
    assert_eq!((space.default.as_deref(), space.in_host), (None, true));
    assert_eq!(
        (port.default.as_deref(), port.in_host),
        (Some("443"), false)
    );
}

#[test]
fn read_only_properties_are_not_asked_for_in_requests() {
    let (api, findings) = api(
        "paths:
  /a:
    put:
      operationId: put
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}}
      responses: {'200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}}
components:
  schemas:
    Both: {required: [id], properties: {id: {type: string, readOnly: true}}}
    Answer: {required: [id, secret], properties: {id: {type: string, readOnly: true}, secret: {type: string, writeOnly: true}}}
",
    );
    assert_eq!(findings, []);
    assert_eq!(field(&api, "Both", "id").presence, Presence::Optional);
    assert_eq!(field(&api, "Answer", "id").presence, Presence::Required);
    assert_eq!(field(&api, "Answer", "secret").presence, Presence::Optional);
}

#[test]
fn older_and_foreign_versions() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {properties: {a: {type: integer, nullable: true, minimum: 1, exclusiveMinimum: true}}}}}\n";
    let (api, findings) = api_with(text, &Config::default());
    assert_eq!(findings, []);
    assert_eq!(shown(&api, "A"), "a: Int(64) OptionalNullable");
    assert_eq!(
        field(&api, "A", "a").docs.constraints,
        [crate::ir::Constraint::ExclusiveMinimum("1".into())]
    );
    let (_, findings) = api_with("swagger: '2.0'\n", &Config::default());
    assert_eq!(codes(&findings), ["unsupported-version"]);
    let (_, findings) = api_with("[1, 2]\n", &Config::default());
    assert_eq!(codes(&findings), ["not-openapi"]);
}

#[test]
fn a_path_ends_before_its_fragment() {
    let operation = "{get: {responses: {'204': {description: Done.}}}}";
    for (written, called) in [
        ("/pets#search", "/pets"),
        ("/pets?acl#get", "/pets?acl"),
        ("/a#b/c", "/a%23b/c"),
        ("/a?b/c", "/a%3Fb/c"),
        ("/a#{b}", "/a%23{b}"),
        ("/a/{b#c?d}", "/a/{b#c?d}"),
    ] {
        let (api, _) = api(&format!("paths: {{'{written}': {operation}}}"));
        assert_eq!(api.operations[0].path, called, "{written}");
    }
}
