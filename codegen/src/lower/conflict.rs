//! Schemas that hold together and exclude each other.

use serde_json::Value as Json;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Keywords, SchemaId};
use crate::ir::JsonKind;

use super::context::{Key, Lowering};
use super::product;
use super::view::{Choice, View};

/// Reports a type that excludes those of the schema which says all else.
pub(super) fn of_sole(lowering: &mut Lowering<'_>, key: &Key, sole: SchemaId) {
    let parts = key.parts.iter().map(|part| part.id);
    let around: Vec<SchemaId> = parts
        .flat_map(|id| {
            let below = lowering.keywords(id).map(|schema| &schema.all_of);
            std::iter::once(id).chain(below.into_iter().flatten().copied())
        })
        .filter(|id| *id != sole)
        .collect();
    for id in around {
        let named = lowering
            .keywords(id)
            .map_or(&[][..], |schema| &schema.types);
        let is_some = |kind: &&JsonKind| **kind != JsonKind::Null;
        let mut named = named.iter().filter(is_some).peekable();
        if named.peek().is_none() {
            continue;
        }
        let Some(own) = product::kinds(lowering, sole) else {
            return;
        };
        if !named.any(|kind| product::meets(*kind, &own)) {
            let message = "this names a type that what it stands beside is not; that is taken";
            let finding = Diagnostic::warning(codes::CONFLICTING_TYPES, lowering.span(id), message);
            let help = "give both the same `type`, or take the one that is wrong out";
            lowering.findings.push(finding.help(help));
        }
    }
}

/// Reports branches none of which is of the type that the schema around them names.
pub(super) fn of_branches(lowering: &mut Lowering<'_>, view: &View, choice: &Choice) {
    let Some(around) = view.kinds.as_ref().filter(|kinds| !kinds.is_empty()) else {
        return;
    };
    let can_hold = |id: &SchemaId| {
        let own = product::kinds(lowering, *id);
        own.is_none_or(|own| own.iter().any(|kind| product::meets(*kind, around)))
    };
    if choice.branches.iter().any(can_hold) {
        return;
    }
    let message = "no branch is of the type that this schema names; the branches are taken";
    let at = lowering.span(choice.owner);
    let finding = Diagnostic::warning(codes::CONFLICTING_TYPES, at, message);
    let help = "take the `type` beside the branches out, or make them of that type";
    lowering.findings.push(finding.help(help));
}

/// Whether none of the values that a schema lists is one of those that were listed before.
pub(super) fn excludes(view: &View, schema: &Keywords) -> bool {
    let before: Option<Vec<&Json>> = match (&view.constant, &view.values) {
        (Some(constant), _) => Some(vec![constant]),
        (None, values) => values
            .as_ref()
            .map(|values| values.iter().map(|(value, _)| value).collect()),
    };
    let own: Option<Vec<&Json>> = match (&schema.constant, &schema.values) {
        (Some(constant), _) => Some(vec![constant]),
        (None, values) => values
            .as_ref()
            .map(|values| values.iter().filter(|value| !value.is_null()).collect()),
    };
    let (Some(before), Some(own)) = (before, own) else {
        return false;
    };
    !before.is_empty() && !own.is_empty() && !own.iter().any(|value| before.contains(value))
}
