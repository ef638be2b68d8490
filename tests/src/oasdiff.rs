//! The rules of oasdiff (<https://github.com/oasdiff/oasdiff>, `checker/rules.go`), and what is said
//! here of a change that each of them is about.
//!
//! Its levels are `ERR`, `WARN` and `INFO`: breaking, risky and compatible here. Where the two differ
//! the row says why; it must say nothing where they agree. What has no meaning here has no row:
//! stability levels, sunset dates and other extensions, which wiregen does not read.

use wiregen::diff::{Rust, Wire};

use Level::{Err, Info, Warn};
use Rust::{Major, Minor, Patch};
use Where::{
    Answer, Body, Document, NeededAnswer, NeededRequest, Operation, Parameter, Reply, Request,
};
use Wire::{Breaking, Compatible, Risky};

/// What oasdiff says of a change, unless it is told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It breaks clients.
    Err,
    /// It may break clients.
    Warn,
    /// It breaks no client.
    Info,
}

/// Where the two texts of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The schema of an optional property of a request.
    Request,
    /// The schema of a required property of a request.
    NeededRequest,
    /// The schema of an optional property of an answer.
    Answer,
    /// The schema of a required property of an answer.
    NeededAnswer,
    /// A query parameter without its name.
    Parameter,
    /// The schema of a request's body.
    Body,
    /// The schema of an answer's body.
    Reply,
    /// An operation.
    Operation,
    /// A document without its head.
    Document,
}

/// A rule, and what is said of a change that it is about.
pub struct Row {
    /// The rule's identifier.
    pub id: &'static str,
    /// What oasdiff says.
    pub level: Level,
    /// Where the texts stand.
    pub place: Where,
    /// The old text.
    pub old: &'static str,
    /// The new text.
    pub new: &'static str,
    /// What is said of the wire.
    pub wire: Wire,
    /// What is said of Rust.
    pub rust: Rust,
    /// Why that is another thing.
    pub why: &'static str,
}

#[rustfmt::skip]
#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn row(id: &'static str, level: Level, place: Where, old: &'static str, new: &'static str, wire: Wire, rust: Rust, why: &'static str) -> Row {
    Row { id, level, place, old, new, wire, rust, why }
}

