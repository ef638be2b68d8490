use super::*;
use crate::ir::{Incoming, IncomingKind, Presence};

fn api(text: &str) -> (Api, Vec<Diagnostic>) {
    let head = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n";
    api_with(&format!("{head}{text}"), &Config::default())
}

fn names(api: &Api) -> Vec<&str> {
    api.incoming
        .iter()
        .map(|request| request.name.as_str())
        .collect()
}

/// The names of the operations that a callback belongs to.
fn callers<'a>(api: &'a Api, request: &'a Incoming) -> Vec<&'a str> {
    match &request.kind {
        IncomingKind::Webhook { .. } => Vec::new(),
        IncomingKind::Callback { operations, .. } => operations
            .iter()
            .map(|index| api.operations[*index].name.as_str())
            .collect(),
    }
}

#[test]
fn a_request_goes_by_its_id_else_by_its_key_with_the_method_where_there_are_several() {
    let (api, findings) = api("webhooks:
  one: {post: {}}
  two: {get: {}, post: {operationId: second}}
");
    assert_eq!(findings, []);
    assert_eq!(names(&api), ["one", "two get", "second"]);
}

#[test]
fn an_id_that_was_used_before_is_reported_and_left() {
    let (api, findings) = api("paths:
  /a: {get: {operationId: same, responses: {'204': {description: None}}}}
webhooks:
  one: {post: {operationId: same}}
");
    assert_eq!(codes(&findings), ["duplicate-operation-id"]);
    assert_eq!(names(&api), ["one"]);
}

#[test]
fn callbacks_that_lead_to_each_other_are_read_once() {
    let (api, findings) = api("paths:
  /a: {post: {operationId: a, responses: {'204': {description: None}}, callbacks: {x: {$ref: '#/components/callbacks/X'}}}}
  /b: {post: {operationId: b, responses: {'204': {description: None}}, callbacks: {y: {$ref: '#/components/callbacks/X'}}}}
components:
  callbacks:
    X: {'{$url}': {post: {callbacks: {y: {$ref: '#/components/callbacks/Y'}}}}}
    Y: {'{$url}': {$ref: '#/components/pathItems/Y'}}
  pathItems:
    Y: {post: {callbacks: {x: {$ref: '#/components/callbacks/X'}, self: {$ref: '#/components/callbacks/Y'}}}}
");
    assert_eq!(findings, []);
    assert_eq!(names(&api), ["x", "y"]);
    assert_eq!(callers(&api, &api.incoming[0]), ["a", "b"]);
    // What asks for it is itself a callback.
    assert_eq!(callers(&api, &api.incoming[1]), [""; 0]);
}

#[test]
fn what_is_received_is_not_sent_and_is_there_for_every_tag() {
    let (api, findings) = api("paths:
  /a:
    post:
      tags: [a]
      operationId: a
      responses: {'200': {description: It, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
      callbacks:
        made:
          '{$request.query.url}':
            post:
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [key]
      properties: {key: {type: string, writeOnly: true}}
");
    assert_eq!(findings, []);
    assert_eq!(field(&api, "Pet", "key").presence, Presence::Optional);
    let pet = find(&api, "Pet");
    assert!(!pet.sent);
    assert!(pet.only_for.is_empty());
    assert_eq!(callers(&api, &api.incoming[0]), ["a"]);
}

#[test]
fn before_3_1_webhooks_are_an_extension() {
    let text = "openapi: 3.0.3
info: {title: Test, version: '1'}
paths: {}
x-webhooks:
  made:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {a: {type: string, nullable: true}}}}}
      responses: {'200': {description: Done}}
";
    let (api, findings) = api_with(text, &Config::default());
    assert_eq!(findings, []);
    assert_eq!(names(&api), ["made"]);
    assert_eq!(
        field(&api, "made.Body", "a").presence,
        Presence::OptionalNullable
    );
}

#[test]
fn faulty_webhooks_and_callbacks_are_findings() {
    for (text, code) in [
        ("webhooks: [1]", "wrong-type"),
        ("webhooks: {a: 1}", "wrong-type"),
        (
            "paths: {/a: {get: {responses: {'204': {description: Done.}}, callbacks: {a: 1}}}}",
            "wrong-type",
        ),
        (
            "paths: {/a: {get: {responses: {'204': {description: Done.}}, callbacks: {a: {b: []}}}}}",
            "wrong-type",
        ),
        (
            "webhooks: {a: {$ref: '#/components/pathItems/A'}}",
            "unresolved-reference",
        ),
        ("webhooks: {a: {$ref: '#/webhooks/a'}}", "reference-cycle"),
        ("webhooks: {a: {post: {requestBody: {}}}}", "missing-key"),
    ] {
        let (api, findings) = api(text);
        assert_eq!(codes(&findings), [code], "{text}");
        assert!(api.incoming.iter().all(|request| request.body.is_none()));
    }
}
