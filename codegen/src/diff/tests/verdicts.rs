//! Pairs of documents whose verdict was wrong once.

use super::{
    Breaking, Compatible, Major, Minor, OK, Patch, Risky, Rust, Wire, between, operation, read,
    rest, sent, text,
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
