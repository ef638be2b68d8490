//! Whether references lead to what is expected where they stand.

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Node, Span, pointer};

use super::context::Context;
use super::object::article;
use super::resolve::Located;
use super::{ObjectKind, operation, tree};

/// What stands below `components`: the keys, and what the specification calls the objects.
pub(super) const SECTIONS: [(&str, &str); 11] = [
    ("schemas", "Schema Object"),
    ("responses", "Response Object"),
    ("parameters", "Parameter Object"),
    ("examples", "Example Object"),
    ("requestBodies", "Request Body Object"),
    ("headers", "Header Object"),
    ("securitySchemes", "Security Scheme Object"),
    ("links", "Link Object"),
    ("callbacks", "Callback Object"),
    ("pathItems", "Path Item Object"),
    ("mediaTypes", "Media Type Object"),
];

/// What the specification calls a schema.
pub(super) const SCHEMA: &str = "Schema Object";

impl ObjectKind {
    /// What the specification calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PathItem => "Path Item Object",
            Self::Parameter => "Parameter Object",
            Self::RequestBody => "Request Body Object",
            Self::Response => "Response Object",
            Self::MediaType => "Media Type Object",
            Self::Header => "Header Object",
            Self::Callback => "Callback Object",
            Self::SecurityScheme => "Security Scheme Object",
        }
    }
}

/// Whether an object of a kind may stand where a reference leads, else a warning at the reference
/// that `fallback`. Of most places that is not known: they are read as what is expected.
pub(super) fn check(
    context: &mut Context<'_>,
    (node, place): &Located<'_>,
    (expected, fallback): (&str, &str),
    (reference, at): (&str, Span),
) -> bool {
    let Some(found) = standing_at(node, place).filter(|found| found != expected) else {
        return true;
    };
    let message = format!(
        "the reference `{reference}` leads to {} {found}, not {} {expected}; {fallback}",
        article(&found),
        article(expected)
    );
    let finding = Diagnostic::warning(codes::WRONG_REFERENCE, at, message)
        .help(help(context, reference, place, &found, expected));
    context.findings.push(finding);
    false
}

/// What stands at a place, as far as the place says so.
fn standing_at(node: &Node, place: &str) -> Option<String> {
    let steps = pointer::unescaped(place.split_once('#')?.1);
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let object_of = |section: &str| {
        let known = SECTIONS.iter().find(|(key, _)| *key == section);
        known.map(|(_, name)| *name)
    };
    let name = match steps.as_slice() {
        [] => tree::entry(node, "openapi").map(|_| "OpenAPI Object")?,
        ["components"] => "Components Object",
        ["components", section] => {
            return object_of(section).map(|_| format!("mapping of all `{section}`"));
        }
        ["components", section, _] => object_of(section)?,
        ["paths"] => "Paths Object",
        ["paths", _] => "Path Item Object",
        ["paths", _, key] if operation::is_method(key) => "Operation Object",
        _ => return None,
    };
    Some(name.to_owned())
}

fn help(
    context: &Context<'_>,
    reference: &str,
    place: &str,
    found: &str,
    expected: &str,
) -> String {
    let section = SECTIONS.iter().find(|(_, name)| *name == expected);
    let section = section.map_or("", |(key, _)| key);
    let components = context.root.get("components");
    let known = components.and_then(|node| node.get(section));
    let mut steps = place.rsplit('/');
    let same_name = steps
        .next()
        .filter(|name| known.is_some_and(|known| known.get(name).is_some()));
    match (found, expected) {
        _ if let Some(name) = same_name => {
            format!("did you mean `#/components/{section}/{name}`?")
        }
        (SCHEMA, "Parameter Object" | "Header Object") => {
            format!("a {expected} has it under `schema`:\nschema: {{$ref: '{reference}'}}")
        }
        (SCHEMA, "Request Body Object" | "Response Object") => format!(
            "a {expected} has it under `content`:\ncontent:\n  application/json:\n    schema: {{$ref: '{reference}'}}"
        ),
        _ => format!("what is expected stands in `#/components/{section}`"),
    }
}
