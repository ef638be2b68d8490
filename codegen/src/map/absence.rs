//! Why a place became nothing of its own, as far as where it stands tells.

use crate::document::Document;
use crate::lower::Trace;

use super::Absence;

/// The keywords whose schemas are rules and not types.
const RULES: [&str; 10] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentSchemas",
    "contentSchema",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Why a schema became nothing of its own, and the place that it is a part of. `was_read` says that
/// something which the client knows refers to it.
pub(super) fn of_schema(trace: &Trace, pointer: &str, was_read: bool) -> (Absence, Option<String>) {
    let mut inner: Option<&str> = None;
    let mut place = pointer;
    // From the inside out: what is nearest decides.
    while let Some((outer, step)) = place.rsplit_once('/') {
        let is_rule = |keyword: &&str| outer.ends_with(*keyword);
        let of_properties = ["/dependentSchemas", "/patternProperties"];
        if RULES.contains(&step) || of_properties.iter().any(is_rule) {
            return (Absence::Rule, None);
        }
        if trace.fallbacks.contains_key(outer) {
            return (Absence::InFallback, Some(outer.to_owned()));
        }
        let is_index = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        let merging = ["/allOf", "/anyOf", "/oneOf"];
        if is_index && let Some(list) = merging.iter().find(|list| outer.ends_with(*list)) {
            inner = inner.or(outer.strip_suffix(list));
        }
        place = outer;
    }
    match (inner, was_read) {
        (Some(owner), true) => (Absence::Merged, Some(owner.to_owned())),
        (_, true) if is_body(pointer) => (Absence::Raw, None),
        _ => (of_part(pointer), None),
    }
}

/// Whether a place belongs to an operation that the configuration leaves out.
pub(super) fn is_left_out(document: &Document, pointer: &str) -> bool {
    let mut operations = document.left_out.iter();
    operations.any(|operation| {
        let inside = pointer.strip_prefix(operation.as_str());
        inside.is_some_and(|inside| inside.is_empty() || inside.starts_with('/'))
    })
}

/// Why an operation or a part of one became nothing.
pub(super) fn of_part(pointer: &str) -> Absence {
    let unused = pointer.starts_with("#/components/")
        || pointer.contains("/$defs/")
        || pointer.contains("/definitions/");
    if unused {
        Absence::Unreachable
    } else {
        Absence::Ignored
    }
}

/// Whether it is the schema of a Media Type Object.
fn is_body(pointer: &str) -> bool {
    let owner = pointer.strip_suffix("/schema");
    let content = owner.and_then(|owner| owner.rsplit_once('/'));
    content.is_some_and(|(content, _)| content.ends_with("/content"))
}
