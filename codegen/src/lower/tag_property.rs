//! What the branches of a union say of the property that tells them apart.

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Discriminator, SchemaId};
use crate::ir::JsonKind;

use super::context::{Key, Lowering};
use super::view::{View, view};
use super::{enumeration, form};

/// Reports the branches in which the property is not declared, or no string, or may be absent.
pub(super) fn check(
    lowering: &mut Lowering<'_>,
    told: &Discriminator,
    branches: &[(SchemaId, Key)],
) {
    let mut optional = Vec::new();
    for (id, key) in branches {
        let branch = view(lowering, key);
        // What the branches of a branch say is said of them.
        if !branch.unions.is_empty() {
            continue;
        }
        let at = lowering.span(super::union::target(lowering, *id));
        match branch
            .properties
            .get(&told.property)
            .and_then(|ids| ids.last())
        {
            // OpenAPI 3.2 says what comes without it.
            None if told.default.is_some() => {}
            None => undeclared(lowering, told, *id),
            Some(&property) => {
                if !branch.required.contains(&told.property) {
                    optional.push(at);
                }
                no_string(lowering, told, property, None);
            }
        }
    }
    if let (Some(first), None) = (optional.first(), told.default) {
        let property = &told.property;
        let branches = match optional.len() {
            1 => "a branch".to_owned(),
            count => format!("{count} branches"),
        };
        let message = format!(
            "`{property}` may be absent from {branches}; a value without it is read as the branch that it fits best, and written without it"
        );
        let finding = Diagnostic::warning(codes::DISCRIMINATOR_PROPERTY, told.at.span, message)
            .related(*first, "here, for one")
            .help(format!("add it to the branch:\nrequired: [{property}]"));
        lowering.findings.push(finding);
    }
}

fn undeclared(lowering: &mut Lowering<'_>, told: &Discriminator, id: SchemaId) {
    let property = &told.property;
    let message = format!(
        "the branch does not declare `{property}`, which tells it apart; it is there all the same"
    );
    let at = lowering.span(super::union::target(lowering, id));
    let finding = Diagnostic::warning(codes::DISCRIMINATOR_PROPERTY, at, message)
        .related(told.at.span, "the discriminator")
        .help(format!(
            "add it to the branch:\nrequired: [{property}]\nproperties:\n  {property}: {{type: string}}"
        ));
    lowering.findings.push(finding);
}

/// Reports a property that is no string, with what is done where that is not what is done always.
pub(super) fn no_string(
    lowering: &mut Lowering<'_>,
    told: &Discriminator,
    property: SchemaId,
    fallback: Option<&str>,
) {
    let parts = vec![form::whole(property)];
    let view = view(lowering, &Key { parts, only: None });
    let kinds = kinds(&view);
    if kinds.is_empty() || kinds.contains(&JsonKind::String) {
        return;
    }
    let is_scalar = |kind| !matches!(kind, JsonKind::Array | JsonKind::Object);
    let fallback = fallback.unwrap_or(if kinds.into_iter().any(is_scalar) {
        "its value is compared as text"
    } else {
        "no value can be read"
    });
    let message = format!(
        "`{}` tells branches apart and must be a string; {fallback}",
        told.property
    );
    let finding = Diagnostic::warning(
        codes::DISCRIMINATOR_PROPERTY,
        lowering.span(property),
        message,
    )
    .related(told.at.span, "the discriminator")
    .help("make it a string, or take the discriminator out");
    lowering.findings.push(finding);
}

/// The types that are named, or that the values have; none when anything is admitted.
fn kinds(view: &View) -> Vec<JsonKind> {
    if let Some(kinds) = &view.kinds {
        return kinds.clone();
    }
    let values = view.values.iter().flatten().map(|(value, _)| value);
    values
        .chain(&view.constant)
        .map(enumeration::kind)
        .collect()
}