/// The rules.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Operations.
    row("endpoint-added", Info, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}, /b: {get: {responses: {'204': {description: ok}}}}}", Compatible, Minor, ""),
    row("api-path-removed-without-deprecation", Err, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}}, /b: {get: {responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", Breaking, Major, ""),
    row("api-path-removed-with-deprecation", Info, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}}, /b: {get: {deprecated: true, responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", Breaking, Major, "who was warned cannot call it either"),
    row("api-removed-without-deprecation", Err, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}, put: {responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", Breaking, Major, ""),
    row("endpoint-deprecated", Info, Operation, "{responses: {'204': {description: ok}}}", "{deprecated: true, responses: {'204': {description: ok}}}", Compatible, Minor, ""),
    row("endpoint-reactivated", Info, Operation, "{deprecated: true, responses: {'204': {description: ok}}}", "{responses: {'204': {description: ok}}}", Compatible, Patch, ""),
    row("api-operation-id-removed", Info, Operation, "{operationId: list, responses: {'204': {description: ok}}}", "{operationId: find, responses: {'204': {description: ok}}}", Compatible, Major, ""),
    row("api-operation-id-added", Info, Operation, "{responses: {'204': {description: ok}}}", "{operationId: find, responses: {'204': {description: ok}}}", Compatible, Major, ""),
    row("api-tag-removed", Info, Operation, "{tags: [one], responses: {'204': {description: ok}}}", "{responses: {'204': {description: ok}}}", Compatible, Major, ""),
    row("api-tag-added", Info, Operation, "{responses: {'204': {description: ok}}}", "{tags: [one], responses: {'204': {description: ok}}}", Compatible, Major, ""),
    // Parameters.
    row("new-required-request-parameter", Err, Operation, "{responses: {'204': {description: ok}}}", "{parameters: [{name: q, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}", Breaking, Major, ""),
    row("new-optional-request-parameter", Info, Operation, "{responses: {'204': {description: ok}}}", "{parameters: [{name: q, in: query, schema: {type: string}}], responses: {'204': {description: ok}}}", Compatible, Minor, ""),
    row("request-parameter-removed", Warn, Operation, "{parameters: [{name: q, in: query, schema: {type: string}}], responses: {'204': {description: ok}}}", "{responses: {'204': {description: ok}}}", Risky, Major, ""),
    row("new-required-request-default-parameter-to-existing-path", Err, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", "paths: {/a: {parameters: [{name: q, in: query, required: true, schema: {type: string}}], get: {responses: {'204': {description: ok}}}}}", Breaking, Major, ""),
    row("new-optional-request-default-parameter-to-existing-path", Info, Document, "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", "paths: {/a: {parameters: [{name: q, in: query, schema: {type: string}}], get: {responses: {'204': {description: ok}}}}}", Compatible, Minor, ""),
    row("new-request-path-parameter", Err, Document, "paths: {/a: {get: {operationId: find, responses: {'204': {description: ok}}}}}", "paths: {'/a/{id}': {get: {operationId: find, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", Breaking, Major, ""),
    row("request-parameter-became-required", Err, Parameter, "schema: {type: string}", "required: true, schema: {type: string}", Breaking, Major, ""),
    row("request-parameter-became-optional", Info, Parameter, "required: true, schema: {type: string}", "schema: {type: string}", Compatible, Major, ""),
    row("request-parameter-type-changed", Err, Parameter, "schema: {type: string}", "schema: {type: integer}", Breaking, Major, ""),
    row("request-parameter-type-generalized", Info, Parameter, "schema: {type: integer}", "schema: {type: number}", Compatible, Major, ""),
    row("request-parameter-became-enum", Err, Parameter, "schema: {type: string}", "schema: {type: string, enum: [a, b]}", Breaking, Major, ""),
    row("request-parameter-enum-value-removed", Err, Parameter, "schema: {type: string, enum: [a, b]}", "schema: {type: string, enum: [a]}", Breaking, Major, ""),
    row("request-parameter-enum-value-added", Info, Parameter, "schema: {type: string, enum: [a]}", "schema: {type: string, enum: [a, b]}", Compatible, Minor, ""),
    row("request-parameter-default-value-added", Info, Parameter, "schema: {type: string}", "schema: {type: string, default: x}", Risky, Patch, "requests that leave it out may mean something else now"),
    row("request-parameter-default-value-changed", Info, Parameter, "schema: {type: string, default: x}", "schema: {type: string, default: y}", Risky, Patch, "requests that leave it out may mean something else now"),
    row("request-parameter-default-value-removed", Info, Parameter, "schema: {type: string, default: x}", "schema: {type: string}", Risky, Patch, "requests that leave it out may mean something else now"),
    row("request-parameter-deprecated", Info, Parameter, "schema: {type: string}", "deprecated: true, schema: {type: string}", Compatible, Minor, ""),
    row("request-parameter-reactivated", Info, Parameter, "deprecated: true, schema: {type: string}", "schema: {type: string}", Compatible, Patch, ""),
    row("request-parameter-pattern-added", Err, Parameter, "schema: {type: string}", "schema: {type: string, pattern: '^a'}", Breaking, Patch, ""),
    row("request-parameter-pattern-changed", Warn, Parameter, "schema: {type: string, pattern: '^a'}", "schema: {type: string, pattern: '^b'}", Risky, Patch, ""),
    row("request-parameter-pattern-removed", Info, Parameter, "schema: {type: string, pattern: '^a'}", "schema: {type: string}", Compatible, Patch, ""),
    row("request-parameter-max-set", Err, Parameter, "schema: {type: number}", "schema: {type: number, maximum: 9}", Breaking, Patch, ""),
    row("request-parameter-max-decreased", Err, Parameter, "schema: {type: number, maximum: 9}", "schema: {type: number, maximum: 8}", Breaking, Patch, ""),
    row("request-parameter-max-increased", Info, Parameter, "schema: {type: number, maximum: 8}", "schema: {type: number, maximum: 9}", Compatible, Patch, ""),
    row("request-parameter-min-set", Err, Parameter, "schema: {type: number}", "schema: {type: number, minimum: 1}", Breaking, Patch, ""),
    row("request-parameter-min-increased", Err, Parameter, "schema: {type: number, minimum: 1}", "schema: {type: number, minimum: 2}", Breaking, Patch, ""),
    row("request-parameter-min-decreased", Info, Parameter, "schema: {type: number, minimum: 2}", "schema: {type: number, minimum: 1}", Compatible, Patch, ""),
    row("request-parameter-exclusive-max-decreased", Err, Parameter, "schema: {type: number, exclusiveMaximum: 9}", "schema: {type: number, exclusiveMaximum: 8}", Breaking, Patch, ""),
    row("request-parameter-exclusive-min-increased", Err, Parameter, "schema: {type: number, exclusiveMinimum: 1}", "schema: {type: number, exclusiveMinimum: 2}", Breaking, Patch, ""),
    row("request-parameter-max-length-set", Err, Parameter, "schema: {type: string}", "schema: {type: string, maxLength: 9}", Breaking, Patch, ""),
    row("request-parameter-max-length-decreased", Err, Parameter, "schema: {type: string, maxLength: 9}", "schema: {type: string, maxLength: 8}", Breaking, Patch, ""),
    row("request-parameter-max-length-increased", Info, Parameter, "schema: {type: string, maxLength: 8}", "schema: {type: string, maxLength: 9}", Compatible, Patch, ""),
    row("request-parameter-min-length-increased", Err, Parameter, "schema: {type: string, minLength: 1}", "schema: {type: string, minLength: 2}", Breaking, Patch, ""),
    row("request-parameter-min-length-decreased", Info, Parameter, "schema: {type: string, minLength: 2}", "schema: {type: string, minLength: 1}", Compatible, Patch, ""),
    row("request-parameter-min-items-set", Err, Parameter, "schema: {type: array, items: {type: string}}", "schema: {type: array, minItems: 1, items: {type: string}}", Breaking, Patch, ""),
    row("request-parameter-max-items-decreased", Err, Parameter, "schema: {type: array, maxItems: 9, items: {type: string}}", "schema: {type: array, maxItems: 8, items: {type: string}}", Breaking, Patch, ""),
    row("request-parameter-max-items-increased", Info, Parameter, "schema: {type: array, maxItems: 8, items: {type: string}}", "schema: {type: array, maxItems: 9, items: {type: string}}", Compatible, Patch, ""),
    // Bodies of requests.
    row("request-body-added-required", Err, Operation, "{responses: {'204': {description: ok}}}", "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Breaking, Major, ""),
    row("request-body-added-optional", Info, Operation, "{responses: {'204': {description: ok}}}", "{requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Compatible, Minor, ""),
    row("request-body-removed", Err, Operation, "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", "{responses: {'204': {description: ok}}}", Risky, Major, "servers mostly pass over what they do not want, as with parameters"),
    row("request-body-became-required", Err, Operation, "{requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Breaking, Major, ""),
    row("request-body-became-optional", Info, Operation, "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", "{requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Compatible, Major, ""),
    row("request-body-media-type-added", Info, Operation, "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", "{requestBody: {required: true, content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Compatible, Major, ""),
    row("request-body-media-type-removed", Err, Operation, "{requestBody: {required: true, content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", "{requestBody: {required: true, content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}", Breaking, Major, ""),
    row("request-body-type-changed", Err, Body, "{type: string}", "{type: array, items: {type: string}}", Breaking, Major, ""),
    row("request-body-type-generalized", Info, Body, "{type: integer}", "{type: number}", Compatible, Major, ""),
    row("request-body-became-enum", Err, Body, "{type: string}", "{type: string, enum: [a, b]}", Breaking, Major, ""),
    row("request-body-enum-value-removed", Err, Body, "{type: string, enum: [a, b]}", "{type: string, enum: [a]}", Breaking, Major, ""),
    row("request-body-one-of-added", Info, Body, "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", Compatible, Minor, ""),
    row("request-body-one-of-removed", Err, Body, "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", "{oneOf: [{type: string}, {type: integer}]}", Breaking, Major, ""),
    row("request-body-any-of-added", Info, Body, "{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: string}, {type: integer}, {type: boolean}]}", Compatible, Minor, ""),
    row("request-body-any-of-removed", Err, Body, "{anyOf: [{type: string}, {type: integer}, {type: boolean}]}", "{anyOf: [{type: string}, {type: integer}]}", Breaking, Major, ""),
    row("request-body-all-of-added", Err, Body, "{allOf: [{type: object, properties: {a: {type: string}}}]}", "{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, required: [b], properties: {b: {type: string}}}]}", Breaking, Major, ""),
    row("request-body-all-of-removed", Info, Body, "{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}", "{allOf: [{type: object, properties: {a: {type: string}}}]}", Risky, Major, "the property that goes with it may be refused"),
    row("request-body-max-length-decreased", Err, Body, "{type: object, properties: {a: {type: string, maxLength: 9}}}", "{type: object, properties: {a: {type: string, maxLength: 8}}}", Breaking, Patch, ""),
    // Properties of requests.
    row("new-required-request-property", Err, Body, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", Breaking, Major, ""),
    row("new-optional-request-property", Info, Body, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}, b: {type: string}}}", Compatible, Minor, ""),
    row("request-property-removed", Warn, Body, "{type: object, properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Risky, Major, ""),
    row("request-property-became-required", Err, Body, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [a], properties: {a: {type: string}}}", Breaking, Major, ""),
    row("request-property-became-optional", Info, Body, "{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Compatible, Major, ""),
    row("request-property-became-nullable", Info, NeededRequest, "{type: string}", "{type: [string, 'null']}", Compatible, Major, ""),
    row("request-property-became-not-nullable", Err, NeededRequest, "{type: [string, 'null']}", "{type: string}", Breaking, Major, ""),
    row("request-property-type-changed", Err, Request, "{type: string}", "{type: integer}", Breaking, Major, ""),
    row("request-property-type-generalized", Info, Request, "{type: integer}", "{type: number}", Compatible, Major, ""),
    row("request-property-became-enum", Err, Request, "{type: string}", "{type: string, enum: [a, b]}", Breaking, Major, ""),
    row("request-property-enum-value-removed", Err, Request, "{type: string, enum: [a, b]}", "{type: string, enum: [a]}", Breaking, Major, ""),
    row("request-property-enum-value-added", Info, Request, "{type: string, enum: [a]}", "{type: string, enum: [a, b]}", Compatible, Minor, ""),
    row("request-property-const-changed", Err, Request, "{const: a}", "{const: b}", Breaking, Patch, ""),
    row("request-property-default-value-changed", Info, Request, "{type: string, default: x}", "{type: string, default: y}", Risky, Patch, "requests that leave it out may mean something else now"),
    row("request-property-deprecated", Info, Request, "{type: string}", "{type: string, deprecated: true}", Compatible, Minor, ""),
    row("request-property-reactivated", Info, Request, "{type: string, deprecated: true}", "{type: string}", Compatible, Patch, ""),
    row("request-property-pattern-added", Err, Request, "{type: string}", "{type: string, pattern: '^a'}", Breaking, Patch, ""),
    row("request-property-pattern-removed", Info, Request, "{type: string, pattern: '^a'}", "{type: string}", Compatible, Patch, ""),
    row("request-property-max-set", Err, Request, "{type: number}", "{type: number, maximum: 9}", Breaking, Patch, ""),
    row("request-property-max-decreased", Err, Request, "{type: number, maximum: 9}", "{type: number, maximum: 8}", Breaking, Patch, ""),
    row("request-property-max-increased", Info, Request, "{type: number, maximum: 8}", "{type: number, maximum: 9}", Compatible, Patch, ""),
    row("request-property-min-set", Err, Request, "{type: number}", "{type: number, minimum: 1}", Breaking, Patch, ""),
    row("request-property-min-increased", Err, Request, "{type: number, minimum: 1}", "{type: number, minimum: 2}", Breaking, Patch, ""),
    row("request-property-min-decreased", Info, Request, "{type: number, minimum: 2}", "{type: number, minimum: 1}", Compatible, Patch, ""),
    row("request-property-max-length-set", Err, Request, "{type: string}", "{type: string, maxLength: 9}", Breaking, Patch, ""),
    row("request-property-min-length-increased", Err, Request, "{type: string, minLength: 1}", "{type: string, minLength: 2}", Breaking, Patch, ""),
    row("request-property-min-items-set", Err, Request, "{type: array, items: {type: string}}", "{type: array, minItems: 1, items: {type: string}}", Breaking, Patch, ""),
    row("request-read-only-property-max-decreased", Info, Request, "{type: number, readOnly: true, maximum: 9}", "{type: number, readOnly: true, maximum: 8}", Compatible, Patch, ""),
    row("request-optional-property-became-read-only", Info, Request, "{type: string}", "{type: string, readOnly: true}", Risky, Patch, "what old clients send is passed over or refused"),
    row("request-property-one-of-added", Info, Request, "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", Compatible, Minor, ""),
    row("request-property-any-of-removed", Err, Request, "{anyOf: [{type: string}, {type: integer}, {type: boolean}]}", "{anyOf: [{type: string}, {type: integer}]}", Breaking, Major, ""),
    // Answers.
    row("response-success-status-added", Info, Operation, "{responses: {'200': {description: ok}}}", "{responses: {'200': {description: ok}, '202': {description: later}}}", Risky, Major, "our clients give an error for a success that is not documented"),
    row("response-success-status-removed", Err, Operation, "{responses: {'200': {description: ok}, '202': {description: later}}}", "{responses: {'200': {description: ok}}}", Compatible, Major, "a client that knows more successes than there are works; without any that it knows it is breaking"),
    row("response-non-success-status-added", Info, Operation, "{responses: {'204': {description: ok}, '404': {description: none}}}", "{responses: {'204': {description: ok}, '404': {description: none}, '409': {description: no}}}", Compatible, Minor, ""),
    row("response-non-success-status-removed", Info, Operation, "{responses: {'204': {description: ok}, '404': {description: none}, '409': {description: no}}}", "{responses: {'204': {description: ok}, '404': {description: none}}}", Compatible, Major, ""),
    row("response-media-type-added", Info, Operation, "{responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}}}}}", "{responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}}}", Compatible, Major, ""),
    row("response-media-type-removed", Err, Operation, "{responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}}}", "{responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}}}}}", Compatible, Major, "our clients ask for all that they can read, and read the other"),
    row("response-body-type-changed", Err, Reply, "{type: string}", "{type: array, items: {type: string}}", Breaking, Major, ""),
    row("response-body-type-specialized", Info, Reply, "{type: number}", "{type: integer}", Compatible, Major, ""),
    row("response-body-became-nullable", Err, Reply, "{type: object, properties: {a: {type: string}}}", "{type: [object, 'null'], properties: {a: {type: string}}}", Breaking, Major, ""),
    row("response-body-one-of-added", Err, Reply, "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", Breaking, Minor, ""),
    row("response-body-one-of-removed", Info, Reply, "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", "{oneOf: [{type: string}, {type: integer}]}", Compatible, Major, ""),
    row("response-body-max-increased", Err, Reply, "{type: object, properties: {a: {type: number, maximum: 8}}}", "{type: object, properties: {a: {type: number, maximum: 9}}}", Compatible, Patch, "our clients check no answers against such rules"),
    row("response-required-property-removed", Err, Reply, "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Breaking, Major, ""),
    row("response-optional-property-removed", Warn, Reply, "{type: object, properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Compatible, Major, "an answer may lack it already"),
    row("response-required-property-added", Info, Reply, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", Compatible, Minor, ""),
    row("response-optional-property-added", Info, Reply, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}, b: {type: string}}}", Compatible, Minor, ""),
    row("response-property-became-optional", Err, Reply, "{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Breaking, Major, ""),
    row("response-property-became-required", Info, Reply, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [a], properties: {a: {type: string}}}", Compatible, Major, ""),
    row("response-property-became-nullable", Err, NeededAnswer, "{type: string}", "{type: [string, 'null']}", Breaking, Major, ""),
    row("response-property-became-not-nullable", Info, NeededAnswer, "{type: [string, 'null']}", "{type: string}", Compatible, Major, ""),
    row("response-property-type-changed", Err, Answer, "{type: string}", "{type: integer}", Breaking, Major, ""),
    row("response-property-type-specialized", Info, Answer, "{type: number}", "{type: integer}", Compatible, Major, ""),
    row("response-property-enum-value-added", Warn, Answer, "{type: string, enum: [a]}", "{type: string, enum: [a, b]}", Compatible, Minor, "our clients keep values that they do not know"),
    row("response-property-enum-value-removed", Info, Answer, "{type: string, enum: [a, b]}", "{type: string, enum: [a]}", Compatible, Major, ""),
    row("response-property-max-length-increased", Err, Answer, "{type: string, maxLength: 8}", "{type: string, maxLength: 9}", Compatible, Patch, "our clients check no answers against such rules"),
    row("response-property-max-length-unset", Err, Answer, "{type: string, maxLength: 8}", "{type: string}", Compatible, Patch, "our clients check no answers against such rules"),
    row("response-property-min-decreased", Err, Answer, "{type: number, minimum: 2}", "{type: number, minimum: 1}", Compatible, Patch, "our clients check no answers against such rules"),
    row("response-property-min-items-decreased", Err, Answer, "{type: array, minItems: 2, items: {type: string}}", "{type: array, minItems: 1, items: {type: string}}", Compatible, Patch, "our clients check no answers against such rules"),
    row("response-property-default-value-changed", Info, Answer, "{type: string, default: x}", "{type: string, default: y}", Compatible, Patch, ""),
    row("response-property-const-changed", Err, Answer, "{const: a}", "{const: b}", Breaking, Patch, ""),
    row("response-property-const-removed", Err, NeededAnswer, "{type: string, const: a}", "{type: string}", Breaking, Major, ""),
    row("response-property-deprecated", Info, Answer, "{type: string}", "{type: string, deprecated: true}", Compatible, Minor, ""),
    row("response-property-any-of-added", Err, Answer, "{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: string}, {type: integer}, {type: boolean}]}", Breaking, Minor, ""),
    row("response-required-property-became-write-only", Info, NeededAnswer, "{type: string}", "{type: string, writeOnly: true}", Breaking, Major, "answers lack it from now on, and old clients need it"),
    row("response-header-added", Info, Operation, "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}}}}}", "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}, B: {schema: {type: string}}}}}}", Compatible, Minor, ""),
    row("required-response-header-removed", Err, Operation, "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}, B: {required: true, schema: {type: string}}}}}}", "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}}}}}", Compatible, Major, "our clients take no header for sure, whatever is said of it"),
    row("optional-response-header-removed", Warn, Operation, "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}, B: {schema: {type: string}}}}}}", "{responses: {'200': {description: ok, headers: {A: {schema: {type: string}}}}}}", Compatible, Major, "our clients take no header for sure"),
    row("response-header-type-changed", Err, Operation, "{responses: {'200': {description: ok, headers: {A: {schema: {type: string, format: uuid}}}}}}", "{responses: {'200': {description: ok, headers: {A: {schema: {type: integer}}}}}}", Breaking, Major, ""),
    // Security.
    row("api-security-added", Info, Document, "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\npaths: {/a: {get: {security: [{one: []}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\npaths: {/a: {get: {security: [{one: []}, {two: []}], responses: {'204': {description: ok}}}}}", Compatible, Minor, ""),
    row("api-security-removed", Err, Document, "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\npaths: {/a: {get: {security: [{one: []}, {two: []}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\npaths: {/a: {get: {security: [{one: []}], responses: {'204': {description: ok}}}}}", Risky, Major, "it depends on which of the credentials an old client has"),
    row("api-global-security-added", Info, Document, "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\nsecurity: [{one: []}]\npaths: {/a: {get: {responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {one: {type: http, scheme: basic}, two: {type: http, scheme: bearer}}}\nsecurity: [{one: []}, {two: []}]\npaths: {/a: {get: {responses: {'204': {description: ok}}}}}", Compatible, Minor, ""),
    row("api-security-scope-added", Info, Document, "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", Risky, Patch, "tokens that were granted fewer scopes are refused"),
    row("api-security-scope-removed", Info, Document, "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", Compatible, Patch, ""),
    row("api-security-component-type-changed", Info, Document, "components: {securitySchemes: {one: {type: http, scheme: basic}}}\nsecurity: [{one: []}]\npaths: {/a: {get: {responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {one: {type: http, scheme: bearer}}}\nsecurity: [{one: []}]\npaths: {/a: {get: {responses: {'204': {description: ok}}}}}", Breaking, Major, "old clients send the other credentials"),
    // The rest.
    row("api-schema-removed", Info, Document, "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {}", "paths: {}", Compatible, Major, ""),
    row("webhook-added", Info, Document, "paths: {}", "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}}", Compatible, Minor, ""),
    row("webhook-removed", Err, Document, "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}}", "paths: {}", Risky, Major, "nothing fails: what was sent does not come any more"),
];

/// A document that holds a text.
#[must_use]
pub fn document(place: Where, text: &str) -> String {
    match path(place, text) {
        Some(path) => whole(&format!("paths: {{/a: {path}}}")),
        None => whole(text),
    }
}

/// The old and the new document of many rows at once.
#[must_use]
pub fn together(is_meant: impl Fn(&Row) -> bool) -> [String; 2] {
    let rows = || ROWS.iter().filter(|row| is_meant(row)).enumerate();
    let all = |text: fn(&Row) -> &str| {
        let paths = rows().filter_map(|(index, row)| {
            let path = path(row.place, text(row))?;
            Some(format!("  /r{index}: {path}\n"))
        });
        whole(&format!("paths:\n{}", paths.collect::<String>()))
    };
    [all(|row| row.old), all(|row| row.new)]
}

fn whole(rest: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{rest}\n")
}

/// The path item that a text stands in, unless it is a document.
fn path(place: Where, text: &str) -> Option<String> {
    let reply = "responses: {'204': {description: ok}}";
    let property = |needed: bool| {
        let required = if needed { "required: [a], " } else { "" };
        format!("{{type: object, {required}properties: {{a: {text}}}}}")
    };
    let body = |schema: &str| {
        let content = format!("{{application/json: {{schema: {schema}}}}}");
        format!("{{post: {{requestBody: {{required: true, content: {content}}}, {reply}}}}}")
    };
    let answer = |schema: &str| {
        let content = format!("{{application/json: {{schema: {schema}}}}}");
        format!("{{get: {{responses: {{'200': {{description: ok, content: {content}}}}}}}}}")
    };
    Some(match place {
        Request => body(&property(false)),
        NeededRequest => body(&property(true)),
        Answer => answer(&property(false)),
        NeededAnswer => answer(&property(true)),
        Body => body(text),
        Reply => answer(text),
        Parameter => format!("{{get: {{parameters: [{{name: q, in: query, {text}}}], {reply}}}}}"),
        Operation => format!("{{get: {text}}}"),
        Document => return None,
    })
}
