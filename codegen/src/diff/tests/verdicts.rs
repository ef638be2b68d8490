//! Pairs of documents whose verdict was wrong once.

use super::{
    Breaking, Compatible, Major, Minor, Patch, Risky, Rust, Wire, between, operation, read, rest,
    sent, text,
};

/// What it is about, the place, the old and the new text, and the worst of all changes: `None` where
/// nothing changed.
type Case = (
    &'static str,
    fn(&str) -> String,
    &'static str,
    &'static str,
    Option<(Wire, Rust)>,
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("two operations swap their names", rest, "paths: {/start: {post: {operationId: start, responses: {'204': {description: ok}}}}, /stop: {post: {operationId: stop, responses: {'204': {description: ok}}}}}", "paths: {/start: {post: {operationId: stop, responses: {'204': {description: ok}}}}, /stop: {post: {operationId: start, responses: {'204': {description: ok}}}}}", Some((Compatible, Major))),
    ("a new operation takes the name of another", rest, "paths: {/a: {get: {operationId: find, responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {operationId: other, responses: {'204': {description: ok}}}}, /b: {get: {operationId: find, responses: {'204': {description: ok}}}}}", Some((Compatible, Major))),
    ("variables of a path change places", rest, "paths: {'/q/{a}/{b}': {get: {operationId: find, parameters: [{name: a, in: path, required: true, schema: {type: string}}, {name: b, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", "paths: {'/q/{b}/{a}': {get: {operationId: find, parameters: [{name: a, in: path, required: true, schema: {type: string}}, {name: b, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", Some((Breaking, Patch))),
    ("a value takes the name of another", read, "{type: string, enum: [a, b, c]}", "{type: string, enum: [a, b, c, A]}", Some((Compatible, Major))),
    ("a constant moves", sent, "{type: object, required: [k, a, b], properties: {k: {const: x}, a: {type: string}, b: {type: string}}}", "{type: object, required: [k, a, b], properties: {a: {type: string}, k: {const: x}, b: {type: string}}}", None),
    ("a number becomes text in the query", operation, "parameters: [{name: a, in: query, schema: {type: integer}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {description: ok}}", Some((Compatible, Major))),
    ("a number becomes text in JSON of the query", operation, "parameters: [{name: a, in: query, content: {application/json: {schema: {type: integer}}}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, content: {application/json: {schema: {type: string}}}}], responses: {'204': {description: ok}}", Some((Breaking, Major))),
    ("a number becomes a list of numbers in the query", operation, "parameters: [{name: a, in: query, schema: {type: integer}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, schema: {type: array, items: {type: integer}}}], responses: {'204': {description: ok}}", Some((Compatible, Major))),
    ("a number becomes a list of booleans in the query", operation, "parameters: [{name: a, in: query, schema: {type: integer}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, schema: {type: array, items: {type: boolean}}}], responses: {'204': {description: ok}}", Some((Breaking, Major))),
    ("a range becomes a code", operation, "responses: {'2XX': {description: ok, content: {'application/json': {schema: {type: string}}}}}", "responses: {'200': {description: ok, content: {'application/json': {schema: {type: string}}}}}", Some((Compatible, Patch))),
    ("a code becomes a range", operation, "responses: {'200': {description: ok, content: {'application/json': {schema: {type: string}}}}}", "responses: {'2XX': {description: ok, content: {'application/json': {schema: {type: string}}}}}", Some((Risky, Patch))),
    ("a code becomes a range of another type", operation, "responses: {'200': {description: ok, content: {'application/json': {schema: {type: string}}}}}", "responses: {'2XX': {description: ok, content: {'application/json': {schema: {type: integer}}}}}", Some((Breaking, Major))),
    ("a media type gets a parameter", operation, "responses: {'200': {description: ok, content: {'application/json': {schema: {type: string}}}}}", "responses: {'200': {description: ok, content: {'application/json; charset=utf-8': {schema: {type: string}}}}}", None),
    ("an error gets another media type", operation, "responses: {'204': {description: ok}, '404': {description: ok, content: {'application/json': {schema: {type: string}}}}}", "responses: {'204': {description: ok}, '404': {description: ok, content: {'application/problem+json': {schema: {type: string}}}}}", Some((Risky, Patch))),
    ("the name of a header is written otherwise", operation, "parameters: [{name: X-A, in: header, schema: {type: string}}], responses: {'204': {description: ok}}", "parameters: [{name: x-a, in: header, schema: {type: string}}], responses: {'204': {description: ok}}", None),
    ("a scheme gets another name", rest, "components: {securitySchemes: {key: {type: apiKey, in: header, name: X}}}\npaths: {/a: {get: {security: [{key: []}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {apikey: {type: apiKey, in: header, name: X}}}\npaths: {/a: {get: {security: [{apikey: []}], responses: {'204': {description: ok}}}}}", Some((Compatible, Major))),
    ("a discriminator goes, the constants stay", sent, "{discriminator: {propertyName: k}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}, B: {type: object, required: [k], properties: {k: {const: B}}}, C: {type: object, required: [k], properties: {k: {const: C}}}", "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}, B: {type: object, required: [k], properties: {k: {const: B}}}, C: {type: object, required: [k], properties: {k: {const: C}}}", Some((Risky, Major))),
    ("a list gets places", sent, "{type: object, properties: {a: {type: array, items: {type: string}}}}", "{type: object, properties: {a: {type: array, prefixItems: [{type: string}, {type: string}]}}}", Some((Compatible, Major))),
    ("a URL gets a variable with what it was", rest, "servers: [{url: 'https://a.example'}]\npaths: {}", "servers: [{url: 'https://{b}.example', variables: {b: {default: a}}}]\npaths: {}", Some((Compatible, Minor))),
    ("a URL gets a variable with something else", rest, "servers: [{url: 'https://a.example'}]\npaths: {}", "servers: [{url: 'https://{b}.example', variables: {b: {default: c}}}]\npaths: {}", Some((Risky, Minor))),
    ("a bound is written otherwise", sent, "{type: object, properties: {a: {type: number, minimum: 0}}}", "{type: object, properties: {a: {type: number, minimum: 0.0}}}", None),
    ("a bound of the other keyword", sent, "{type: object, properties: {a: {type: integer, minimum: 0}}}", "{type: object, properties: {a: {type: integer, exclusiveMinimum: -1}}}", Some((Compatible, Patch))),
    ("multiples of more", sent, "{type: object, properties: {a: {type: number, multipleOf: 10}}}", "{type: object, properties: {a: {type: number, multipleOf: 5}}}", Some((Compatible, Patch))),
    ("multiples of less", sent, "{type: object, properties: {a: {type: number, multipleOf: 0.5}}}", "{type: object, properties: {a: {type: number, multipleOf: 1.5}}}", Some((Breaking, Patch))),
    ("multiples of something else", sent, "{type: object, properties: {a: {type: number, multipleOf: 4}}}", "{type: object, properties: {a: {type: number, multipleOf: 6}}}", Some((Risky, Patch))),
];

#[test]
fn what_was_judged_wrongly_is_judged_rightly() {
    let mut wrong = Vec::new();
    for (about, place, old, new, expected) in CASES {
        let changes = between(&place(old), &place(new));
        let found = changes.wire.zip(changes.rust);
        if found != *expected {
            wrong.push(format!("{about}: not {expected:?}\n{}", text(&changes)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
